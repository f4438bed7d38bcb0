import { type CostDistribution } from '#domain/impact';
import { type Side } from '#domain/core';
import { type Quote } from '#domain/rfq';
import { riskAdjustedBps } from '../risk-adjusted.js';
import { type RankedQuote } from './rank.js';

/** What the desk could do instead of taking a quote: work the order by a schedule. */
export interface Alternative {
  readonly strategy: string;
  readonly slippage: CostDistribution;
}

/** LIFT an offer, HIT a bid (FIX QuoteRespType 1), or work the order. */
export type AdvisedAction = 'LIFT' | 'HIT' | 'WORK_ORDER';

export interface Advice {
  readonly action: AdvisedAction;
  /** The dealer to trade with, not always the first in rank; absent when the advice is to work the order. */
  readonly dealer?: string;
  /** By how much the advised action beats the other one, in risk-adjusted bps. */
  readonly savingBps: number;
  /** `E[cost] + kappa x CVaR` of the best quote and of the alternative. */
  readonly quoteRiskAdjustedBps: number;
  readonly alternativeRiskAdjustedBps: number;
  readonly reason: string;
}

/**
 * Compares the best quote with working the order, all by the same risk-adjusted measure. The best quote is the one of
 * least risk-adjusted cost, the higher ranked of equals: a partial quote may rank first by its expectation and still
 * leave more to chance than it saves.
 *
 * Throws when there is no quote or a cost is not finite: no advice is better than one on a number that is none.
 */
export const advise = (
  side: Side,
  ranked: readonly RankedQuote[],
  alternative: Alternative,
  riskAversion: number,
): Advice => {
  const { quote, quoteRiskAdjustedBps } = bestQuote(ranked, riskAversion);
  const alternativeRiskAdjustedBps = finite(riskAdjustedBps(alternative.slippage, riskAversion), alternative.strategy);
  const difference = alternativeRiskAdjustedBps - quoteRiskAdjustedBps;
  const figures = { quoteRiskAdjustedBps, alternativeRiskAdjustedBps };
  if (difference < 0) {
    return {
      action: 'WORK_ORDER',
      savingBps: -difference,
      ...figures,
      reason: `Working the order (${alternative.strategy}) costs ${bps(alternativeRiskAdjustedBps)} risk-adjusted, the best quote ${bps(quoteRiskAdjustedBps)}.`,
    };
  }
  return {
    action: side === 'BUY' ? 'LIFT' : 'HIT',
    dealer: quote.dealer,
    savingBps: difference,
    ...figures,
    reason: `${quote.dealer} costs ${bps(quoteRiskAdjustedBps)} risk-adjusted, working the order (${alternative.strategy}) ${bps(alternativeRiskAdjustedBps)}.`,
  };
};

const bestQuote = (
  ranked: readonly RankedQuote[],
  riskAversion: number,
): { readonly quote: Quote; readonly quoteRiskAdjustedBps: number } => {
  let best: { readonly quote: Quote; readonly quoteRiskAdjustedBps: number } | undefined;
  for (const { quote, allInCostBps, ownSdBps, remainderSdBps } of ranked) {
    const sdBps = Math.hypot(ownSdBps, remainderSdBps);
    const cost: CostDistribution = { kind: 'NORMAL', meanBps: allInCostBps, sdBps };
    const quoteRiskAdjustedBps = finite(riskAdjustedBps(cost, riskAversion), quote.dealer);
    if (best === undefined || quoteRiskAdjustedBps < best.quoteRiskAdjustedBps) best = { quote, quoteRiskAdjustedBps };
  }
  if (best === undefined) throw new RangeError('ranked: no quote to advise on');
  return best;
};

const finite = (costBps: number, of: string): number => {
  if (!Number.isFinite(costBps)) throw new RangeError(`advise: the cost of ${of} is not finite`);
  return costBps;
};

const bps = (value: number): string => `${value.toFixed(2)} bps`;

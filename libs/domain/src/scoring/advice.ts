import { expectedShortfallBps, type CostDistribution } from '#domain/impact';
import { type Side } from '#domain/core';
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
  /** The dealer to trade with; absent when the advice is to work the order. */
  readonly dealer?: string;
  /** By how much the advised action beats the other one, in risk-adjusted bps. */
  readonly savingBps: number;
  /** `E[cost] + kappa x CVaR` of the best quote and of the alternative. */
  readonly quoteRiskAdjustedBps: number;
  readonly alternativeRiskAdjustedBps: number;
  readonly reason: string;
}

/** CVaR level of a desk's risk measure. */
export const RISK_PROBABILITY = 0.95;

/** `E[cost] + kappa x CVaR` (reference 4): the measure by which a sure cost and a risky one compare. */
export const riskAdjustedBps = (cost: CostDistribution, riskAversion: number): number =>
  cost.meanBps + riskAversion * expectedShortfallBps(cost, RISK_PROBABILITY);

/** Compares the top quote with working the order, both by the same risk-adjusted measure. */
export const advise = (side: Side, top: RankedQuote, alternative: Alternative, riskAversion: number): Advice => {
  const quoteRiskAdjustedBps = riskAdjustedBps(
    { kind: 'NORMAL', meanBps: top.allInCostBps, sdBps: top.ownSdBps },
    riskAversion,
  );
  const alternativeRiskAdjustedBps = riskAdjustedBps(alternative.slippage, riskAversion);
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
    dealer: top.quote.dealer,
    savingBps: difference,
    ...figures,
    reason: `${top.quote.dealer} costs ${bps(quoteRiskAdjustedBps)} risk-adjusted, working the order (${alternative.strategy}) ${bps(alternativeRiskAdjustedBps)}.`,
  };
};

const bps = (value: number): string => `${value.toFixed(2)} bps`;

import { BPS, costBps, normalPdf, type Side } from '#domain/core';
import { type CostDistribution } from '#domain/impact';
import { spreadBps, type TwoSidedMarket } from '#domain/market-data';
import { type Quote } from '#domain/rfq';
import { type UncertainCost } from './best-probability.js';
import { type FairPrice } from '../fair-price.js';
import { REACTION_MS, REQUOTE_MS, SCORE_TERMS, type ScoreTermName } from '../score-terms.js';

/** What a term rests on. */
export type TermBasis = 'MARKET' | 'MODEL' | 'REFERENCE_DATA' | 'PRIOR';

export const SCORE_TERM_BASIS: Readonly<Record<ScoreTermName, TermBasis>> = {
  fairCost: 'MODEL',
  spreadToFair: 'MARKET',
  rejectRisk: 'PRIOR',
  feesAndSettlement: 'REFERENCE_DATA',
  staleness: 'PRIOR',
  residual: 'MODEL',
  counterparty: 'PRIOR',
};

/** The additive terms of a score, in bps of the arrival mid. */
export type ScoreTerms = Readonly<Record<ScoreTermName, number>>;

/** A quote nobody has scored yet; only a scored quote can be ranked. */
export interface UnscoredQuote {
  readonly quote: Quote;
  /** Fair price of this quote's own size. */
  readonly fair: FairPrice;
  /** Cost of working what this quote leaves of the request (`remainderCost`); absent when it leaves nothing. */
  readonly remainder?: CostDistribution;
}

export interface ScoredQuote {
  readonly quote: Quote;
  readonly fair: FairPrice;
  readonly terms: ScoreTerms;
  /** The sum of the terms: cost against the arrival mid of trading the whole request by way of this quote. */
  readonly allInCostBps: number;
  /** What is uncertain about this quote alone; what is common to all quotes cancels in a ranking. */
  readonly ownSdBps: number;
  /**
   * What is uncertain about the rest that a partial quote leaves; 0 when it leaves nothing. Common to all partial quotes,
   * as the rest of each would be worked in the same market.
   */
  readonly remainderSdBps: number;
  /** Positive: better than fair for the client. */
  readonly edgeToFairBps: number;
}

/** Stated priors. */
const PRIORS = {
  /** Unexplained difference between dealers, as a share of the session's average spread (settlement, information, service). */
  dealerEffectSpreadShare: 0.1,
  minDealerEffectBps: 0.05,
} as const;

/**
 * Scores one quote: additive terms in bps of the arrival mid, each stored (reference 4). `request.quantity` in units.
 * The sum is the cost of the whole request: a partial quote pays its own price on its share and the cost of working the rest.
 */
export const scoreQuote = (
  side: Side,
  requestQuantity: number,
  market: TwoSidedMarket,
  { quote, fair, remainder }: UnscoredQuote,
): ScoredQuote => {
  const spreadToFairBps = costBps(side, quote.price, fair.arrivalMid) - fair.costBps;
  const lastLook = lastLookCost(market, quote.lastLookMs);
  const expiry = expiryCost(market, quote.validForMs);
  const feesBps = market.terms.feesAndSettlementBps;
  const filledShare = Math.min(1, quote.quantity / requestQuantity);
  const ownCostBps = fair.costBps + spreadToFairBps + lastLook.meanBps + feesBps + expiry.meanBps;
  const residualBps = remainder === undefined ? 0 : (1 - filledShare) * (remainder.meanBps - ownCostBps);
  const remainderSdBps = remainder === undefined ? 0 : (1 - filledShare) * remainder.sdBps;
  const terms: ScoreTerms = {
    fairCost: fair.costBps,
    spreadToFair: spreadToFairBps,
    rejectRisk: lastLook.meanBps,
    feesAndSettlement: feesBps,
    staleness: expiry.meanBps,
    residual: residualBps,
    counterparty: 0,
  };
  let allInCostBps = 0;
  for (const name of SCORE_TERMS) allInCostBps += terms[name];
  if (!Number.isFinite(allInCostBps)) throw new Error(`scoreQuote: the cost of ${quote.dealer} is not finite`);
  const dealerSdBps = Math.max(PRIORS.minDealerEffectBps, PRIORS.dealerEffectSpreadShare * market.averageSpreadBps);
  return {
    quote,
    fair,
    terms,
    allInCostBps,
    ownSdBps: Math.hypot(dealerSdBps, lastLook.sdBps, expiry.sdBps),
    remainderSdBps,
    edgeToFairBps: -spreadToFairBps,
  };
};

/** Standard deviation in bps of the mid's move over `ms` of trading time. */
const moveSdBps = (market: TwoSidedMarket, ms: number): number =>
  market.terms.dailyVolatility * BPS * Math.sqrt(ms / 1000 / market.terms.sessionSeconds);

// One object for all: a literal of integers beside one of doubles makes V8 compile this function anew every hundred calls.
const NO_COST: UncertainCost = { meanBps: 0, sdBps: 0 };

/**
 * Last look: the dealer rejects when the move against him within the hold exceeds b, here half the spread:
 * `p_rej E[m | m > b] = sig sqrt(h) phi(b / (sig sqrt h))` (reference 4).
 */
const lastLookCost = (market: TwoSidedMarket, holdMs: number): UncertainCost => {
  const sd = moveSdBps(market, holdMs);
  if (sd === 0) return NO_COST;
  const meanBps = sd * normalPdf(spreadBps(market) / 2 / sd);
  return { meanBps, sdBps: meanBps };
};

/**
 * Value of expiry: with probability `exp(-validity / reaction)` the quote is gone before the trader acts and a new one
 * follows the market for the re-quote time; half of a normal move is adverse, `sd phi(0)` on average.
 */
const expiryCost = (market: TwoSidedMarket, validForMs: number): UncertainCost => {
  const gone = Math.exp(-validForMs / REACTION_MS);
  const sd = moveSdBps(market, REQUOTE_MS);
  return { meanBps: gone * sd * normalPdf(0), sdBps: gone * sd };
};

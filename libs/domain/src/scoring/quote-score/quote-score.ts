import { costBps, type Side } from '#domain/core';
import { type CostDistribution } from '#domain/impact';
import { type Quote } from '#domain/rfq';
import { type DealerProfile, type Estimate, type EstimateBasis } from '../dealer-history/index.js';
import { type FairValue } from '../fair-value/index.js';
import { REACTION_MS, SCORE_TERMS, type ScoreTermName } from '../score-terms.js';

const { exp, max, min, sqrt } = Math;

/** What a term rests on: an estimate's basis, or what is certain: the market and the terms of trade. */
export type ScoreTermBasis = EstimateBasis | 'MARKET' | 'MODEL' | 'REFERENCE_DATA';

/** One part of a score, in bps of the arrival mid, positive is worse for the client. */
export interface QuoteTerm {
  readonly name: ScoreTermName;
  readonly bps: number;
  /** What is not known about it, as far as it differs between quotes. */
  readonly sdBps: number;
  /** Observations behind it. */
  readonly evidence: number;
  readonly basis: ScoreTermBasis;
}

/** A quote with what is known of its dealer and of trading with him. */
export interface ProfiledQuote {
  readonly quote: Quote;
  readonly profile: DealerProfile;
  /** Settlement with this dealer, on top of the instrument's fees. */
  readonly settlementBps: number;
  /** The desk's add-on for this counterparty. */
  readonly counterpartyBps: Estimate;
  /** Cost of working what a partial quote leaves of the request (`remainderCost`); absent when it leaves nothing. */
  readonly remainder?: CostDistribution;
}

/** What all quotes of a request are scored against. */
export interface ScoringContext {
  readonly side: Side;
  /** In units. */
  readonly quantity: number;
  /** Of the instrument, whoever is traded with. */
  readonly feesAndSettlementBps: number;
  /** Mid that every bps is relative to; currency per unit. */
  readonly arrivalMid: number;
  readonly fair: FairValue;
  /** What a quote is expected to cost if the client has to ask anew: fair, and what the best quote costs beyond it on average. */
  readonly askAnewBps: number;
  /** The least that the expiry of a quote can cost: 0, or -Infinity by rule 2, where it could save. */
  readonly expiryCostMinBps: number;
}

/** After a trade with the dealer: positive is good for the client. */
export interface ExpectedMarkout {
  readonly meanBps: number;
  readonly sdBps: number;
  readonly evidence: number;
  readonly basis: EstimateBasis;
}

/** The cost of trading a request by way of one quote, as a sum of named terms (reference 4). */
export interface QuoteScore {
  readonly quote: Quote;
  /** In the order of `SCORE_TERMS`. */
  readonly terms: readonly QuoteTerm[];
  /** Sum of the terms. */
  readonly allInCostBps: number;
  /** Share of the request that the quote fills, at most 1. */
  readonly filledShare: number;
  readonly reject: { readonly probability: Estimate; readonly moveBps: Estimate };
  /** `s (mid after - price)` at each of the history's markout times. */
  readonly expectedMarkouts: readonly ExpectedMarkout[];
}

/**
 * Scores one quote: `fairCost + spreadToFair + rejectRisk + feesAndSettlement + staleness + residual + counterparty` (reference 4), all against
 * the arrival mid. The first two are the price; fair is as of the decision, so of staleness only the value of expiry is left: with the
 * probability that the quote is gone when the trader acts he asks anew, at a mid that has moved either way, and pays what that costs
 * more than the price. A dear quote that expires saves nothing: who would rather ask anew may do so while it stands.
 */
export const scoreQuoteTerms = (context: ScoringContext, profiled: ProfiledQuote): QuoteScore => {
  const { side, quantity, feesAndSettlementBps, arrivalMid, fair, askAnewBps, expiryCostMinBps } = context;
  const { quote, profile, settlementBps, counterpartyBps, remainder } = profiled;
  const priceBps = costBps(side, quote.price, arrivalMid);
  const reject = rejectOf(quote, profile);
  const rejectBps = reject.probability.value * reject.moveBps.value;
  const feesBps = feesAndSettlementBps + settlementBps;
  const expiryBps = goneProbability(quote.validForMs) * max(expiryCostMinBps, askAnewBps - priceBps);
  const ownBps = priceBps + rejectBps + feesBps + expiryBps + counterpartyBps.value;
  const filledShare = min(1, quote.quantity / quantity);
  const residualBps = remainder === undefined ? 0 : (1 - filledShare) * (remainder.meanBps - ownBps);
  const terms: readonly QuoteTerm[] = [
    { name: 'fairCost', bps: fair.costBps, sdBps: 0, evidence: fair.quotes.length, basis: 'MODEL' },
    { name: 'spreadToFair', bps: priceBps - fair.costBps, sdBps: 0, evidence: 1, basis: 'MARKET' },
    {
      name: 'rejectRisk',
      bps: rejectBps,
      sdBps: productSd(reject.probability, reject.moveBps),
      evidence: reject.probability.evidence,
      basis: reject.probability.basis,
    },
    { name: 'feesAndSettlement', bps: feesBps, sdBps: 0, evidence: 0, basis: 'REFERENCE_DATA' },
    { name: 'staleness', bps: expiryBps, sdBps: 0, evidence: 0, basis: 'PRIOR' },
    {
      name: 'residual',
      bps: residualBps,
      sdBps: remainder === undefined ? 0 : (1 - filledShare) * remainder.sdBps,
      evidence: 0,
      basis: 'MODEL',
    },
    {
      name: 'counterparty',
      bps: counterpartyBps.value,
      sdBps: counterpartyBps.sd,
      evidence: counterpartyBps.evidence,
      basis: counterpartyBps.basis,
    },
  ];
  let allInCostBps = 0;
  for (const { bps } of terms) allInCostBps += bps;
  if (!Number.isFinite(allInCostBps)) {
    const wrong = terms.find(({ bps }) => !Number.isFinite(bps))?.name ?? SCORE_TERMS.join(' + ');
    throw new RangeError(`scoreQuoteTerms: ${wrong} of ${quote.dealer} must be finite`);
  }
  return {
    quote,
    terms,
    allInCostBps,
    filledShare,
    reject,
    expectedMarkouts: profile.driftBps.map(({ value, sd, evidence, basis }) => ({
      meanBps: value - priceBps,
      sdBps: sd,
      evidence,
      basis,
    })),
  };
};

const NEVER: Estimate = { value: 0, sd: 0, evidence: 0, basis: 'PRIOR' };

/** A firm quote is not refused, unless its dealer's own history says that he does. */
const rejectOf = ({ lastLookMs }: Quote, profile: DealerProfile): QuoteScore['reject'] => {
  const { rejectProbability, rejectMoveBps } = profile;
  const isTaken = lastLookMs > 0 || rejectProbability.basis === 'LEARNED';
  return isTaken ? { probability: rejectProbability, moveBps: rejectMoveBps } : { probability: NEVER, moveBps: NEVER };
};

/** Of a product of independent factors. */
const productSd = (a: Estimate, b: Estimate): number =>
  sqrt(a.value ** 2 * b.sd ** 2 + b.value ** 2 * a.sd ** 2 + a.sd ** 2 * b.sd ** 2);

/** P(the quote has expired before the trader acts): reactions are exponential. */
const goneProbability = (validForMs: number): number => exp(-validForMs / REACTION_MS);

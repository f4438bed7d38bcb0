import { err, ok, type Result } from '#domain/core';
import { referenceAuctions } from '../auction/auction-parameters.js';
import { DEFAULT_DIFFUSIVE_MARKET, type DiffusiveMarketParameters } from '../auction/diffusive-market.js';
import { DEFAULT_STRATEGIC, REFERENCE_PARAMETRIC, referenceDealer } from '../dealers/index.js';
import {
  firstOf,
  given,
  impossible,
  mustBePositive,
  mustBeWhole,
  mustBeWithin,
  mustNotBeNegative,
  type ImpossibleParameters,
  type Verdict,
} from '../impossible-parameters.js';
import { DEALERS_MAX, type AuctionExperiment, type DescribedDealer } from './auction-experiment.js';

/** What a person may say of auctions among dealers who are all alike; what is absent is that of `referenceAuctions`. */
export interface StatedAuctions {
  readonly panelSizes: readonly number[];
  /** Of one seed. */
  readonly requests: number;
  readonly requestsPerSecond?: number;
  /** How many there are; ten unless stated. */
  readonly dealers?: number;
  readonly quoting?: 'PARAMETRIC' | 'STRATEGIC';
  /** Probability that a dealer answers at all. */
  readonly responseProbability?: number;
  readonly quoteValidSeconds?: number;
  /** How far each dealer who was asked and did not win moves the mid. */
  readonly leakageBps?: number;
  readonly leakageSeconds?: number;
  /** Share of that drift which begins when he is asked. */
  readonly preHedgedShare?: number;
  /** Both or none: without them quotes are firm. */
  readonly lastLookHoldSeconds?: number;
  readonly lastLookThresholdBps?: number;
  /** Share of a block that its winner lays off. */
  readonly hedgedShare?: number;
  /** Probability that a client knows something. */
  readonly informedProbability?: number;
  readonly signalSdBps?: number;
  /** Units. */
  readonly medianQuantity?: number;
  readonly halfSpreadBps?: number;
  /** Currency per unit. */
  readonly tickSize?: number;
  readonly volatilityBpsPerSqrtSecond?: number;
}

/** Requests come so rarely that one is over before the next. */
const REQUESTS_PER_SECOND = 1 / 600;

/** The auctions stated, or which of what was said is impossible in any. */
export const statedAuctions = (stated: StatedAuctions): Result<AuctionExperiment, ImpossibleParameters> => {
  const wrong = checkStated(stated);
  if (wrong !== undefined) return err(wrong);
  const { seed: _, ...reference } = referenceAuctions(0);
  const { instrument, clients } = reference;
  const [tier] = clients.tiers;
  return ok({
    kind: 'AUCTIONS',
    auctions: {
      ...reference,
      instrument: {
        ...instrument,
        tickSize: stated.tickSize ?? instrument.tickSize,
        halfSpreadBps: stated.halfSpreadBps ?? instrument.halfSpreadBps,
      },
      clients: {
        ...clients,
        tiers: [{ ...tier!, informedProbability: stated.informedProbability ?? tier!.informedProbability }],
        medianQuantity: stated.medianQuantity ?? clients.medianQuantity,
        signalSdBps: stated.signalSdBps ?? clients.signalSdBps,
      },
      dealers: Array.from({ length: stated.dealers ?? reference.dealers.length }, (__, i) =>
        statedDealer(`D${i + 1}`, stated),
      ),
    },
    market: statedDiffusion(stated),
    requests: stated.requests,
    requestsPerSecond: stated.requestsPerSecond ?? REQUESTS_PER_SECOND,
    panelSizes: stated.panelSizes,
  });
};

const statedDiffusion = ({ volatilityBpsPerSqrtSecond }: StatedAuctions): DiffusiveMarketParameters =>
  volatilityBpsPerSqrtSecond === undefined
    ? DEFAULT_DIFFUSIVE_MARKET
    : { ...DEFAULT_DIFFUSIVE_MARKET, volatilityBpsPerSqrtSecond };

const statedDealer = (name: string, stated: StatedAuctions): DescribedDealer => {
  const dealer = referenceDealer(name);
  const { leakage, hedging } = dealer;
  const { lastLookHoldSeconds: holdSeconds, lastLookThresholdBps: thresholdBps } = stated;
  return {
    ...dealer,
    responseProbability: stated.responseProbability ?? dealer.responseProbability,
    quoteValidSeconds: stated.quoteValidSeconds ?? dealer.quoteValidSeconds,
    lastLook: holdSeconds === undefined || thresholdBps === undefined ? null : { holdSeconds, thresholdBps },
    leakage: {
      driftBps: stated.leakageBps ?? leakage.driftBps,
      overSeconds: stated.leakageSeconds ?? leakage.overSeconds,
      preHedgedShare: stated.preHedgedShare ?? leakage.preHedgedShare,
    },
    hedging: { ...hedging, share: stated.hedgedShare ?? hedging.share },
    quoting: stated.quoting === 'STRATEGIC' ? DEFAULT_STRATEGIC : REFERENCE_PARAMETRIC,
  };
};

/** By the names under which they were stated. */
const checkStated = (stated: StatedAuctions): Verdict =>
  firstOf(
    given('dealers', stated.dealers, (field, count) =>
      firstOf(mustBeWhole(field, count, 1), mustBeWithin(field, count, 1, DEALERS_MAX)),
    ),
    given('responseProbability', stated.responseProbability, isShare),
    given('quoteValidSeconds', stated.quoteValidSeconds, mustBePositive),
    given('leakageBps', stated.leakageBps, mustNotBeNegative),
    given('leakageSeconds', stated.leakageSeconds, mustNotBeNegative),
    given('preHedgedShare', stated.preHedgedShare, isShare),
    (stated.lastLookHoldSeconds === undefined) === (stated.lastLookThresholdBps === undefined)
      ? undefined
      : impossible('lastLookThresholdBps', 'given together with lastLookHoldSeconds', stated.lastLookThresholdBps),
    given('lastLookHoldSeconds', stated.lastLookHoldSeconds, mustNotBeNegative),
    given('lastLookThresholdBps', stated.lastLookThresholdBps, mustNotBeNegative),
    given('hedgedShare', stated.hedgedShare, isShare),
    given('informedProbability', stated.informedProbability, isShare),
    given('signalSdBps', stated.signalSdBps, mustNotBeNegative),
    given('medianQuantity', stated.medianQuantity, mustBePositive),
    given('halfSpreadBps', stated.halfSpreadBps, mustBePositive),
    given('tickSize', stated.tickSize, mustBePositive),
    given('volatilityBpsPerSqrtSecond', stated.volatilityBpsPerSqrtSecond, mustNotBeNegative),
  );

const isShare = (field: string, value: number): Verdict => mustBeWithin(field, value, 0, 1);

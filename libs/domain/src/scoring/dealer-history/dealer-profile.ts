import { type QuoteError } from '../fair-value/index.js';
import { type Estimate } from './estimate.js';
import { type MeanPrior } from './shrink-means.js';
import { type RatePrior } from './shrink-rates.js';
import { type ResponseHazard, type ResponsePrior } from './response-times.js';

/** What is assumed of dealers before anything was seen. */
export interface DealerPriors {
  /** Of quotes against the fair cost: `betweenSd` of biases, `withinSd` of one quote's error and the model's together. */
  readonly biasBps: MeanPrior;
  /** Standard deviation of the error of one quote alone. */
  readonly errorSdBps: number;
  readonly rejectProbability: RatePrior;
  /** Move of the mid against the dealer when he refuses. */
  readonly rejectMoveBps: MeanPrior;
  /** Move of the mid in the client's direction after trading with the dealer, at each markout time. */
  readonly driftBps: MeanPrior;
  readonly response: ResponsePrior;
}

/** Stated, not measured: a liquid instrument with a spread of a few bps. */
export const DEFAULT_DEALER_PRIORS: DealerPriors = {
  biasBps: { pool: { value: 1, sd: 2 }, betweenSd: 1, withinSd: 3 },
  errorSdBps: 2,
  rejectProbability: { rate: 0.05, poolStrength: 20, strength: 20 },
  rejectMoveBps: { pool: { value: 1, sd: 1 }, betweenSd: 0.5, withinSd: 1 },
  driftBps: { pool: { value: 0, sd: 2 }, betweenSd: 0.5, withinSd: 10 },
  response: { hazardPerSecond: 0.1, poolSeconds: 20, answers: 5 },
};

/** What the client's history says of a dealer; every figure with its evidence. */
export interface DealerProfile {
  readonly dealer: string;
  /** Quotes less the model's fair cost, on average. */
  readonly biasBps: Estimate;
  /** Standard deviation of the error of one quote. */
  readonly errorSdBps: Estimate;
  readonly response: ResponseHazard;
  /** P(he refuses | the client accepted). */
  readonly rejectProbability: Estimate;
  readonly rejectMoveBps: Estimate;
  /** `s (mid after - mid at the end)` of trades with him, by markout time: positive is good for the client. */
  readonly driftBps: readonly Estimate[];
  /** Drift that he causes when he hears of a block and does not get it; absent until its interval is narrow enough. */
  readonly leakageBps?: Estimate;
}

/** The profile as evidence of fair value. */
export const quoteErrorOf = ({ biasBps, errorSdBps }: DealerProfile): QuoteError => ({
  biasBps: biasBps.value,
  biasSdBps: biasBps.sd,
  errorSdBps: errorSdBps.value,
  // As the standard deviation of a sample of f + 1 is known to sd / sqrt(2 f).
  errorFreedom: (errorSdBps.value / errorSdBps.sd) ** 2 / 2,
});

import { type FairPrice } from '../fair-price.js';
import { expectedMinimumBps } from './expected-minimum.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { abs, hypot, max, min, sqrt } = Math;

/** What a block is worth before anybody has quoted: cost against the arrival mid, positive is worse for the client. */
export interface FairPrior {
  readonly meanBps: number;
  /** Must be positive. */
  readonly sdBps: number;
}

/** How a dealer's quotes lie about the fair cost: `quote = fair + bias + error`. */
export interface QuoteError {
  readonly biasBps: number;
  /** How little the bias is known. */
  readonly biasSdBps: number;
  /** Standard deviation of the error of one quote; must be positive. */
  readonly errorSdBps: number;
  /** Degrees of freedom behind `errorSdBps`: positive, Infinity where it is known. */
  readonly errorFreedom: number;
}

/** A quote as evidence of what the block is worth. */
export interface QuoteEvidence {
  readonly dealer: string;
  /** Price against the arrival mid, positive is worse for the client; of an old quote, moved along with the mid since. */
  readonly costBps: number;
  /** How far the fair cost may have strayed since the quote was given, beyond the mid's own move. */
  readonly stalenessSdBps: number;
  readonly error: QuoteError;
}

/** OFF_MARKET: further from the fair value than its error explains. STALE: its age says more than its dealer's error. */
export type EvidenceFlag = 'OFF_MARKET' | 'STALE';

export interface WeighedQuote {
  readonly dealer: string;
  /** Share of the fair value that rests on this quote; with the prior's they sum to 1. */
  readonly weight: number;
  /** Distance from the fair value, less the dealer's bias, in standard deviations of the quote. */
  readonly residualSd: number;
  readonly flag?: EvidenceFlag;
}

/** The fair cost of a block given all that is known, in bps of the arrival mid. */
export interface FairValue {
  readonly costBps: number;
  readonly sdBps: number;
  readonly priorWeight: number;
  readonly quotes: readonly WeighedQuote[];
  /**
   * The winner's curse: how far the best of these quotes lies below the fair cost on average, their dealers' biases taken out.
   * `-sig d_N` for N equal dealers (reference 4). Never positive; 0 without quotes.
   */
  readonly bestOfNBps: number;
}

/** The model's prior: fair price of the block and what clients like this one know beyond the impact of the hedge. */
export const fairPrior = (
  fair: Pick<FairPrice, 'costBps' | 'sdBps'>,
  information: { readonly meanBps: number; readonly sdBps: number },
): FairPrior => ({
  meanBps: fair.costBps + information.meanBps,
  sdBps: hypot(fair.sdBps, information.sdBps),
});

/**
 * The precision-weighted posterior of prior, quotes, and what is known of each dealer (reference 4):
 *
 *     fair = argmin (fair - m)^2 / (2 v) + sum_i rho((quote_i - bias_i - fair) / sd_i),  sd_i^2 = error^2 + bias sd^2 + staleness^2,
 *
 * rho of Huber (Ann. Math. Statist. 35(1), 1964): a square up to `HUBER_SD`, linear beyond, so that one quote, however far off,
 * pulls no more than one `HUBER_SD` away would. Within, it is the exact normal posterior, widened for errors that are themselves
 * estimates (`doubtOfErrors`). As it uses every quote with its bias and
 * not the best one, it needs no correction for the winner's curse; `bestOfNBps` says what that would be.
 *
 * Throws RangeError on a standard deviation that is not positive or a cost that is not finite.
 */
export const fairValue = (prior: FairPrior, evidence: readonly QuoteEvidence[]): FairValue => {
  requirePositive('prior.sdBps', prior.sdBps);
  requireFinite('prior.meanBps', prior.meanBps);
  const observed = evidence.map(observation);
  const costBps = robustMean(prior, observed);
  const priorPrecision = 1 / prior.sdBps ** 2;
  let curvature = priorPrecision;
  let pull = priorPrecision;
  for (const { valueBps, sdBps } of observed) {
    const distance = abs(valueBps - costBps) / sdBps;
    if (distance <= HUBER_SD) curvature += 1 / sdBps ** 2;
    pull += huberWeight(distance) / sdBps ** 2;
  }
  return {
    costBps,
    sdBps: sqrt((1 + doubtOfErrors(observed, curvature)) / curvature),
    priorWeight: priorPrecision / pull,
    quotes: observed.map(({ quote, valueBps, sdBps }) => {
      const residualSd = (valueBps - costBps) / sdBps;
      const weight = huberWeight(abs(residualSd)) / sdBps ** 2 / pull;
      return { dealer: quote.dealer, weight, residualSd, ...flagOf(quote, residualSd) };
    }),
    bestOfNBps: bestOfNBps(evidence.map(({ error }) => error)),
  };
};

/**
 * E[min of the errors] of independent dealers: how far below the fair cost the best of their quotes lies, biases taken out. What is
 * left of a best quote after it is taken off is fair on average. 0 for none.
 */
export const bestOfNBps = (errors: readonly QuoteError[]): number =>
  errors.length === 0
    ? 0
    : min(
        0,
        expectedMinimumBps(
          errors.map(({ errorSdBps, biasSdBps }) => ({
            meanBps: 0,
            sdBps: hypot(errorSdBps, biasSdBps),
            probability: 1,
          })),
          Infinity,
        ),
      );

/** Quotes within it weigh in full: 98.8 % of those of normal errors. */
const HUBER_SD = 2.5;
/** One in 16,000 of normal errors. */
const OFF_MARKET_SD = 4;

interface Observation {
  readonly quote: QuoteEvidence;
  /** The quote without its dealer's bias. */
  readonly valueBps: number;
  readonly sdBps: number;
}

const observation = (quote: QuoteEvidence, i: number): Observation => {
  const { error, costBps, stalenessSdBps } = quote;
  requireFinite(`quotes.${i}.costBps`, costBps);
  requirePositive(`quotes.${i}.error.errorSdBps`, error.errorSdBps);
  if (!(error.errorFreedom > 0)) {
    throw new RangeError(`quotes.${i}.error.errorFreedom must be positive, got ${error.errorFreedom}`);
  }
  const sdBps = hypot(error.errorSdBps, error.biasSdBps, stalenessSdBps);
  return { quote, valueBps: costBps - error.biasBps, sdBps };
};

/**
 * What not knowing the errors adds to the variance of the fair cost, as a share of it. A precision w_i learned with f_i degrees of freedom
 * has the variance `2 w_i^2 / f_i`. With V the variance of the fair cost were all precisions as estimated, and h_i = V w_i, by the law of
 * total variance to the first order in 1 / f:
 *
 *     E[V] = V (1 + sum_i 2 h_i^2 / f_i),  Var[mean] = V^2 sum_i (value_i - mean)^2 2 w_i^2 / f_i,  E[(value_i - mean)^2] = (1 - h_i) / w_i,
 *
 * which add up to `V (1 + sum_i 2 h_i / f_i)`. Bias and staleness are known variances: of all of a quote's only the error's share is in doubt.
 */
const doubtOfErrors = (observed: readonly Observation[], curvature: number): number =>
  observed.reduce((sum, { quote: { error }, sdBps }) => {
    const inDoubt = (error.errorSdBps / sdBps) ** 2;
    return sum + (2 / error.errorFreedom) * inDoubt ** 2 * min(1, 1 / sdBps ** 2 / curvature);
  }, 0);

/** Root of the falling slope of the objective, between the least and the greatest of what is known: to the last bits. */
const robustMean = (prior: FairPrior, observed: readonly Observation[]): number => {
  let low = prior.meanBps;
  let high = prior.meanBps;
  for (const { valueBps } of observed) {
    low = min(low, valueBps);
    high = max(high, valueBps);
  }
  const priorPrecision = 1 / prior.sdBps ** 2;
  for (let step = 0; step < BISECTIONS && low < high; step += 1) {
    const middle = low + (high - low) / 2;
    let slope = priorPrecision * (prior.meanBps - middle);
    for (const { valueBps, sdBps } of observed) {
      slope += max(-HUBER_SD, min(HUBER_SD, (valueBps - middle) / sdBps)) / sdBps;
    }
    if (slope > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

const BISECTIONS = 64;

const huberWeight = (distanceSd: number): number => (distanceSd <= HUBER_SD ? 1 : HUBER_SD / distanceSd);

const flagOf = (quote: QuoteEvidence, residualSd: number): { readonly flag?: EvidenceFlag } => {
  if (abs(residualSd) > OFF_MARKET_SD) return { flag: 'OFF_MARKET' };
  return quote.stalenessSdBps > quote.error.errorSdBps ? { flag: 'STALE' } : {};
};

const requirePositive = (name: string, value: number): void => {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be positive and finite, got ${value}`);
};

const requireFinite = (name: string, value: number): void => {
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite, got ${value}`);
};

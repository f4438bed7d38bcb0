import { normalCdf, normalPdf, normalQuantile } from '#domain/core';

/** A cost in bps with a normal spread. */
export interface NormalCost {
  readonly kind: 'NORMAL';
  readonly meanBps: number;
  readonly sdBps: number;
}

/** Throws RangeError when the mean is not finite or the standard deviation is negative or not finite. */
export const gaussian = (meanBps: number, sdBps: number): NormalCost => {
  if (!Number.isFinite(meanBps)) throw new RangeError(`meanBps must be finite, got ${meanBps}`);
  if (!(sdBps >= 0 && sdBps < Infinity)) throw new RangeError(`sdBps must be finite and not negative, got ${sdBps}`);
  return { kind: 'NORMAL', meanBps, sdBps };
};

export const normalQuantileBps = (cost: NormalCost, probability: number): number =>
  cost.meanBps + cost.sdBps * normalQuantile(probability);

export const normalExceedance = (cost: NormalCost, thresholdBps: number): number => {
  if (cost.sdBps === 0) return cost.meanBps > thresholdBps ? 1 : 0;
  return normalCdf((cost.meanBps - thresholdBps) / cost.sdBps);
};

/** `mean + sd phi(z) / (1 - p)` with z the quantile at p. */
export const normalShortfallBps = (cost: NormalCost, probability: number): number =>
  cost.meanBps + (cost.sdBps * normalPdf(normalQuantile(probability))) / (1 - probability);

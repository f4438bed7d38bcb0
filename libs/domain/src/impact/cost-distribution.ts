import { normalCdf, normalPdf, normalQuantile } from '#domain/core';

/** Level of every value at risk and expected shortfall, and of the CVaR in a desk's risk measure. */
export const RISK_PROBABILITY = 0.95;

/** Distribution of a cost in bps, positive is worse. */
export interface CostDistribution {
  readonly kind: 'NORMAL';
  readonly meanBps: number;
  readonly sdBps: number;
}

/** Throws RangeError when the mean is not finite or the standard deviation is negative or not finite. */
export const gaussian = (meanBps: number, sdBps: number): CostDistribution => {
  if (!Number.isFinite(meanBps)) throw new RangeError(`meanBps must be finite, got ${meanBps}`);
  if (!(sdBps >= 0 && sdBps < Infinity)) throw new RangeError(`sdBps must be finite and not negative, got ${sdBps}`);
  return { kind: 'NORMAL', meanBps, sdBps };
};

/** The cost that is not exceeded with the given probability; value at risk at that level. Probability in (0, 1). */
export const quantileBps = (cost: CostDistribution, probability: number): number =>
  cost.meanBps + cost.sdBps * normalQuantile(probability);

/** P(cost > thresholdBps). */
export const exceedanceProbability = (cost: CostDistribution, thresholdBps: number): number => {
  if (cost.sdBps === 0) return cost.meanBps > thresholdBps ? 1 : 0;
  return normalCdf((cost.meanBps - thresholdBps) / cost.sdBps);
};

/** Mean cost of the worst `1 - probability` of outcomes (CVaR). Probability in (0, 1). */
export const expectedShortfallBps = (cost: CostDistribution, probability: number): number =>
  cost.meanBps + (cost.sdBps * normalPdf(normalQuantile(probability))) / (1 - probability);

import { normalExceedance, normalQuantileBps, normalShortfallBps, type NormalCost } from './normal-cost.js';
import { knotExceedance, knotQuantileBps, knotShortfallBps, type QuantileCost } from './quantile-cost.js';

/** Level of every value at risk and expected shortfall, and of the CVaR in a desk's risk measure. */
export const RISK_PROBABILITY = 0.95;

/** Distribution of a cost in bps, positive is worse. */
export type CostDistribution = NormalCost | QuantileCost;

/** The cost that is not exceeded with the given probability; value at risk at that level. Probability in (0, 1). */
export const quantileBps = (cost: CostDistribution, probability: number): number =>
  cost.kind === 'NORMAL' ? normalQuantileBps(cost, probability) : knotQuantileBps(cost, probability);

/** P(cost > thresholdBps). */
export const exceedanceProbability = (cost: CostDistribution, thresholdBps: number): number =>
  cost.kind === 'NORMAL' ? normalExceedance(cost, thresholdBps) : knotExceedance(cost, thresholdBps);

/** Mean cost of the worst `1 - probability` of outcomes (CVaR). Probability in (0, 1). */
export const expectedShortfallBps = (cost: CostDistribution, probability: number): number =>
  cost.kind === 'NORMAL' ? normalShortfallBps(cost, probability) : knotShortfallBps(cost, probability);

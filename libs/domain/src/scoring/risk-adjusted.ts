import { expectedShortfallBps, RISK_PROBABILITY, type CostDistribution } from '#domain/impact';

/** `E[cost] + kappa x CVaR` (reference 4): the measure by which a sure cost and a risky one compare. */
export const riskAdjustedBps = (cost: CostDistribution, riskAversion: number): number =>
  cost.meanBps + riskAversion * expectedShortfallBps(cost, RISK_PROBABILITY);

import { basisOf, type Assumed, type Estimate } from './estimate.js';
import { type Moments } from './moments.js';

const { max, sqrt } = Math;

/** What is assumed of a mean that differs between dealers, before anything was seen. */
export interface MeanPrior {
  /** Mean over all dealers; its sd: how little that is known. */
  readonly pool: Assumed;
  /** Standard deviation of the dealers' means about it. */
  readonly betweenSd: number;
  /** Standard deviation of one observation about its dealer's mean. */
  readonly withinSd: number;
}

/** Weight of the stated assumptions: that of so many dealers on `betweenSd`, of so many observations on `withinSd`. */
const PRIOR_DEALERS = 3;
const PRIOR_OBSERVATIONS = 10;

/**
 * Means of dealers, each drawn towards the mean of all by how little it is known beside how much dealers differ: the normal
 * hierarchical model, `mean_i ~ N(pool, tau^2)`, `observation ~ N(mean_i, w_i)`, with tau^2 by the method of moments (DerSimonian and
 * Laird, Control. Clin. Trials 7(3), 1986) mixed with its assumption. One estimate per dealer, in the order given.
 */
export const shrinkMeans = (dealers: readonly Moments[], prior: MeanPrior): readonly Estimate[] => {
  const withinVariance = pooledVariance(dealers, prior.withinSd ** 2);
  // Of the mean of each dealer; Infinity where there is nothing.
  const errors = dealers.map((dealer) => {
    const own = PRIOR_OBSERVATIONS * withinVariance + dealer.squaredDistances;
    return own / (PRIOR_OBSERVATIONS + max(0, dealer.count - 1)) / dealer.count;
  });
  const between = betweenVariance(dealers, errors, prior.betweenSd ** 2);
  const assumedWeight = 1 / prior.pool.sd ** 2;
  let weight = assumedWeight;
  let sum = assumedWeight * prior.pool.value;
  for (const [i, dealer] of dealers.entries()) {
    if (dealer.count === 0) continue;
    weight += 1 / (between + errors[i]!);
    sum += dealer.mean / (between + errors[i]!);
  }
  const pool = sum / weight;
  return dealers.map(({ count, mean }, i) => {
    const own = count === 0 ? 0 : between / (between + errors[i]!);
    const ownVariance = count === 0 ? between : own * errors[i]!;
    return {
      value: own * mean + (1 - own) * pool,
      sd: sqrt(ownVariance + (1 - own) ** 2 / weight),
      evidence: count,
      basis: basisOf(own, 1 - assumedWeight / weight),
    };
  });
};

const pooledVariance = (dealers: readonly Moments[], assumedVariance: number): number => {
  let squares = PRIOR_OBSERVATIONS * assumedVariance;
  let freedom = PRIOR_OBSERVATIONS;
  for (const { count, squaredDistances } of dealers) {
    squares += squaredDistances;
    freedom += max(0, count - 1);
  }
  return squares / freedom;
};

const betweenVariance = (dealers: readonly Moments[], errors: readonly number[], assumedVariance: number): number => {
  let [weights, squaredWeights, sum, known] = [0, 0, 0, 0];
  for (const [i, { count, mean }] of dealers.entries()) {
    if (count === 0) continue;
    const weight = 1 / errors[i]!;
    weights += weight;
    squaredWeights += weight * weight;
    sum += weight * mean;
    known += 1;
  }
  if (known < 2) return assumedVariance;
  let distances = 0;
  for (const [i, { count, mean }] of dealers.entries()) {
    if (count > 0) distances += (mean - sum / weights) ** 2 / errors[i]!;
  }
  const moments = max(0, (distances - (known - 1)) / (weights - squaredWeights / weights));
  return (PRIOR_DEALERS * assumedVariance + (known - 1) * moments) / (PRIOR_DEALERS + known - 1);
};

import { type Estimate } from '#domain/scoring';

const { sqrt } = Math;

/** What is assumed of a mean before anything was seen. */
export interface MeanPrior {
  readonly value: number;
  readonly sd: number;
  /** Standard deviation of one observation. */
  readonly observationSd: number;
}

/** From so many observations on their own spread is believed instead of the assumed one, and the estimate is called learned. */
export const MEAN_OBSERVATIONS_LEAST = 20;

/**
 * A mean drawn towards what was assumed by how little was seen: normal prior, normal observations (Gelman et al., Bayesian Data Analysis,
 * 2013, 2.5). The spread of one observation is that seen, from `MEAN_OBSERVATIONS_LEAST` on.
 */
export const learnedMean = (observations: readonly number[], prior: MeanPrior): Estimate => {
  const n = observations.length;
  if (n === 0) return { value: prior.value, sd: prior.sd, evidence: 0, basis: 'PRIOR' };
  const mean = observations.reduce((sum, x) => sum + x, 0) / n;
  const isEnough = n >= MEAN_OBSERVATIONS_LEAST;
  const variance = isEnough
    ? observations.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1)
    : prior.observationSd ** 2;
  if (isEnough && variance === 0) return { value: mean, sd: 0, evidence: n, basis: 'LEARNED' };
  const own = n / variance;
  const assumed = 1 / prior.sd ** 2;
  return {
    value: (own * mean + assumed * prior.value) / (own + assumed),
    sd: sqrt(1 / (own + assumed)),
    evidence: n,
    basis: isEnough && own >= assumed ? 'LEARNED' : 'PRIOR',
  };
};

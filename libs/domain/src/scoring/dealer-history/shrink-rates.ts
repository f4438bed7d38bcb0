import { basisOf, type Estimate } from './estimate.js';

const { max, min, sqrt } = Math;

/** How often something happened, of how many times it could have. */
export interface Tally {
  readonly happened: number;
  readonly possible: number;
}

/** What is assumed of a rate that differs between dealers, before anything was seen. */
export interface RatePrior {
  /** Rate over all dealers, in (0, 1). */
  readonly rate: number;
  /** Weight of that assumption in the pool: that of so many observations. */
  readonly poolStrength: number;
  /** How alike dealers are: the pool counts for each as so many observations of his own. */
  readonly strength: number;
}

/**
 * Rates of dealers, each drawn towards that of all: the beta-binomial model, `rate_i ~ Beta(k r, k (1 - r))`, with k by the method of
 * moments (Kleinman, J. Am. Stat. Assoc. 68(341), 1973), mixed with its assumption. One estimate per dealer, in the order given.
 */
export const shrinkRates = (dealers: readonly Tally[], prior: RatePrior): readonly Estimate[] => {
  let [happened, possible] = [prior.rate * prior.poolStrength, prior.poolStrength];
  for (const dealer of dealers) {
    happened += dealer.happened;
    possible += dealer.possible;
  }
  const pool = happened / possible;
  const strength = strengthOf(dealers, prior.strength);
  return dealers.map((dealer) => {
    const count = strength + dealer.possible;
    const value = (strength * pool + dealer.happened) / count;
    return {
      value,
      sd: sqrt((value * (1 - value)) / (count + 1)),
      evidence: dealer.possible,
      basis: basisOf(dealer.possible / count, 1 - prior.poolStrength / possible),
    };
  });
};

/** Few dealers say little of how alike they are: the assumption weighs as so many. */
const PRIOR_DEALERS = 3;
const STRENGTH_MIN = 2;
const STRENGTH_MAX = 1_000;

const strengthOf = (dealers: readonly Tally[], assumedStrength: number): number => {
  const seen = dealers.filter(({ possible }) => possible > 0);
  const total = seen.reduce((sum, { possible }) => sum + possible, 0);
  const rate = seen.reduce((sum, { happened }) => sum + happened, 0) / total;
  if (seen.length < 2 || rate === 0 || rate === 1) return assumedStrength;
  const squares = seen.reduce((sum, { happened, possible }) => sum + possible * (happened / possible - rate) ** 2, 0);
  const spread = total - seen.reduce((sum, { possible }) => sum + possible ** 2, 0) / total;
  const variance = max(0, squares - (seen.length - 1) * rate * (1 - rate)) / spread;
  // In terms of the variance between dealers, which is what adds up: r (1 - r) / (k + 1).
  const assumedVariance = (rate * (1 - rate)) / (assumedStrength + 1);
  const mixed = (PRIOR_DEALERS * assumedVariance + (seen.length - 1) * variance) / (PRIOR_DEALERS + seen.length - 1);
  return min(STRENGTH_MAX, max(STRENGTH_MIN, (rate * (1 - rate)) / mixed - 1));
};

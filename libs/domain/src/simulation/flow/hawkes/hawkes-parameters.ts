import { firstOf, impossible, mustBePositive, mustNotBeNegative, type Verdict } from '../../impossible-parameters.js';

/**
 * A multivariate Hawkes process with kernels that are mixtures of exponentials:
 * `lam_i(t) = baseline_i + sum over events of type j at s < t of n_ij sum_k w_k beta_k exp(-beta_k (t - s))`.
 */
export interface HawkesParameters {
  /** Events per second that nothing excites, by type. */
  readonly baseline: readonly number[];
  /** `n_ij`, row i, column j: mean number of direct offspring of type i of one event of type j. */
  readonly offspring: readonly (readonly number[])[];
  /** `beta_k`: how fast each part of the kernel decays, per second. */
  readonly decays: readonly number[];
  /** `w_k`: share of the offspring due to each part; they sum to 1. */
  readonly weights: readonly number[];
}

const WEIGHT_TOLERANCE = 1e-9;

export const checkHawkes = (parameters: HawkesParameters): Verdict => {
  const { baseline, offspring, decays, weights } = parameters;
  const types = baseline.length;
  const isSquare = offspring.length === types && offspring.every((row) => row.length === types);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return (
    firstOf(
      ...baseline.map((rate, i) => mustNotBeNegative(`baseline.${i}`, rate)),
      mustBePositive(
        'baseline',
        baseline.reduce((total, rate) => total + rate, 0),
      ),
      isSquare ? undefined : impossible('offspring', `${types} rows of ${types} numbers`, JSON.stringify(offspring)),
      ...offspring.flatMap((row, i) => row.map((mean, j) => mustNotBeNegative(`offspring.${i}.${j}`, mean))),
      ...decays.map((decay, k) => mustBePositive(`decays.${k}`, decay)),
      ...weights.map((weight, k) => mustNotBeNegative(`weights.${k}`, weight)),
      weights.length === decays.length && Math.abs(sum - 1) < WEIGHT_TOLERANCE
        ? undefined
        : impossible('weights', 'one per decay, summing to 1', JSON.stringify(weights)),
    ) ?? checkBranchingRatio(parameters)
  );
};

const checkBranchingRatio = (parameters: HawkesParameters): Verdict => {
  const ratio = branchingRatio(parameters);
  return ratio < 1 ? undefined : impossible('branchingRatio', 'below 1, or events breed without end', ratio);
};

const POWER_STEPS = 400;

/** Spectral radius of the offspring matrix: mean number of direct descendants of an event, below 1 for a process that lasts. */
export const branchingRatio = ({ offspring }: HawkesParameters): number => {
  const types = offspring.length;
  let vector: readonly number[] = new Array<number>(types).fill(1);
  let logGrowth = 0;
  for (let step = 0; step < POWER_STEPS; step += 1) {
    // One more than the matrix: its powers converge for every non-negative matrix, periodic ones too.
    const next = vector.map((own, i) => own + offspring[i]!.reduce((sum, mean, j) => sum + mean * vector[j]!, 0));
    const largest = Math.max(...next);
    vector = next.map((value) => value / largest);
    logGrowth = Math.log(largest);
  }
  return Math.exp(logGrowth) - 1;
};

/**
 * Long-run rates by type, per second: `(I - n)^-1 baseline`, summed over generations.
 * Expects parameters that `checkHawkes` finds nothing wrong with.
 */
export const hawkesMeanRates = ({ baseline, offspring }: HawkesParameters): readonly number[] => {
  const rates = [...baseline];
  let generation: readonly number[] = baseline;
  while (generation.some((rate, i) => rate > 1e-15 * rates[i]!)) {
    const parents = generation;
    generation = offspring.map((row) => row.reduce((sum, mean, j) => sum + mean * parents[j]!, 0));
    generation.forEach((rate, i) => (rates[i]! += rate));
  }
  return rates;
};

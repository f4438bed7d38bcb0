import { KeyedRng } from '#domain/core';

const TAIL = 0.05;
const RESAMPLES = 1000;
const SEED = 20261122;

export const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of the worst twentieth. */
export const tailMean = (values) => {
  const sorted = Float64Array.from(values).sort();
  return average(sorted.slice(Math.floor((1 - TAIL) * sorted.length)));
};

/**
 * A statistic of one policy, or of the difference between two on the same seeds, with its 95 % interval by the percentile bootstrap
 * over seeds: pairs are kept together.
 */
export const bootstrapped = (statistic, values, others) => {
  const n = values.length;
  const of = (pick) => {
    const own = statistic(pick.map((i) => values[i]));
    return others === undefined ? own : own - statistic(pick.map((i) => others[i]));
  };
  const rng = new KeyedRng(SEED).select(0, 0);
  const drawn = Array.from({ length: RESAMPLES }, () => of(Array.from({ length: n }, () => rng.below(n)))).sort(
    (a, b) => a - b,
  );
  return {
    value: of(Array.from({ length: n }, (_, i) => i)),
    low: drawn[Math.floor(0.025 * RESAMPLES)],
    high: drawn[Math.ceil(0.975 * RESAMPLES) - 1],
    n,
  };
};

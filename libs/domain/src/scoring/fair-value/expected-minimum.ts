import { normalCdf } from '#domain/core';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { max, min } = Math;

/** A cost that may come: normal, with the probability that it comes at all. */
export interface PossibleCost {
  readonly meanBps: number;
  /** Must be positive. */
  readonly sdBps: number;
  /** In [0, 1]. */
  readonly probability: number;
}

/**
 * E[min] of independent costs that may come and of one that is there in any case:
 *
 *     E[min(a, X)] = a - int_-inf^a (1 - prod_i (1 - p_i F_i(x))) dx.
 *
 * `otherwiseBps` is `a`; Infinity where there is none, and then one probability at least must be 1. By Simpson's rule: error below
 * 1e-6 of the largest standard deviation where the smallest is not below a tenth of it.
 */
export const expectedMinimumBps = (costs: readonly PossibleCost[], otherwiseBps: number): number => {
  let low = Infinity;
  let certain = Infinity;
  let top = -Infinity;
  for (const { meanBps, sdBps, probability } of costs) {
    low = min(low, meanBps - REACH_SD * sdBps);
    top = max(top, meanBps + REACH_SD * sdBps);
    if (probability === 1) certain = min(certain, meanBps + REACH_SD * sdBps);
  }
  const high = min(otherwiseBps, certain);
  if (high === Infinity)
    throw new RangeError('expectedMinimum: without an alternative one cost must be certain to come');
  if (low >= high) return high;
  // Beyond the reach of all costs the integrand is constant.
  const end = min(high, top);
  const anyComes = (x: number): number => {
    let none = 1;
    for (const { meanBps, sdBps, probability } of costs) none *= 1 - probability * normalCdf((x - meanBps) / sdBps);
    return 1 - none;
  };
  const step = (end - low) / CELLS;
  let sum = anyComes(low) + anyComes(end);
  for (let cell = 1; cell < CELLS; cell += 1) sum += (cell % 2 === 1 ? 4 : 2) * anyComes(low + cell * step);
  return high - (sum * step) / 3 - (high - end) * anyComes(end);
};

const REACH_SD = 8;
const CELLS = 512;

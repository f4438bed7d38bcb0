import { normalCdf } from '#domain/core';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { ceil, max, min } = Math;

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
 * `otherwiseBps` is `a`; Infinity where there is none, and then one probability at least must be 1. By Gauss's rule of eight nodes in
 * panels: error below 1e-6 of the largest standard deviation where the smallest is not below a tenth of it.
 */
export const expectedMinimumBps = (costs: readonly PossibleCost[], otherwiseBps: number): number => {
  let low = Infinity;
  let certain = Infinity;
  let top = -Infinity;
  let narrowest = Infinity;
  for (const { meanBps, sdBps, probability } of costs) {
    low = min(low, meanBps - REACH_SD * sdBps);
    top = max(top, meanBps + REACH_SD * sdBps);
    narrowest = min(narrowest, sdBps);
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
  const panels = min(PANELS_MAX, ceil((end - low) / (PANEL_SD * narrowest)));
  const half = (end - low) / panels / 2;
  let sum = 0;
  for (let panel = 0; panel < panels; panel += 1) {
    const middle = low + (2 * panel + 1) * half;
    for (const [x, weight] of GAUSS_8) sum += weight * (anyComes(middle - half * x) + anyComes(middle + half * x));
  }
  return high - sum * half - (high - end) * anyComes(end);
};

const REACH_SD = 8;
/** Width of a panel, in standard deviations of the narrowest cost. */
const PANEL_SD = 2.5;
const PANELS_MAX = 128;

/** Positive nodes and their weights of the Gauss-Legendre rule of eight nodes on [-1, 1]. */
const GAUSS_8 = [
  [0.183_434_642_495_649_8, 0.362_683_783_378_362],
  [0.525_532_409_916_329, 0.313_706_645_877_887_3],
  [0.796_666_477_413_626_7, 0.222_381_034_453_374_5],
  [0.960_289_856_497_536_3, 0.101_228_536_290_376_3],
] as const;

import { expectedFillUnits, type FillCurve } from '../fills/fill-curve.js';

/**
 * Units to pools, each lot to where most of it is filled given what is there already, which is where the tail of the curve is the highest: maximises the expected fill
 * (Ganchev, Kearns, Nevmyvaka and Vaughan, arXiv 1205.2646). Sums exactly to the order; the last lot may be odd. There must be a pool.
 */
export const splitByTails = (units: number, lotUnits: number, pools: readonly FillCurve[]): readonly number[] => {
  if (pools.length === 0) throw new RangeError('splitByTails: pools must not be empty');
  const split = pools.map(() => 0);
  for (let left = units; left > 0; left -= lotUnits) {
    const lot = Math.min(lotUnits, left);
    let [best, bestUnits] = [0, -1];
    for (const [i, pool] of pools.entries()) {
      const filled = expectedFillUnits(pool, split[i]! + lot) - expectedFillUnits(pool, split[i]!);
      if (filled > bestUnits) [best, bestUnits] = [i, filled];
    }
    split[best]! += lot;
  }
  return split;
};

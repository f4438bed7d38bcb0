import { type Rng } from '#domain/core';
import { BlockSums, type Estimate } from '#domain/microstructure';
import { type IntradayCurve } from '../flow/intraday/intraday-curve.js';

const DEPTH_MOST = 2.9;
const BLOCKS = 78;

/**
 * The depth of `IntradayCurve` whose second moment about noon is that of the moments at which something happened, as shares of the
 * session: with y = 2x - 1, `E y^2 = 1/3 + 4a/45`. Bounded by what the curve allows. Interval by bootstrap over 78 parts of
 * the session.
 */
export const fitCurve = (shares: readonly Float64Array[], rng: Rng): Estimate & IntradayCurve => {
  const blocks = new BlockSums(2);
  shares.forEach((session, i) => {
    for (const x of session) {
      const sums = blocks.of(i * BLOCKS + Math.min(BLOCKS - 1, Math.floor(x * BLOCKS)));
      sums[0]! += 1;
      sums[1]! += (2 * x - 1) ** 2;
    }
  });
  const [depth] = blocks.estimate(
    ([n, squares]) => [Math.min(DEPTH_MOST, Math.max(0, (squares! / n! - 1 / 3) * (45 / 4)))],
    rng,
  ) as [Estimate];
  return { ...depth, depth: depth.value };
};

import { mustBeWithin, type Verdict } from '../../impossible-parameters.js';

/**
 * How busy a session is over its course: the parabola `1 - a/3 + a (2x - 1)^2` of the share x of the session, mean 1, busier by a
 * factor (1 + 2a/3) / (1 - a/3) at its ends than in its middle. A stylised U, not fitted; a = 1.2 is that of the volume
 * curve used elsewhere, a = 0 is a market that never sleeps.
 */
export interface IntradayCurve {
  /** a, within [0, 2.9]. */
  readonly depth: number;
}

const DEPTH_MAX = 2.9;

export const checkIntradayCurve = ({ depth }: IntradayCurve, field = 'depth'): Verdict =>
  mustBeWithin(field, depth, 0, DEPTH_MAX);

/** Level at a share x of the session, mean 1. */
export const curveLevel = ({ depth }: IntradayCurve, x: number): number => 1 - depth / 3 + depth * (2 * x - 1) ** 2;

/** Integral of the level from 0 to x. */
export const curveShare = ({ depth }: IntradayCurve, x: number): number =>
  (1 - depth / 3) * x + (depth / 6) * ((2 * x - 1) ** 3 + 1);

/**
 * The x at which a share of the whole is reached, the inverse of `curveShare`: with y = 2x - 1 the root of
 * `y^3 + p y = q`, p = 3/a - 1 > 0, `y = 2 sqrt(p/3) sinh(asinh(3q/(2p) sqrt(3/p)) / 3)`.
 */
export const curveTime = ({ depth }: IntradayCurve, share: number): number => {
  if (depth === 0) return share;
  const p = 3 / depth - 1;
  const q = (6 * share - 3) / depth;
  const y = 2 * Math.sqrt(p / 3) * Math.sinh(Math.asinh(((1.5 * q) / p) * Math.sqrt(3 / p)) / 3);
  return (y + 1) / 2;
};

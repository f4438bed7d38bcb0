import { BPS } from '#domain/core';
import { requireNotNegative } from './range.js';

export interface SquareRootInputs {
  /** sig: standard deviation of the daily log return, as a fraction. */
  readonly dailyVolatility: number;
  /** Q/V: size in days of average daily volume. */
  readonly sizeDays: number;
  /** Y: dimensionless, published in [0.5, 1]. */
  readonly prefactor: number;
}

/**
 * `I = Y sig sqrt(Q/V)`: the move of the mid from the first to the last fill of an order, its peak, in bps; unsigned, in
 * the order's own direction. The pace of the order does not enter.
 *
 * Source: Toth et al., "Anomalous price impact and the critical nature of liquidity in financial markets", Physical
 * Review X 1, 021006 (2011); exponent 0.489 +/- 0.0015 on every Tokyo stock: Sato and Kanazawa, arXiv 2411.13965.
 *
 * Throws RangeError naming the variable when one is negative or not finite.
 */
export const squareRootImpactBps = ({ dailyVolatility, sizeDays, prefactor }: SquareRootInputs): number => {
  requireNotNegative('dailyVolatility', dailyVolatility);
  requireNotNegative('sizeDays', sizeDays);
  requireNotNegative('prefactor', prefactor);
  return prefactor * dailyVolatility * Math.sqrt(sizeDays) * BPS;
};

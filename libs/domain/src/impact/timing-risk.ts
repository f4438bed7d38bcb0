import { BPS } from '#domain/core';
import { requireNotNegative } from './range.js';

/**
 * `sig sqrt(T/3)` in bps: standard deviation of the average fill against arrival when an order is worked evenly over T
 * while the mid diffuses, `sig^2 int_0^T (1 - t/T)^2 dt`. `dailyVolatility` as a fraction, T in days.
 *
 * The same as I-Star's TR with `POV = Q/(Q + V T)`. Throws RangeError naming the variable when one is negative or not
 * finite.
 */
export const timingRiskBps = (dailyVolatility: number, horizonDays: number): number => {
  requireNotNegative('dailyVolatility', dailyVolatility);
  requireNotNegative('horizonDays', horizonDays);
  return dailyVolatility * Math.sqrt(horizonDays / 3) * BPS;
};

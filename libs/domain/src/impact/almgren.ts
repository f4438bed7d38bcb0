import { BPS } from '#domain/core';
import { requireNotNegative, requirePositive } from './range.js';

export interface AlmgrenInputs {
  /** sig: standard deviation of the daily log return, as a fraction. */
  readonly dailyVolatility: number;
  /** Q/V: size in days of average daily volume. */
  readonly sizeDays: number;
  /** Theta/V: shares outstanding in days of average daily volume, the inverse of turnover. */
  readonly inverseTurnoverDays: number;
  /** T: time over which the order is worked, in days of volume time. */
  readonly horizonDays: number;
}

export interface AlmgrenCoefficients {
  /** Permanent impact. */
  readonly gamma: number;
  /** Temporary impact. */
  readonly eta: number;
  /** Exponent of the rate of trading in the temporary impact. */
  readonly beta: number;
  /** Exponent of the inverse turnover in the permanent impact. */
  readonly delta: number;
}

/** The universal coefficients printed by Almgren, Thum, Hauptmann and Li (2005). */
export const ALMGREN_2005: AlmgrenCoefficients = { gamma: 0.314, eta: 0.142, beta: 0.6, delta: 0.25 };

/** All in bps, unsigned, in the order's own direction. */
export interface AlmgrenImpact {
  /** I: lasting shift of the mid. */
  readonly permanentBps: number;
  /** J - I/2: what the rate of trading costs and what is gone soon after the order. */
  readonly temporaryBps: number;
  /** J: cost of the average fill against arrival; the fills pay half of the permanent shift, as it builds up evenly. */
  readonly costBps: number;
}

/**
 * `I = gamma sig (Q/V) (Theta/V)^delta`, `J = I/2 + eta sig |Q/(V T)|^beta`.
 *
 * Source: Almgren, Thum, Hauptmann and Li, "Direct Estimation of Equity Market Impact", Risk, July 2005: US equity
 * orders of Citigroup. Its fit explains less than 1 % of the variance of single orders: a mean, not a prediction of one.
 *
 * Throws RangeError naming the variable when a size or volatility is negative, a time or turnover not positive, or any
 * of them not finite.
 */
export const almgrenImpact = (
  { dailyVolatility, sizeDays, inverseTurnoverDays, horizonDays }: AlmgrenInputs,
  { gamma, eta, beta, delta }: AlmgrenCoefficients = ALMGREN_2005,
): AlmgrenImpact => {
  requireNotNegative('dailyVolatility', dailyVolatility);
  requireNotNegative('sizeDays', sizeDays);
  requirePositive('inverseTurnoverDays', inverseTurnoverDays);
  requirePositive('horizonDays', horizonDays);
  const volatilityBps = dailyVolatility * BPS;
  const permanentBps = gamma * volatilityBps * sizeDays * inverseTurnoverDays ** delta;
  const temporaryBps = eta * volatilityBps * (sizeDays / horizonDays) ** beta;
  return { permanentBps, temporaryBps, costBps: permanentBps / 2 + temporaryBps };
};

import { BPS } from '#domain/core';
import { requireNotNegative, requirePositive, requireWithin } from './range.js';

/** Trading days in the year of I-Star's annual volatility. */
export const TRADING_DAYS_PER_YEAR = 250;

export interface IStarInputs {
  /** Q/V: size in days of average daily volume. */
  readonly sizeDays: number;
  /** sigA: standard deviation of the yearly log return, as a fraction. */
  readonly annualVolatility: number;
  /** POV: the order's share of all volume traded while it is worked, its own included, in [0, 1]. */
  readonly participationRate: number;
}

export interface IStarCoefficients {
  readonly a1: number;
  readonly a2: number;
  readonly a3: number;
  readonly a4: number;
  /** Share of the instantaneous cost that depends on the pace. */
  readonly b1: number;
}

/** Kissell's coefficients for US equities; a4 and b1 are less firmly sourced than a1 to a3. */
export const I_STAR_KISSELL: IStarCoefficients = { a1: 708, a2: 0.55, a3: 0.71, a4: 0.5, b1: 0.98 };

/** All in bps, unsigned, in the order's own direction. */
export interface IStarImpact {
  /** I*: the cost were the whole order released at once. */
  readonly instantaneousBps: number;
  /** `b1 I* POV^a4`. */
  readonly temporaryBps: number;
  /** `(1 - b1) I*`. */
  readonly permanentBps: number;
  /** MI: the cost of the average fill against arrival, the sum of both. */
  readonly costBps: number;
}

/**
 * `I* = a1 (Q/V)^a2 sigA^a3`, `MI = b1 I* POV^a4 + (1 - b1) I*`.
 *
 * Source: Kissell, "The Science of Algorithmic Trading and Portfolio Management" (2013), after Kissell and Malamut.
 *
 * Throws RangeError naming the variable when one is out of range or not finite.
 */
export const iStarImpact = (
  { sizeDays, annualVolatility, participationRate }: IStarInputs,
  { a1, a2, a3, a4, b1 }: IStarCoefficients = I_STAR_KISSELL,
): IStarImpact => {
  requireNotNegative('sizeDays', sizeDays);
  requireNotNegative('annualVolatility', annualVolatility);
  requireWithin('participationRate', participationRate, 0, 1);
  const instantaneousBps = a1 * sizeDays ** a2 * annualVolatility ** a3;
  const temporaryBps = b1 * instantaneousBps * participationRate ** a4;
  const permanentBps = (1 - b1) * instantaneousBps;
  return { instantaneousBps, temporaryBps, permanentBps, costBps: temporaryBps + permanentBps };
};

/**
 * `TR = sigA sqrt((Q/V) (1 - POV) / POV / (3 * 250))` in bps: standard deviation of the cost by the market's own moves
 * while the order is worked. `(Q/V) (1 - POV) / POV` is the time it takes, in days.
 *
 * Source: as `iStarImpact`. Throws RangeError naming the variable when one is out of range; at POV = 0 the order never ends.
 */
export const iStarTimingRiskBps = ({ sizeDays, annualVolatility, participationRate }: IStarInputs): number => {
  requireNotNegative('sizeDays', sizeDays);
  requireNotNegative('annualVolatility', annualVolatility);
  requirePositive('participationRate', participationRate);
  requireWithin('participationRate', participationRate, 0, 1);
  const horizonDays = (sizeDays * (1 - participationRate)) / participationRate;
  return annualVolatility * Math.sqrt(horizonDays / (3 * TRADING_DAYS_PER_YEAR)) * BPS;
};

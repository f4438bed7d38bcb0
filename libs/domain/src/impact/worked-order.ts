import { type ImpactRequest } from './forecast.js';
import { requireNotNegative, requirePositive, requireWithin } from './range.js';

/** A request in the dimensionless terms of the impact formulas. */
export interface WorkedOrder {
  /** Q/V: size in days of average daily volume. */
  readonly sizeDays: number;
  /** T: time over which it is worked, in days of volume time; volume is taken as even over the session. */
  readonly horizonDays: number;
  /** sig, daily, as a fraction. */
  readonly dailyVolatility: number;
  /** Theta/V: shares outstanding in days of average daily volume. */
  readonly inverseTurnoverDays: number;
}

// Far beyond any order, these bounds catch mistaken units and keep every forecast finite.
const SIZE_DAYS_MAX = 1e6;
const HORIZON_DAYS_MIN = 1e-9;
const HORIZON_DAYS_MAX = 1e6;
const DAILY_VOLATILITY_MAX = 10;
/** The instrument table allows no more; its fourth root is what enters. */
const INVERSE_TURNOVER_DAYS_MAX = 1e24;

/**
 * Throws RangeError naming the field when a number of the request or of its instrument's terms is not finite, has the
 * wrong sign, or lies beyond the bounds above.
 */
export const workedOrder = (request: ImpactRequest): WorkedOrder => {
  const { averageDailyVolume, dailyVolatility, sessionSeconds, sharesOutstanding } = request.market.terms;
  requireNotNegative('quantity', request.quantity);
  requirePositive('horizonSeconds', request.horizonSeconds);
  requireWithin('aggression', request.aggression, 0, 1);
  requirePositive('averageDailyVolume', averageDailyVolume);
  requirePositive('sessionSeconds', sessionSeconds);
  requirePositive('sharesOutstanding', sharesOutstanding);
  requireWithin('dailyVolatility', dailyVolatility, 0, DAILY_VOLATILITY_MAX);
  const sizeDays = request.quantity / averageDailyVolume;
  const horizonDays = request.horizonSeconds / sessionSeconds;
  const inverseTurnoverDays = sharesOutstanding / averageDailyVolume;
  requireWithin('quantity / averageDailyVolume', sizeDays, 0, SIZE_DAYS_MAX);
  requireWithin('horizonSeconds / sessionSeconds', horizonDays, HORIZON_DAYS_MIN, HORIZON_DAYS_MAX);
  requireWithin('sharesOutstanding / averageDailyVolume', inverseTurnoverDays, 0, INVERSE_TURNOVER_DAYS_MAX);
  return { sizeDays, horizonDays, dailyVolatility, inverseTurnoverDays };
};

/**
 * POV = `Q / (Q + V T)`, in [0, 1): the order's share of all volume while it is worked, its own included. The
 * definition under which I-Star's trading time `(Q/V) (1 - POV)/POV` is the horizon.
 */
export const participationRate = ({ sizeDays, horizonDays }: WorkedOrder): number =>
  sizeDays / (sizeDays + horizonDays);

/**
 * `T = (Q/V) (1 - POV)/POV`, in days of volume time: how long an order takes at a participation rate in (0, 1), the inverse of
 * `participationRate`. Throws RangeError naming the variable when one is out of range.
 */
export const horizonDaysAt = (sizeDays: number, rate: number): number => {
  requireNotNegative('sizeDays', sizeDays);
  requirePositive('participationRate', rate);
  requireWithin('participationRate', rate, 0, 1);
  return (sizeDays * (1 - rate)) / rate;
};

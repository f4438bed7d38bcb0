/** One day of an instrument's history. Prices in the price units of its sessions; volume in units. */
export interface DailyBar {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What the days before a session say about it. */
export interface DailyInputs {
  /** V: units per day. */
  readonly averageDailyVolume: number;
  /** sig: as a fraction. */
  readonly dailyVolatility: number;
}

/** Days of history that both inputs are taken over. */
const BARS = 20;

/**
 * V is the mean volume and sig the Parkinson volatility `sqrt(mean ln(High/Low)^2 / (4 ln 2))` of the 20 bars strictly
 * before `date` (reference 10, daily inputs). Undefined with fewer than 20: the same numbers or none. Undefined too where
 * nothing traded on them or no price moved: what nobody can divide by is no term that somebody vouches for.
 */
export const dailyInputs = (bars: readonly DailyBar[], date: string): DailyInputs | undefined => {
  const before = bars.filter((bar) => bar.date < date).sort((a, b) => (a.date < b.date ? -1 : 1));
  const last = before.slice(-BARS);
  if (last.length < BARS) return undefined;
  const averageDailyVolume = last.reduce((sum, bar) => sum + bar.volume, 0) / BARS;
  const dailyVolatility = parkinsonVolatility(last);
  return averageDailyVolume > 0 && dailyVolatility > 0 ? { averageDailyVolume, dailyVolatility } : undefined;
};

/** Daily volatility from each day's range, as a fraction: Parkinson, J. Business 53(1), 1980. NaN without bars. */
export const parkinsonVolatility = (bars: readonly DailyBar[]): number => {
  const meanSquare = bars.reduce((sum, bar) => sum + Math.log(bar.high / bar.low) ** 2, 0) / bars.length;
  return Math.sqrt(meanSquare / (4 * Math.LN2));
};

import { BPS, type StateReader, type StateWriter } from '#domain/core';
import { parkinsonVolatility, type DailyBar, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';

const RETURN_DAYS = [1, 5, 20];
const VOLATILITY_DAYS = 20;
const DEFINITIONS: readonly FeatureDefinition[] = [
  ...RETURN_DAYS.map((days): FeatureDefinition => ({
    name: `dailyReturn${days}dBps`,
    group: 'daily',
    unit: 'bps',
    window: `${days} day${days === 1 ? '' : 's'} before the session`,
    formula: '1e4 log(last close / close that many days earlier), unadjusted for splits',
    least: -Infinity,
    most: Infinity,
    missing: `fewer than ${days + 1} daily bars before the day`,
    mirror: 'NEGATED',
    priceScaleFree: true,
  })),
  {
    name: `dailyVolatilityParkinson${VOLATILITY_DAYS}d`,
    group: 'daily',
    unit: 'fraction per sqrt(day)',
    window: `${VOLATILITY_DAYS} days before the session`,
    formula: 'sqrt(mean ln(high / low)^2 / (4 ln 2)); Parkinson (J. Business 53(1), 1980), reference 10',
    least: 0,
    most: Infinity,
    missing: `fewer than ${VOLATILITY_DAYS} daily bars before the day`,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: `dailyVolatilityCloseToClose${VOLATILITY_DAYS}d`,
    group: 'daily',
    unit: 'fraction per sqrt(day)',
    window: `${VOLATILITY_DAYS} days before the session`,
    formula: 'root mean square of the log returns from close to close, unadjusted for splits',
    least: 0,
    most: Infinity,
    missing: `fewer than ${VOLATILITY_DAYS + 1} daily bars before the day`,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: 'openGapBps',
    group: 'daily',
    unit: 'bps',
    window: 'session so far',
    formula: '1e4 log(first mid of the session / last close before it)',
    least: -Infinity,
    most: Infinity,
    missing: 'there was no mid yet in the session, or no daily bar before the day',
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
];

/** Trend and volatility of the days before the session, and how it opened. */
class DailyHistory implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly ofDaysBefore: readonly number[];
  private readonly lastClose: number;
  private firstMid = NaN;

  constructor(bars: readonly DailyBar[]) {
    this.ofDaysBefore = [
      ...RETURN_DAYS.map((days) => BPS * returnOver(bars, days)),
      parkinson(bars),
      closeToClose(bars),
    ];
    this.lastClose = closeBefore(bars, 0);
  }

  onBook(view: MarketView): void {
    if (Number.isNaN(this.firstMid)) this.firstMid = view.mid;
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    const { ofDaysBefore } = this;
    for (let i = 0; i < ofDaysBefore.length; i += 1) out[offset + i] = ofDaysBefore[i]!;
    out[offset + ofDaysBefore.length] = BPS * Math.log(this.firstMid / this.lastClose);
  }

  save(into: StateWriter): void {
    into.number(this.firstMid);
  }

  restore(from: StateReader): void {
    this.firstMid = from.number();
  }
}

/** Close of the bar that lies `days` before the last one; NaN where the history ends. */
const closeBefore = (bars: readonly DailyBar[], days: number): number => bars.at(-1 - days)?.close ?? NaN;

const returnOver = (bars: readonly DailyBar[], days: number): number =>
  Math.log(closeBefore(bars, 0) / closeBefore(bars, days));

const parkinson = (bars: readonly DailyBar[]): number =>
  bars.length < VOLATILITY_DAYS ? NaN : parkinsonVolatility(bars.slice(-VOLATILITY_DAYS));

const closeToClose = (bars: readonly DailyBar[]): number => {
  let sumOfSquares = 0;
  for (let day = 0; day < VOLATILITY_DAYS; day += 1) {
    sumOfSquares += Math.log(closeBefore(bars, day) / closeBefore(bars, day + 1)) ** 2;
  }
  return Math.sqrt(sumOfSquares / VOLATILITY_DAYS);
};

export const dailyHistory: FamilyFactory = ({ dailyBars }) => new DailyHistory(dailyBars);

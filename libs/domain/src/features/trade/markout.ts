import { BPS, type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';
import { isExecution } from './prints.js';

const HORIZONS_SECONDS = [1, 5, 30];
const WINDOW_SECONDS = 300;
/** Seconds of which the trades still wait for a horizon: the longest, and the one that has just ended. */
const WAITING_SECONDS = 31;

const DEFINITIONS: readonly FeatureDefinition[] = HORIZONS_SECONDS.map((seconds) => ({
  name: `markout${seconds}sBps`,
  group: 'markout',
  unit: 'bps',
  window: `${WINDOW_SECONDS} s`,
  formula:
    `mean of 1e4 sign (mid later / mid at the trade - 1) over signed executions whose later mid came in the window; ` +
    `later: ${seconds} s after the end of the second of the trade`,
  least: -Infinity,
  most: Infinity,
  missing: 'no signed execution has its later mid in the window',
  mirror: 'SAME',
  priceScaleFree: true,
}));

/**
 * Whether recent aggressors were right: where the mid went after their trades, in their own direction. The trades of one
 * second wait together, as sums of sign and of sign / mid, so the cost does not depend on their number.
 */
class Markout implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly sums = HORIZONS_SECONDS.map(() => new RollingSum([WINDOW_SECONDS]));
  private readonly trades = HORIZONS_SECONDS.map(() => new RollingSum([WINDOW_SECONDS]));
  /** Of the second that is running, then of those that wait, by number of the second. */
  private signs = 0;
  private signsPerMid = 0;
  private count = 0;
  private readonly waitingSigns = new Float64Array(WAITING_SECONDS);
  private readonly waitingSignsPerMid = new Float64Array(WAITING_SECONDS);
  private readonly waitingCounts = new Float64Array(WAITING_SECONDS);

  onTrade(view: MarketView): void {
    if (view.tradeSign === 0 || Number.isNaN(view.mid) || !isExecution(view)) return;
    this.signs += view.tradeSign;
    this.signsPerMid += view.tradeSign / view.mid;
    this.count += 1;
  }

  onSecond(view: MarketView, second: number): void {
    this.queue(second % WAITING_SECONDS);
    for (let i = 0; i < HORIZONS_SECONDS.length; i += 1) {
      const from = (second - HORIZONS_SECONDS[i]! + WAITING_SECONDS) % WAITING_SECONDS;
      this.score(i, from, view.mid);
      this.sums[i]!.endSecond();
      this.trades[i]!.endSecond();
    }
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    for (let i = 0; i < HORIZONS_SECONDS.length; i += 1)
      out[offset + i] = this.sums[i]!.sum(0) / this.trades[i]!.sum(0);
  }

  save(into: StateWriter): void {
    for (const value of [this.signs, this.signsPerMid, this.count]) into.number(value);
    for (const waiting of [this.waitingSigns, this.waitingSignsPerMid, this.waitingCounts]) into.numbers(waiting);
    for (const sum of [...this.sums, ...this.trades]) sum.save(into);
  }

  restore(from: StateReader): void {
    this.signs = from.number();
    this.signsPerMid = from.number();
    this.count = from.number();
    for (const waiting of [this.waitingSigns, this.waitingSignsPerMid, this.waitingCounts]) from.numbers(waiting);
    for (const sum of [...this.sums, ...this.trades]) sum.restore(from);
  }

  private queue(slot: number): void {
    this.waitingSigns[slot] = this.signs;
    this.waitingSignsPerMid[slot] = this.signsPerMid;
    this.waitingCounts[slot] = this.count;
    this.signs = 0;
    this.signsPerMid = 0;
    this.count = 0;
  }

  private score(horizon: number, slot: number, mid: number): void {
    if (this.waitingCounts[slot] === 0 || Number.isNaN(mid)) return;
    this.sums[horizon]!.add(BPS * (mid * this.waitingSignsPerMid[slot]! - this.waitingSigns[slot]!));
    this.trades[horizon]!.add(this.waitingCounts[slot]!);
  }
}

export const markout: FamilyFactory = () => new Markout();

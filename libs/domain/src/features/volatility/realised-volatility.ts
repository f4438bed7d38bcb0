import { BPS, type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';

const WINDOWS_SECONDS = [60, 300, 1800];
/** Windows of which the two-scale estimate is given: a minute holds too little noise to tell it from a move. */
const TWO_SCALE_WINDOWS = [1, 2];
const STEP_SECONDS = 5;
/** A window of N seconds holds N + 1 mids, so that many five-second returns less than N lie wholly in it. */
const STRADDLING = STEP_SECONDS - 1;
const RETURNS_MIN = 12;
const TOO_FEW = `fewer than ${RETURNS_MIN} five-second returns in the window`;
const UNIT = 'bps per sqrt(s)';

const DEFINITIONS: readonly FeatureDefinition[] = [
  ...WINDOWS_SECONDS.map((seconds): FeatureDefinition => ({
    name: `volatility${seconds}sBpsPerSqrtSecond`,
    group: 'volatility',
    unit: UNIT,
    window: `${seconds} s`,
    formula:
      '1e4 sqrt(mean r5^2 / 5), r5 the five-second log returns of the mid, sampled at the end of each second, that lie ' +
      'in the window (reference 10, v300 and v1800 without their floor)',
    least: 0,
    most: Infinity,
    missing: TOO_FEW,
    mirror: 'SAME',
    priceScaleFree: true,
  })),
  ...TWO_SCALE_WINDOWS.map((window): FeatureDefinition => ({
    name: `volatilityTwoScale${WINDOWS_SECONDS[window]!}sBpsPerSqrtSecond`,
    group: 'volatility',
    unit: UNIT,
    window: `${WINDOWS_SECONDS[window]!} s`,
    formula:
      '1e4 sqrt(max(0, mean r5^2 - mean r1^2) / 4): noise of the mid is in both means alike and falls out; ' +
      'Zhang, Mykland and Ait-Sahalia (J. Am. Stat. Assoc. 100, 2005) with five subgrids of the one-second grid',
    least: 0,
    most: Infinity,
    missing: TOO_FEW,
    mirror: 'SAME',
    priceScaleFree: true,
  })),
];

/** How much the mid moves, from a grid of seconds. No return spans a time without a mid. */
class RealisedVolatility implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly slow = new MeanSquare();
  private readonly fast = new MeanSquare();
  /** Log mids at the ends of the last seconds, by number of the second. */
  private readonly logMids = new Float64Array(STEP_SECONDS).fill(NaN);
  private lastLogMid = NaN;
  /** They change with the seconds alone. */
  private readonly values = new Float64Array(DEFINITIONS.length).fill(NaN);

  onSecond(view: MarketView, second: number): void {
    const slot = second % STEP_SECONDS;
    const logMid = Math.log(view.mid);
    this.slow.endSecond(logMid - this.logMids[slot]!);
    this.fast.endSecond(logMid - this.lastLogMid);
    this.logMids[slot] = logMid;
    this.lastLogMid = logMid;
    this.measure();
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    for (let i = 0; i < this.values.length; i += 1) out[offset + i] = this.values[i]!;
  }

  save(into: StateWriter): void {
    into.numbers(this.logMids);
    into.number(this.lastLogMid);
    into.numbers(this.values);
    this.slow.save(into);
    this.fast.save(into);
  }

  restore(from: StateReader): void {
    from.numbers(this.logMids);
    this.lastLogMid = from.number();
    from.numbers(this.values);
    this.slow.restore(from);
    this.fast.restore(from);
  }

  private measure(): void {
    const { slow, fast, values } = this;
    for (let i = 0; i < WINDOWS_SECONDS.length; i += 1) values[i] = BPS * Math.sqrt(slow.of(i) / STEP_SECONDS);
    for (let i = 0; i < TWO_SCALE_WINDOWS.length; i += 1) {
      const window = TWO_SCALE_WINDOWS[i]!;
      const variance = Math.max(0, slow.of(window) - fast.of(window)) / (STEP_SECONDS - 1);
      values[WINDOWS_SECONDS.length + i] = BPS * Math.sqrt(variance);
    }
  }
}

/** Mean square of the returns that ended in each window; a missing one (NaN) counts nowhere. */
class MeanSquare {
  private readonly squares = new RollingSum(WINDOWS_SECONDS.map((seconds) => seconds - STRADDLING));
  private readonly returns = new RollingSum(WINDOWS_SECONDS.map((seconds) => seconds - STRADDLING));

  endSecond(value: number): void {
    if (!Number.isNaN(value)) {
      this.squares.add(value * value);
      this.returns.add(1);
    }
    this.squares.endSecond();
    this.returns.endSecond();
  }

  of(window: number): number {
    const count = this.returns.sum(window);
    return count < RETURNS_MIN ? NaN : this.squares.sum(window) / count;
  }

  save(into: StateWriter): void {
    this.squares.save(into);
    this.returns.save(into);
  }

  restore(from: StateReader): void {
    this.squares.restore(from);
    this.returns.restore(from);
  }
}

export const realisedVolatility: FamilyFactory = () => new RealisedVolatility();

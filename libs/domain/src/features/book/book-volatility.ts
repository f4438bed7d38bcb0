import { BPS, type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';

const WINDOWS_SECONDS = [60, 300];
const CHANGES_MIN = 10;

const MISSING = `fewer than ${CHANGES_MIN} times in the window there was a mid at the ends of two seconds that follow one another`;

const DEFINITIONS: readonly FeatureDefinition[] = WINDOWS_SECONDS.flatMap((seconds): FeatureDefinition[] => [
  {
    name: `bestDepthVolatility${seconds}s`,
    group: 'book-volatility',
    unit: 'log units per sqrt(s)',
    window: `${seconds} s`,
    formula: 'root mean square of the change of ln(qb + qa) from the end of one second to the end of the next',
    least: 0,
    most: Infinity,
    missing: MISSING,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: `weightedMidVolatility${seconds}sBpsPerSqrtSecond`,
    group: 'book-volatility',
    unit: 'bps per sqrt(s)',
    window: `${seconds} s`,
    formula:
      '1e4 times the root mean square of the change of ln((ask qb + bid qa) / (qb + qa)) from the end of one second to the end ' +
      'of the next: moves of the quote and of its sizes',
    least: 0,
    most: Infinity,
    missing: MISSING,
    mirror: 'SAME',
    priceScaleFree: true,
  },
]);

/** How restless the best quote is. */
class BookVolatility implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly depthSquares = new RollingSum(WINDOWS_SECONDS);
  private readonly priceSquares = new RollingSum(WINDOWS_SECONDS);
  private readonly changes = new RollingSum(WINDOWS_SECONDS);
  /** At the end of the second before; NaN where there was no mid. */
  private depth = NaN;
  private price = NaN;

  onSecond(view: MarketView): void {
    const { bidPrice, bidSize, askPrice, askSize, mid } = view;
    const depth = Number.isNaN(mid) ? NaN : bidSize + askSize;
    const price = (askPrice * bidSize + bidPrice * askSize) / depth;
    if (!Number.isNaN(price) && !Number.isNaN(this.price)) {
      const depthChange = Math.log(depth / this.depth);
      const priceChange = Math.log(price / this.price);
      this.depthSquares.add(depthChange * depthChange);
      this.priceSquares.add(priceChange * priceChange);
      this.changes.add(1);
    }
    this.depth = depth;
    this.price = price;
    this.depthSquares.endSecond();
    this.priceSquares.endSecond();
    this.changes.endSecond();
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    for (let i = 0; i < WINDOWS_SECONDS.length; i += 1) {
      const changes = this.changes.sum(i);
      const isSaid = changes >= CHANGES_MIN;
      out[offset + 2 * i] = isSaid ? Math.sqrt(this.depthSquares.sum(i) / changes) : NaN;
      out[offset + 2 * i + 1] = isSaid ? BPS * Math.sqrt(this.priceSquares.sum(i) / changes) : NaN;
    }
  }

  save(into: StateWriter): void {
    into.number(this.depth);
    into.number(this.price);
    for (const sum of this.sums()) sum.save(into);
  }

  restore(from: StateReader): void {
    this.depth = from.number();
    this.price = from.number();
    for (const sum of this.sums()) sum.restore(from);
  }

  private sums(): readonly RollingSum[] {
    return [this.depthSquares, this.priceSquares, this.changes];
  }
}

export const bookVolatility: FamilyFactory = () => new BookVolatility();

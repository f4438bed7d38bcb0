import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';
import { NOT_FULL } from './missing.js';

const WINDOWS_SECONDS = [10, 60, 300];
const NS_PER_SECOND = 1e9;

const DEFINITIONS = WINDOWS_SECONDS.map((seconds): FeatureDefinition => ({
  name: `quoteRevisions${seconds}sPerSecond`,
  group: 'quote-revisions',
  unit: '1/s',
  window: `${seconds} s`,
  formula:
    'changes of a best price or of the size at one, with a mid before and after, per second of the window; the quoting ' +
    'activity of Hasbrouck and Saar (J. Financial Markets 16(4), 2013)',
  least: 0,
  most: Infinity,
  missing: NOT_FULL,
  mirror: 'SAME',
  priceScaleFree: true,
}));

/** How often the best quote is revised. */
class QuoteRevisions implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly revisions = new RollingSum(WINDOWS_SECONDS);
  /** The quote before. */
  private bidPrice = NaN;
  private bidSize = 0;
  private askPrice = NaN;
  private askSize = 0;
  private hadMid = false;

  onQuote(view: MarketView): void {
    const { bidPrice, bidSize, askPrice, askSize } = view;
    const isRevised =
      bidPrice !== this.bidPrice || bidSize !== this.bidSize || askPrice !== this.askPrice || askSize !== this.askSize;
    const hasMid = !Number.isNaN(view.mid);
    if (isRevised && hasMid && this.hadMid) this.revisions.add(1);
    this.bidPrice = bidPrice;
    this.bidSize = bidSize;
    this.askPrice = askPrice;
    this.askSize = askSize;
    this.hadMid = hasMid;
  }

  onSecond(): void {
    this.revisions.endSecond();
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    const runningSeconds = (view.timeNs % NS_PER_SECOND) / NS_PER_SECOND;
    for (const [i, seconds] of WINDOWS_SECONDS.entries()) {
      out[offset + i] = this.revisions.isFull(i) ? this.revisions.sum(i) / (seconds + runningSeconds) : NaN;
    }
  }

  save(into: StateWriter): void {
    const quote = [this.bidPrice, this.bidSize, this.askPrice, this.askSize, this.hadMid ? 1 : 0];
    for (const value of quote) into.number(value);
    this.revisions.save(into);
  }

  restore(from: StateReader): void {
    this.bidPrice = from.number();
    this.bidSize = from.number();
    this.askPrice = from.number();
    this.askSize = from.number();
    this.hadMid = from.number() === 1;
    this.revisions.restore(from);
  }
}

export const quoteRevisions: FamilyFactory = () => new QuoteRevisions();

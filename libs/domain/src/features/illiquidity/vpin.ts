import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureContext, type FeatureFamily } from '../family.js';
import { isExecution } from '../trade/prints.js';

const BUCKETS = 50;
const BUCKETS_MIN = 10;
const BUCKETS_PER_DAY = 50;
/** Where no daily volume is known, a bucket is the mean minute of this stretch. */
const SIZING_SECONDS = 300;
const SIZING_MINUTES = SIZING_SECONDS / 60;

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'vpin',
    group: 'illiquidity',
    unit: 'fraction',
    window: `${BUCKETS} full volume buckets`,
    formula:
      'mean over buckets of |bought - sold| / bucket size, by the signs of executions on the exchange instead of bulk ' +
      'classification; a bucket is ADV / 50, or where nobody states it the executed volume per minute of the first five ' +
      'minutes with any; Easley, Lopez de Prado and O’Hara (Rev. Financial Studies 25(5), 2012); no cdf: that looks ahead',
    least: 0,
    most: 1,
    missing: `fewer than ${BUCKETS_MIN} buckets are full`,
    mirror: 'SAME',
    priceScaleFree: true,
  },
];

/** Volume-synchronised probability of informed trading: how one-sided the last buckets of volume were. */
class Vpin implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  /** |bought - sold| of the last full buckets, and their sum: whole size units, so exact. */
  private readonly imbalances = new Float64Array(BUCKETS);
  private imbalanceSum = 0;
  private full = 0;
  /** Of the bucket being filled. */
  private signedVolume = 0;
  private room: number;
  /** Of the stretch that sizes the buckets. */
  private sizingVolume = 0;
  private sizingSeconds = 0;

  /** `bucketSize` in size units; NaN: the first five minutes say it. */
  constructor(private bucketSize: number) {
    this.room = bucketSize;
  }

  onTrade(view: MarketView): void {
    if (!isExecution(view)) return;
    if (Number.isNaN(this.bucketSize)) this.sizingVolume += view.tradeSize;
    else if (view.tradeSign !== 0) this.fill(view.tradeSign, view.tradeSize);
  }

  onSecond(): void {
    if (!Number.isNaN(this.bucketSize) || this.sizingVolume === 0) return;
    this.sizingSeconds += 1;
    if (this.sizingSeconds < SIZING_SECONDS) return;
    this.bucketSize = Math.ceil(this.sizingVolume / SIZING_MINUTES);
    this.room = this.bucketSize;
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    const buckets = Math.min(this.full, BUCKETS);
    out[offset] = buckets < BUCKETS_MIN ? NaN : this.imbalanceSum / (buckets * this.bucketSize);
  }

  save(into: StateWriter): void {
    for (const value of [this.bucketSize, this.room, this.signedVolume]) into.number(value);
    for (const value of [this.imbalanceSum, this.full, this.sizingVolume, this.sizingSeconds]) into.number(value);
    into.numbers(this.imbalances);
  }

  restore(from: StateReader): void {
    this.bucketSize = from.number();
    this.room = from.number();
    this.signedVolume = from.number();
    this.imbalanceSum = from.number();
    this.full = from.number();
    this.sizingVolume = from.number();
    this.sizingSeconds = from.number();
    from.numbers(this.imbalances);
  }

  private fill(sign: number, size: number): void {
    let left = size;
    // One trade of more than all buckets leaves the same behind as one that just fills them all.
    const beyond = Math.floor(left / this.bucketSize) - BUCKETS - 1;
    if (beyond > 0) left -= beyond * this.bucketSize;
    while (left >= this.room) {
      left -= this.room;
      this.close(Math.abs(this.signedVolume + sign * this.room));
    }
    this.room -= left;
    this.signedVolume += sign * left;
  }

  private close(imbalance: number): void {
    const slot = this.full % BUCKETS;
    this.imbalanceSum += imbalance - this.imbalances[slot]!;
    this.imbalances[slot] = imbalance;
    this.full += 1;
    this.signedVolume = 0;
    this.room = this.bucketSize;
  }
}

const bucketSize = ({ terms, view }: FeatureContext): number =>
  Math.ceil(((terms.averageDailyVolume ?? NaN) * view.sizeUnitsPerUnit) / BUCKETS_PER_DAY);

export const vpin: FamilyFactory = (context) => new Vpin(bucketSize(context));

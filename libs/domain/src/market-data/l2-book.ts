import { type StateReader, type StateWriter } from '#domain/core';
import { BID, type BookSide } from './event-batch.js';

/** One price of one side: price in integer price units, size in units. */
export interface BookLevel {
  readonly price: number;
  readonly size: number;
}

/**
 * Level 2 book of one instrument: total resting size by price, on both sides.
 *
 * Each side is a pair of typed arrays sorted so that the best price is at the END: almost every change is near the best,
 * so it moves a few numbers at most and the array grows only where the book does. (A ladder indexed by tick would be
 * faster still, but needs a price range that no recording promises: stub quotes rest at 0.01 and at 199,999.99.)
 *
 * A side that is told only its best price (`setBest`) holds that one level: what rests behind it is unknown, not what was
 * there an hour ago.
 *
 * The book mirrors what it is told: it may be crossed or one-sided, and `bookState` of a snapshot says so.
 */
export class L2Book {
  private readonly bids = new Ladder(1);
  private readonly asks = new Ladder(-1);

  /** The total size at `price` is now `size`; 0 removes the level. RangeError unless price > 0 and size >= 0, both finite. */
  set(side: BookSide, price: number, size: number): void {
    check(price, size);
    this.of(side).set(price, size);
  }

  /** The best is now `price` x `size` and all that is known of this side; size 0 empties it. RangeError as in `set`. */
  setBest(side: BookSide, price: number, size: number): void {
    check(price, size);
    this.of(side).setBest(price, size);
  }

  /** Forgets a side. */
  clear(side: BookSide): void {
    this.of(side).count = 0;
  }

  save(into: StateWriter): void {
    this.bids.save(into);
    this.asks.save(into);
  }

  restore(from: StateReader): void {
    this.bids.restore(from);
    this.asks.restore(from);
  }

  /** Number of occupied prices. */
  count(side: BookSide): number {
    return this.of(side).count;
  }

  /** Price of the level at `index`, 0 the best; undefined where the book ends. */
  priceAt(side: BookSide, index: number): number | undefined {
    return this.of(side).priceAt(index);
  }

  /** Size of the level at `index`, 0 the best; 0 where the book ends. */
  sizeAt(side: BookSide, index: number): number {
    return this.of(side).sizeAt(index);
  }

  /** Size resting at `price`, 0 when none does. */
  sizeAtPrice(side: BookSide, price: number): number {
    return this.of(side).sizeAtPrice(price);
  }

  best(side: BookSide): BookLevel | undefined {
    const price = this.priceAt(side, 0);
    return price === undefined ? undefined : { price, size: this.sizeAt(side, 0) };
  }

  /** The best `count` levels, best first; fewer where the book ends. */
  top(side: BookSide, count: number): BookLevel[] {
    const ladder = this.of(side);
    const levels: BookLevel[] = [];
    for (let i = 0; i < count && i < ladder.count; i += 1) {
      levels.push({ price: ladder.priceAt(i)!, size: ladder.sizeAt(i) });
    }
    return levels;
  }

  private of(side: BookSide): Ladder {
    return side === BID ? this.bids : this.asks;
  }
}

const check = (price: number, size: number): void => {
  if (!(price > 0 && price < Infinity)) throw new RangeError(`L2Book: price must be positive and finite, got ${price}`);
  if (!(size >= 0 && size < Infinity)) throw new RangeError(`L2Book: size must be 0 or more and finite, got ${size}`);
};

// How many levels from the best are searched one by one before the search halves the rest.
const LINEAR_LEVELS = 16;

/** One side, ascending by `key = sign * price`, so that on both sides the best is the last. */
class Ladder {
  count = 0;
  private keys = new Float64Array(32);
  private sizes = new Float64Array(32);

  constructor(private readonly sign: 1 | -1) {}

  set(price: number, size: number): void {
    this.put(this.sign * price, size);
  }

  setBest(price: number, size: number): void {
    this.count = 0;
    this.put(this.sign * price, size);
  }

  save(into: StateWriter): void {
    into.numbers(this.keys, this.count);
    into.numbers(this.sizes, this.count);
  }

  restore(from: StateReader): void {
    const keys = from.array();
    this.count = keys.length;
    while (this.keys.length < keys.length) this.grow();
    this.keys.set(keys);
    this.sizes.set(from.array());
  }

  priceAt(index: number): number | undefined {
    return index < this.count ? this.sign * this.keys[this.count - 1 - index]! : undefined;
  }

  sizeAt(index: number): number {
    return index < this.count ? this.sizes[this.count - 1 - index]! : 0;
  }

  sizeAtPrice(price: number): number {
    const key = this.sign * price;
    const end = this.endOf(key);
    return end > 0 && this.keys[end - 1] === key ? this.sizes[end - 1]! : 0;
  }

  private put(key: number, size: number): void {
    const end = this.endOf(key);
    const found = end > 0 && this.keys[end - 1] === key;
    if (found && size > 0) this.sizes[end - 1] = size;
    else if (found) this.removeAt(end - 1);
    else if (size > 0) this.insertAt(end, key, size);
  }

  /** Index just past the last key that is not better than `key`. */
  private endOf(key: number): number {
    let high = this.count;
    const linearFloor = Math.max(0, high - LINEAR_LEVELS);
    while (high > linearFloor) {
      if (this.keys[high - 1]! <= key) return high;
      high -= 1;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keys[middle]! <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insertAt(index: number, key: number, size: number): void {
    if (this.count === this.keys.length) this.grow();
    this.keys.copyWithin(index + 1, index, this.count);
    this.sizes.copyWithin(index + 1, index, this.count);
    this.keys[index] = key;
    this.sizes[index] = size;
    this.count += 1;
  }

  private removeAt(index: number): void {
    this.keys.copyWithin(index, index + 1, this.count);
    this.sizes.copyWithin(index, index + 1, this.count);
    this.count -= 1;
  }

  private grow(): void {
    const [keys, sizes] = [this.keys, this.sizes];
    this.keys = new Float64Array(keys.length * 2);
    this.sizes = new Float64Array(sizes.length * 2);
    this.keys.set(keys);
    this.sizes.set(sizes);
  }
}

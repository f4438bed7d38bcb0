import { type StateReader, type StateWriter } from '#domain/core';
import { BID, type BookSide } from './event-codes.js';
import { TickLadder } from './tick-ladder.js';

/** One price of one side: price in integer price units, size in units. */
export interface BookLevel {
  readonly price: number;
  readonly size: number;
}

/**
 * Level 2 book of one instrument: total resting size by price, on both sides, each a `TickLadder`.
 *
 * A side that is told only its best price (`setBest`) holds that one level: what rests behind it is unknown, not what was
 * there an hour ago.
 *
 * The book mirrors what it is told: it may be crossed or one-sided, and `bookState` of a snapshot says so.
 */
export class L2Book {
  private readonly bids: TickLadder;
  private readonly asks: TickLadder;

  /** `tickUnits`: the smallest price step; a price that is no multiple of it is kept too, at some cost. */
  constructor(tickUnits = 1) {
    this.bids = new TickLadder(1, tickUnits);
    this.asks = new TickLadder(-1, tickUnits);
  }

  /** The total size at `price` is now `size`; 0 removes the level. RangeError unless price > 0 and size >= 0, both finite. */
  set(side: BookSide, price: number, size: number): void {
    check(price, size);
    this.of(side).set(price, size);
  }

  /** The best is now `price` x `size` and all that is known of this side; size 0 empties it. RangeError as in `set`. */
  setBest(side: BookSide, price: number, size: number): void {
    check(price, size);
    this.of(side).clear();
    this.of(side).set(price, size);
  }

  /** Forgets a side. */
  clear(side: BookSide): void {
    this.of(side).clear();
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

  /**
   * Fills the arrays with the best levels of a side, best first; says how many there were, at most as many as fit. The levels
   * before `from` are taken to be there already, as they are now.
   */
  readBest(side: BookSide, prices: Float64Array, sizes: Float64Array, from = 0): number {
    return this.of(side).readBest(prices, sizes, from);
  }

  /** Sizes of a side at `price` and better together; NaN where no level is known at it or behind. */
  depthTo(side: BookSide, price: number): number {
    return this.of(side).depthTo(price);
  }

  /** Size resting at `price`, 0 when none does. */
  sizeAtPrice(side: BookSide, price: number): number {
    return this.of(side).sizeAtPrice(price);
  }

  /** NaN where nothing rests. */
  bestPrice(side: BookSide): number {
    return this.of(side).bestPrice;
  }

  /** 0 where nothing rests. */
  bestSize(side: BookSide): number {
    return this.of(side).bestSize;
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

  private of(side: BookSide): TickLadder {
    return side === BID ? this.bids : this.asks;
  }
}

const check = (price: number, size: number): void => {
  if (!(price > 0 && price < Infinity)) throw new RangeError(`L2Book: price must be positive and finite, got ${price}`);
  if (!(size >= 0 && size < Infinity)) throw new RangeError(`L2Book: size must be 0 or more and finite, got ${size}`);
};

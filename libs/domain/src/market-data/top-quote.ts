import { type StateReader, type StateWriter } from '#domain/core';
import { BID, type BookSide } from './event-codes.js';
import { type BookLevel, type L2Book } from './l2-book.js';

/**
 * The best quote as a stream of its own says it, beside a book that is built from level changes. Both count their messages
 * in one sequence (Binance `u`), so whichever is newer is the market.
 */
export class TopQuote {
  /** Sequence of the last level change of the book. */
  depthSequence = -1;
  private sequence = -1;
  private readonly prices = [NaN, NaN];
  private readonly sizes = [0, 0];

  get isNewer(): boolean {
    return this.sequence > this.depthSequence;
  }

  set(side: BookSide, price: number, size: number, sequence: number): void {
    this.prices[side] = size === 0 ? NaN : price;
    this.sizes[side] = size;
    this.sequence = sequence;
  }

  /** NaN where nothing rests. */
  bestPrice(side: BookSide): number {
    return this.prices[side]!;
  }

  bestSize(side: BookSide): number {
    return this.sizes[side]!;
  }

  save(into: StateWriter): void {
    into.number(this.depthSequence);
    into.number(this.sequence);
    into.numbers(this.prices);
    into.numbers(this.sizes);
  }

  restore(from: StateReader): void {
    this.depthSequence = from.number();
    this.sequence = from.number();
    from.numbers(this.prices);
    from.numbers(this.sizes);
  }

  /** The best `count` levels of a side: this quote, and behind it what the book holds that is worse. */
  over(book: L2Book, side: BookSide, count: number): BookLevel[] {
    const price = this.bestPrice(side);
    if (Number.isNaN(price)) return [];
    const isWorse = (level: BookLevel): boolean => (side === BID ? level.price < price : level.price > price);
    const behind = book.top(side, book.count(side)).filter(isWorse);
    return [{ price, size: this.bestSize(side) }, ...behind.slice(0, count - 1)];
  }
}

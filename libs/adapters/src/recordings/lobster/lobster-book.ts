import { L2Book, type BookSide, type LevelEvent, type SessionTimeNs } from '#domain/market-data';
import { type OrderBookRow } from './order-book-row.js';

const SIDES: readonly BookSide[] = ['BID', 'ASK'];

/** By how much a message changes the size that rests at one price. */
export interface SizeChange {
  readonly side: BookSide;
  readonly price: number;
  readonly delta: number;
}

/**
 * The N visible levels of a LOBSTER recording, derived from its messages.
 *
 * The first row seeds the book. From then on each message changes one price. A level that this pushes beyond the N-th
 * leaves, as later messages would not speak of it. When a level empties, a slot opens at the far end, and what moves into
 * it was never in the messages: it is taken from the row. Everything else in the row is only compared: where a message
 * and its row contradict each other, the row is followed, so that one bad line does not spoil the rest of the day.
 */
export class LobsterBook {
  private readonly book = new L2Book();
  private readonly changes: LevelEvent[] = [];
  private readonly sizesBefore: number[] = [];
  private seeded = false;

  constructor(
    private readonly instrumentId: string,
    private readonly levels: number,
  ) {}

  /**
   * One message and the row beside it; either may be missing where it could not be read. Returns whether the book by
   * messages equals the row; `events` then has what to send, until the next step.
   */
  step(
    timeNs: SessionTimeNs,
    change: SizeChange | undefined,
    row: OrderBookRow | undefined,
    messageRead: boolean,
  ): boolean {
    this.changes.length = 0;
    this.sizesBefore.length = 0;
    if (this.seeded && messageRead) {
      if (change !== undefined) this.apply(timeNs, change);
      if (row === undefined) return true;
      this.refill(timeNs, row);
      if (this.equals(row)) return true;
      this.rollBack();
    }
    if (row === undefined) return true;
    const contradicted = this.seeded && messageRead;
    this.follow(timeNs, row);
    this.seeded = true;
    return !contradicted;
  }

  /** The changes of the last step, in order. */
  get events(): readonly LevelEvent[] {
    return this.changes;
  }

  private apply(timeNs: SessionTimeNs, { side, price, delta }: SizeChange): void {
    this.write(timeNs, side, price, Math.max(0, this.book.sizeAtPrice(side, price) + delta));
    const beyond = this.book.priceAt(side, this.levels);
    if (beyond !== undefined) this.write(timeNs, side, beyond, 0);
  }

  private refill(timeNs: SessionTimeNs, row: OrderBookRow): void {
    for (const side of SIDES) {
      for (let level = this.book.count(side); level < this.levels; level += 1) {
        const price = row.price(side, level);
        if (price === undefined) break;
        this.write(timeNs, side, price, row.size(side, level));
      }
    }
  }

  private equals(row: OrderBookRow): boolean {
    for (let level = 0; level < this.levels; level += 1) {
      for (const side of SIDES) {
        if (this.book.sizeAt(side, level) !== row.size(side, level)) return false;
        if (this.book.priceAt(side, level) !== row.price(side, level)) return false;
      }
    }
    return true;
  }

  private rollBack(): void {
    for (let i = this.changes.length - 1; i >= 0; i -= 1) {
      const { side, price } = this.changes[i]!;
      this.book.set(side, price, this.sizesBefore[i]!);
    }
    this.changes.length = 0;
    this.sizesBefore.length = 0;
  }

  private follow(timeNs: SessionTimeNs, row: OrderBookRow): void {
    for (const side of SIDES) {
      for (const { price } of this.book.top(side, this.levels)) {
        if (!rowHolds(row, side, price)) this.write(timeNs, side, price, 0);
      }
      for (let level = 0; level < this.levels; level += 1) {
        const price = row.price(side, level);
        if (price !== undefined) this.write(timeNs, side, price, row.size(side, level));
      }
    }
  }

  private write(timeNs: SessionTimeNs, side: BookSide, price: number, size: number): void {
    const before = this.book.sizeAtPrice(side, price);
    if (before === size) return;
    this.book.set(side, price, size);
    this.changes.push({ kind: 'LEVEL', instrumentId: this.instrumentId, timeNs, side, price, size });
    this.sizesBefore.push(before);
  }
}

const rowHolds = (row: OrderBookRow, side: BookSide, price: number): boolean => {
  for (let level = 0; level < row.levels; level += 1) if (row.price(side, level) === price) return true;
  return false;
};

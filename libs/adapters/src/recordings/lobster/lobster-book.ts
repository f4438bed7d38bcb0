import { ASK, BID, EventBatch, EventKind, L2Book, type BookSide, type SessionTimeNs } from '#domain/market-data';
import { type OrderBookRow } from './order-book-row.js';

const SIDES: readonly BookSide[] = [BID, ASK];

/** By how much a message changes the size that rests at one price. */
export interface SizeChange {
  readonly side: BookSide;
  readonly price: number;
  readonly delta: number;
}

/**
 * What a message and its row say together. SILENT: the message changes nothing and neither did the row, as after the
 * execution of a hidden order; it would be so beside many a row, and proves nothing.
 */
export type Verdict = 'AGREE' | 'SILENT' | 'CONTRADICT';

/**
 * The N visible levels of a LOBSTER recording, derived from its messages.
 *
 * The first row seeds the book (`follow`). From then on each message changes one price. A level that this pushes beyond
 * the N-th leaves, as later messages would not speak of it. When a level empties, a slot opens at the far end, and what
 * moves into it was never in the messages: it is taken from the row. Everything else in the row is only compared.
 */
export class LobsterBook {
  private readonly book = new L2Book();
  private readonly changes: EventBatch;
  private readonly sizesBefore: number[] = [];

  constructor(private readonly levels: number) {
    // Following a row removes and sets all levels of both sides at most; a message adds one.
    this.changes = new EventBatch(4 * levels + 2);
  }

  /** The level changes of the last call, in order; until the next. */
  get events(): EventBatch {
    return this.changes;
  }

  /** Applies a message whose row is `row`; when the two contradict each other nothing changes. */
  compare(timeNs: SessionTimeNs, change: SizeChange | undefined, row: OrderBookRow): Verdict {
    if (change !== undefined && this.sizeAfter(change) < 0) return 'CONTRADICT';
    this.trust(timeNs, change);
    const spoken = this.changes.length > 0;
    this.refill(timeNs, row);
    if (this.equals(row)) return spoken ? 'AGREE' : 'SILENT';
    this.rollBack();
    return 'CONTRADICT';
  }

  /** Applies a message that there is no row for. */
  trust(timeNs: SessionTimeNs, change: SizeChange | undefined): void {
    this.begin();
    if (change !== undefined) this.apply(timeNs, change);
  }

  /** Becomes the row, whatever the messages said. */
  follow(timeNs: SessionTimeNs, row: OrderBookRow): void {
    this.begin();
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

  private begin(): void {
    this.changes.clear();
    this.sizesBefore.length = 0;
  }

  private sizeAfter({ side, price, delta }: SizeChange): number {
    return this.book.sizeAtPrice(side, price) + delta;
  }

  private apply(timeNs: SessionTimeNs, change: SizeChange): void {
    const { side, price } = change;
    this.write(timeNs, side, price, Math.max(0, this.sizeAfter(change)));
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
      this.book.set(this.changes.side[i] as BookSide, this.changes.price[i]!, this.sizesBefore[i]!);
    }
    this.begin();
  }

  private write(timeNs: SessionTimeNs, side: BookSide, price: number, size: number): void {
    const before = this.book.sizeAtPrice(side, price);
    if (before === size) return;
    this.book.set(side, price, size);
    const row = this.changes.append(EventKind.LEVEL, timeNs, 0, price, size);
    this.changes.side[row] = side;
    this.sizesBefore.push(before);
  }
}

const rowHolds = (row: OrderBookRow, side: BookSide, price: number): boolean => {
  for (let level = 0; level < row.levels; level += 1) if (row.price(side, level) === price) return true;
  return false;
};

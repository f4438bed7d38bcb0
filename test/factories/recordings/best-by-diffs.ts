import {
  ASK,
  BID,
  EventKind,
  FROM_SNAPSHOT,
  L2Book,
  MORE_FOLLOWS,
  type BookSide,
  type EventBatch,
  type MarketSession,
} from '#domain/market-data';

/** Best prices after an update of the book. */
interface BestAt {
  readonly update: number;
  readonly bid: number | undefined;
  readonly ask: number | undefined;
}

export interface BestByDiffs {
  /** Diffs of which the book was made, after its snapshot. */
  readonly diffs: number;
  /** Diffs that do not follow on the one before. */
  readonly gaps: number;
  /** Diffs after which the best prices could be compared: a best quote of the same or an earlier update was recorded. */
  readonly comparisons: number;
  /** Those after which they differ. */
  readonly mismatches: readonly { readonly byDiffs: BestAt; readonly byQuote: BestAt }[];
}

/**
 * Makes the book of a Binance session from its snapshot and diffs alone, as Binance prescribes, and compares its best prices
 * after each diff u with those of the last best quote with u' <= u, wherever in the recording that is.
 */
export const bestByDiffs = async (session: MarketSession): Promise<BestByDiffs> => {
  const book = new DiffBook(session.tickUnits);
  const quotes: BestAt[] = [];
  for await (const batch of session.events()) {
    for (let row = 0; row < batch.length; row += 1) {
      if (batch.kind[row] === EventKind.BEST) addQuote(quotes, batch, row);
      else book.take(batch, row);
    }
  }
  book.finish();
  const { states, gaps } = book;
  const pairs = states.map((byDiffs) => ({ byDiffs, byQuote: lastUpTo(quotes, byDiffs.update) }));
  const compared = pairs.filter((pair): pair is { byDiffs: BestAt; byQuote: BestAt } => pair.byQuote !== undefined);
  return {
    diffs: states.length,
    gaps,
    comparisons: compared.length,
    mismatches: compared.filter(({ byDiffs: a, byQuote: b }) => a.bid !== b.bid || a.ask !== b.ask),
  };
};

/** The book by snapshot and diffs; diffs from before the snapshot wait for it. */
class DiffBook {
  readonly states: BestAt[] = [];
  gaps = 0;
  private readonly book: L2Book;
  private readonly waiting: Diff[] = [];
  private last: number | undefined;
  private snapshotUpdate = NaN;
  private diff: Diff | undefined;

  constructor(tickUnits: number) {
    this.book = new L2Book(tickUnits);
  }

  take(batch: EventBatch, row: number): void {
    const kind = batch.kind[row];
    const isSnapshot = (batch.flags[row]! & FROM_SNAPSHOT) !== 0;
    if (kind === EventKind.CLEAR) this.clear();
    if (kind !== EventKind.LEVEL && kind !== EventKind.CLEAR) return;
    const change = { side: batch.side[row] as BookSide, price: batch.price[row]!, size: batch.size[row]! };
    const ends = (batch.flags[row]! & MORE_FOLLOWS) === 0;
    if (isSnapshot) {
      if (kind === EventKind.LEVEL) this.book.set(change.side, change.price, change.size);
      if (ends) this.begin(batch.sequence[row]!);
      return;
    }
    this.diff ??= {
      first: batch.firstSequence[row]!,
      last: batch.sequence[row]!,
      previous: batch.previousSequence[row]!,
      changes: [],
    };
    this.diff.changes.push(change);
    if (!ends) return;
    if (this.last === undefined) this.waiting.push(this.diff);
    else this.apply(this.diff);
    this.diff = undefined;
  }

  finish(): void {
    if (this.last === undefined) throw new Error('the session has no snapshot');
  }

  private clear(): void {
    this.book.clear(BID);
    this.book.clear(ASK);
  }

  private begin(update: number): void {
    this.snapshotUpdate = update;
    this.last = update;
    for (const diff of this.waiting.splice(0)) this.apply(diff);
  }

  private apply(diff: Diff): void {
    if (diff.last < this.snapshotUpdate) return;
    const isFirst = this.last === this.snapshotUpdate;
    // The first diff after the snapshot reaches into it or follows right on it.
    const follows = diff.previous === this.last || (isFirst && diff.first <= this.snapshotUpdate + 1);
    if (!follows) this.gaps += 1;
    for (const { side, price, size } of diff.changes) this.book.set(side, price, size);
    this.last = diff.last;
    this.states.push({ update: diff.last, bid: this.book.priceAt(BID, 0), ask: this.book.priceAt(ASK, 0) });
  }
}

interface Diff {
  readonly first: number;
  readonly last: number;
  readonly previous: number;
  readonly changes: { readonly side: BookSide; readonly price: number; readonly size: number }[];
}

/** A quote is two rows, the bid first. */
const addQuote = (quotes: BestAt[], batch: EventBatch, row: number): void => {
  if (batch.side[row] !== ASK) return;
  quotes.push({ update: batch.sequence[row]!, bid: batch.price[row - 1]!, ask: batch.price[row]! });
};

/** The last of the quotes, which are in order of their updates, of this update or an earlier one. */
const lastUpTo = (quotes: readonly BestAt[], update: number): BestAt | undefined => {
  let [low, high] = [0, quotes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (quotes[middle]!.update <= update) low = middle + 1;
    else high = middle;
  }
  return quotes[low - 1];
};

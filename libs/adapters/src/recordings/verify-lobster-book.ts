import { ASK, BID, EventBatch, EventKind, L2Book, type BookSide } from '#domain/market-data';
import { findLobsterDays } from './lobster/lobster-recordings.js';
import { Quarantine } from './quarantine.js';
import { LobsterTape, type LobsterDay } from './lobster/lobster-tape.js';
import { type OrderBookRow } from './lobster/order-book-row.js';

export interface LobsterBookCheck {
  readonly rows: number;
  /** Rows whose visible levels the book by messages does not equal. */
  readonly mismatchedRows: number;
}

/**
 * Plays the LOBSTER recordings at a path through the same book that the market tracker keeps and compares it with the
 * order-book file after every message, at every level: 1 to N-1 are derived from messages alone, the N-th with the refill.
 * Throws RecordingError when there is none or one breaks.
 */
export const verifyLobsterBook = async (path: string): Promise<LobsterBookCheck> => {
  let [rows, mismatchedRows] = [0, 0];
  for (const day of await findLobsterDays(path)) {
    const check = await verifyDay(day);
    rows += check.rows;
    mismatchedRows += check.mismatchedRows;
  }
  return { rows, mismatchedRows };
};

const verifyDay = async (day: LobsterDay): Promise<LobsterBookCheck> => {
  const quarantine = new Quarantine();
  const tape = new LobsterTape(day, quarantine);
  const book = new L2Book();
  const events = new EventBatch(tape.rowsPerStepMax);
  let rows = 0;
  let unequal = 0;
  while (await tape.step(events)) {
    for (let i = 0; i < events.length; i += 1) {
      if (events.kind[i] === EventKind.LEVEL) book.set(events.side[i] as BookSide, events.price[i]!, events.size[i]!);
    }
    events.clear();
    if (tape.row === undefined) continue;
    rows += 1;
    if (!equals(book, tape.row, BID) || !equals(book, tape.row, ASK)) unequal += 1;
  }
  // Where a message contradicted its row the events follow the row, and the quarantine has counted it.
  return { rows, mismatchedRows: unequal + (quarantine.countsByReason().get('BOOK_MISMATCH') ?? 0) };
};

const equals = (book: L2Book, row: OrderBookRow, side: BookSide): boolean => {
  for (let level = 0; level < row.levels; level += 1) {
    if (book.priceAt(side, level) !== row.price(side, level)) return false;
    if (book.sizeAt(side, level) !== row.size(side, level)) return false;
  }
  return book.count(side) <= row.levels;
};

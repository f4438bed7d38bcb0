import { BID, type BookSide, type SessionTimeNs } from '#domain/market-data';
import { type CsvReader } from '../csv-reader.js';
import { type BitstampRow } from './bitstamp-row.js';

/** The source computes sizes in binary fractions: two orders of one trade differ by so many units of 1e-8. */
const ROUNDING_UNITS = 2;

/** A row by which an order was executed. Refilled. */
export class Execution {
  receiveNs: SessionTimeNs = 0;
  line = 0;
  orderId = 0;
  side: BookSide = BID;
  price = 0;
  /** NaN when the order was not known before. */
  executed = NaN;
  left = 0;
  /** The row as it stands in the file. */
  text = '';

  take(row: BitstampRow, executed: number, reader: CsvReader): void {
    this.receiveNs = row.receiveNs;
    this.orderId = row.orderId;
    this.side = row.side;
    this.price = row.price;
    this.left = row.size;
    this.executed = executed;
    this.line = reader.line;
    this.text = reader.text();
  }
}

/** Whether these are the two orders of one trade: of opposite sides, at prices that meet, of the same size as far as known. */
export const isTrade = (a: Execution, b: Execution): boolean => {
  if (a.side === b.side) return false;
  const [bid, ask] = a.side === BID ? [a, b] : [b, a];
  if (bid.price < ask.price) return false;
  if (Number.isNaN(a.executed) && Number.isNaN(b.executed)) return false;
  // With one of them unknown nothing contradicts.
  return !(Math.abs(a.executed - b.executed) > ROUNDING_UNITS);
};

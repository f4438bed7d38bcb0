import { ASK, BID, type BookSide, type SessionTimeNs } from '#domain/market-data';
import { type CsvReader } from '../csv-reader.js';
import { type QuarantineReason } from '../quarantine.js';

/** What a row says happened to an order. */
export type BitstampAction = 'created' | 'changed' | 'deleted';

/** Prices are cents. */
export const PRICE_UNITS_PER_CURRENCY = 100;
/** Sizes are 1e-8 coins, as in the file. */
export const SIZE_UNITS_PER_UNIT = 1e8;

const COLUMNS = 7;
const CENTS_DIGITS = 2;
/** What decimals a price may have beyond cents, to see that there are none. */
const EXACT_DIGITS = 8;
const RECEIVE_COLUMN = 1;
const NS_PER_MS = 1e6;
/** A row whose time is further from its neighbours' than this is wrong, not they. */
const LEAP_NS = 60e9;

/**
 * One row of a Bitstamp order file, `id,timestamp,exchange.timestamp,price,volume,action,direction`. Refilled row by row.
 *
 * `exchange.timestamp` is read for its form alone: it is the second in which the order was created, whatever happens to it
 * later, and so the time of no event.
 */
export class BitstampRow {
  /** When the recorder received it. */
  receiveNs: SessionTimeNs = 0;
  orderId = 0;
  price = 0;
  /** What is left of the order. Of one that was cancelled, what was left of it. */
  size = 0;
  action: BitstampAction = 'created';
  side: BookSide = BID;
  private started = false;

  /** `originMs` of the session, in Unix time; `endNs` the end of its last day. */
  constructor(
    private readonly originMs: number,
    private readonly endNs: SessionTimeNs,
  ) {}

  /** Takes the reader's current line; the reason when it cannot. */
  read(reader: CsvReader): QuarantineReason | undefined {
    const fault = reader.fault(COLUMNS);
    if (fault !== undefined) return fault;
    const orderId = reader.integer(0);
    const receiveNs = this.sessionTime(reader.integer(RECEIVE_COLUMN));
    const price = reader.scaledDecimal(3, CENTS_DIGITS);
    const size = reader.integer(4);
    if (Number.isNaN(orderId + receiveNs + reader.integer(2) + price + size)) return reader.fieldFault();
    const [action, direction] = [reader.string(5), reader.string(6)];
    if (!isAction(action) || (direction !== 'bid' && direction !== 'ask')) return 'UNKNOWN_CODE';
    if (price === 0) return 'ABSURD_PRICE';
    if (reader.scaledDecimal(3, EXACT_DIGITS) !== price * 10 ** (EXACT_DIGITS - CENTS_DIGITS))
      return 'PRICE_BETWEEN_TICKS';
    if (size < 0 || (size === 0 && action === 'created')) return 'BAD_SIZE';
    const timeFault = this.timeFault(receiveNs, this.sessionTime(reader.peekInteger(RECEIVE_COLUMN)));
    if (timeFault !== undefined) return timeFault;
    this.orderId = orderId;
    this.receiveNs = receiveNs;
    this.price = price;
    this.size = size;
    this.action = action;
    this.side = direction === 'bid' ? BID : ASK;
    this.started = true;
    return undefined;
  }

  private sessionTime(unixMs: number): SessionTimeNs {
    return (unixMs - this.originMs) * NS_PER_MS;
  }

  /** The recorder's clock may be set back a little; the rows are in the order in which they came all the same. */
  private timeFault(receiveNs: SessionTimeNs, nextNs: SessionTimeNs): QuarantineReason | undefined {
    if (receiveNs < 0 || receiveNs >= this.endNs) return 'TIME_OUT_OF_DAY';
    if (!this.started) return undefined;
    if (this.receiveNs - receiveNs > LEAP_NS) return 'TIME_BACKWARDS';
    if (receiveNs - this.receiveNs > LEAP_NS && receiveNs - nextNs > LEAP_NS) return 'TIME_AHEAD';
    return undefined;
  }
}

const isAction = (text: string): text is BitstampAction =>
  text === 'created' || text === 'changed' || text === 'deleted';

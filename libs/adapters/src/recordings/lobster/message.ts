import { type SessionTimeNs } from '#domain/market-data';
import { type CsvReader } from '../csv-reader.js';
import { type QuarantineReason } from '../quarantine.js';
import { timeFault } from '../time-fault.js';

/** Message types of the LOBSTER readme; cross trades (6) appear in recordings of later years. */
export const SUBMISSION = 1;
export const CANCELLATION = 2;
export const DELETION = 3;
export const EXECUTION = 4;
export const HIDDEN_EXECUTION = 5;
export const CROSS_TRADE = 6;
export const HALT = 7;

const COLUMNS = 6;
const NS_DIGITS = 9;
/** Unoccupied levels carry it as their price, so no order has it. */
const PRICE_END = 9_999_999_999;
const HALT_PRICES = [-1, 0, 1];

/** One row of a LOBSTER message file. Refilled row by row. */
export class LobsterMessage {
  timeNs: SessionTimeNs = 0;
  type = 0;
  orderId = 0;
  size = 0;
  /** In 1/10,000 USD; of a halt, -1 halted, 0 quoting resumed, 1 trading resumed. */
  price = 0;
  /** Of the resting order: 1 a buy order, -1 a sell order. */
  direction = 0;

  /** Takes the reader's current line; the reason when it cannot. Time may not go back. */
  read(reader: CsvReader): QuarantineReason | undefined {
    const fault = reader.fault(COLUMNS);
    if (fault !== undefined) return fault;
    const timeNs = reader.scaledDecimal(0, NS_DIGITS);
    const type = reader.integer(1);
    const orderId = reader.integer(2);
    const size = reader.integer(3);
    const price = reader.integer(4);
    const direction = reader.integer(5);
    if (Number.isNaN(timeNs + type + orderId + size + price + direction)) return reader.fieldFault();
    const ownTimeFault = timeFault(reader, timeNs, this.timeNs, NS_DIGITS);
    if (ownTimeFault !== undefined) return ownTimeFault;
    if (type < SUBMISSION || type > HALT || (direction !== 1 && direction !== -1)) return 'UNKNOWN_CODE';
    if (type === HALT) {
      if (!HALT_PRICES.includes(price)) return 'UNKNOWN_CODE';
    } else if (price <= 0 || price >= PRICE_END) return 'ABSURD_PRICE';
    else if (size <= 0) return 'BAD_SIZE';
    this.timeNs = timeNs;
    this.type = type;
    this.orderId = orderId;
    this.size = size;
    this.price = price;
    this.direction = direction;
    return undefined;
  }
}

import { PriceGate, type MarketEvent, type TradeEvent } from '#domain/market-data';
import { CsvReader } from '../csv-reader.js';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine, type QuarantineReason } from '../quarantine.js';
import { LobsterBook, type SizeChange } from './lobster-book.js';
import {
  CANCELLATION,
  CROSS_TRADE,
  DELETION,
  EXECUTION,
  HALT,
  HIDDEN_EXECUTION,
  LobsterMessage,
  SUBMISSION,
} from './message.js';
import { OrderBookRow } from './order-book-row.js';

/** The two files of one instrument's day. */
export interface LobsterDay {
  readonly symbol: string;
  /** YYYY-MM-DD, New York. */
  readonly date: string;
  /** N, from the width of the order-book file. */
  readonly levels: number;
  readonly messages: CsvSource;
  readonly orderBook: CsvSource;
}

/** Reads the message and the order-book file of a day in lockstep, one row of each per step, as market events. */
export class LobsterTape {
  /** The order-book row of the last step; undefined when it was set aside. */
  row: OrderBookRow | undefined;

  private readonly messages: CsvReader;
  private readonly rows: CsvReader;
  private readonly message = new LobsterMessage();
  private readonly currentRow: OrderBookRow;
  private readonly book: LobsterBook;
  private readonly tradePrices = new PriceGate();

  constructor(
    private readonly day: LobsterDay,
    private readonly quarantine: Quarantine,
  ) {
    this.messages = new CsvReader(day.messages);
    this.rows = new CsvReader(day.orderBook);
    this.currentRow = new OrderBookRow(day.levels);
    this.book = new LobsterBook(day.symbol, day.levels);
  }

  /** Appends the events of the next row to `out`; false at the end of the day. Throws RecordingError when a file breaks. */
  async step(out: MarketEvent[]): Promise<boolean> {
    const hasMessage = this.messages.next() || (await this.messages.advance());
    const hasRow = this.rows.next() || (await this.rows.advance());
    if (!hasMessage || !hasRow) {
      if (hasMessage) this.setAside(this.messages, 'UNPAIRED_ROW');
      if (hasRow) this.setAside(this.rows, 'UNPAIRED_ROW');
      return hasMessage || hasRow;
    }
    const messageRead = this.read(this.messages, this.message);
    this.row = this.read(this.rows, this.currentRow) ? this.currentRow : undefined;
    this.emit(messageRead, out);
    return true;
  }

  close(): void {
    this.messages.close();
    this.rows.close();
  }

  private emit(messageRead: boolean, out: MarketEvent[]): void {
    const { message, book } = this;
    const agrees = book.step(message.timeNs, messageRead ? changeOf(message) : undefined, this.row, messageRead);
    if (!agrees) this.setAside(this.messages, 'BOOK_MISMATCH');
    // An execution that the book contradicts is set aside with its message.
    if (messageRead && agrees) this.emitTradeOrStatus(out);
    for (const event of book.events) out.push(event);
  }

  private emitTradeOrStatus(out: MarketEvent[]): void {
    const { type, timeNs, price, size } = this.message;
    const instrumentId = this.day.symbol;
    if (type === HALT) {
      out.push({ kind: 'STATUS', instrumentId, timeNs, status: price === 1 ? 'OPEN' : 'HALTED' });
      return;
    }
    const condition = tradeCondition(type);
    if (condition === undefined) return;
    if (this.tradePrices.accepts(price)) out.push({ kind: 'TRADE', instrumentId, timeNs, price, size, condition });
    else this.setAside(this.messages, 'ABSURD_PRICE');
  }

  private read(reader: CsvReader, into: LobsterMessage | OrderBookRow): boolean {
    const reason = into.read(reader);
    if (reason !== undefined) this.setAside(reader, reason);
    return reason === undefined;
  }

  private setAside(reader: CsvReader, reason: QuarantineReason): void {
    this.quarantine.add(reader.source.name, reader.line, reason, reader.text());
  }
}

const changeOf = ({ type, price, size, direction }: LobsterMessage): SizeChange | undefined => {
  const side = direction === 1 ? 'BID' : 'ASK';
  switch (type) {
    case SUBMISSION:
      return { side, price, delta: size };
    case CANCELLATION:
    case DELETION:
    case EXECUTION:
      return { side, price, delta: -size };
    default:
      return undefined;
  }
};

const tradeCondition = (type: number): TradeEvent['condition'] | undefined => {
  switch (type) {
    case EXECUTION:
      return 'DISPLAYED';
    case HIDDEN_EXECUTION:
      return 'HIDDEN';
    case CROSS_TRADE:
      return 'AUCTION';
    default:
      return undefined;
  }
};

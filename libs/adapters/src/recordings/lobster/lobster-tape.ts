import {
  ASK,
  BID,
  EventKind,
  MORE_FOLLOWS,
  PriceGate,
  StatusCode,
  TradeCondition,
  type EventBatch,
} from '#domain/market-data';
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
import { LobsterOrders } from './lobster-orders.js';
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

/** Each search for the line that belongs to another goes so many times further than the last, in the other file. */
const SEARCH_GROWTH = 4;

/**
 * Reads the message and the order-book file of a day in lockstep, as market events.
 *
 * A message line that cannot be read is taken to stand where a good one stood: its row is followed. A row line that cannot
 * be read likewise: its message is trusted. Should the next good pair contradict each other, the bad lines were put
 * between the good ones instead: the messages whose rows were followed are in the book already (or the rows whose messages
 * were trusted are), and the lockstep is found again without a loss.
 *
 * A message and a row that can both be read and yet contradict each other are one bad value as a rule: the message is set
 * aside and the row followed. When the next pair does so too, a line is missing in one of the files, and its partner is
 * searched: one more row is followed, then up to four messages are skipped, then 16 rows followed, and so on. So a bad line
 * does not spoil the rest of a day, and each is counted.
 */
export class LobsterTape {
  /** The row that the book should equal after the last step; undefined when it used none up. */
  row: OrderBookRow | undefined;

  private readonly messages: CsvReader;
  private readonly rows: CsvReader;
  private readonly message = new LobsterMessage();
  private readonly currentRow: OrderBookRow;
  private readonly book: LobsterBook;
  private readonly orders = new LobsterOrders();
  /** The row of the current step's order event: the changes of levels that follow it are of the same message. */
  private orderRow: number | undefined;
  private readonly tradePrices = new PriceGate();
  private seeded = false;
  /** The current message, or row, is good and not yet used up. */
  private messageWaits = false;
  private rowWaits = false;
  /** Since a pair last agreed: rows followed and messages trusted beside a bad line, and pairs of which both were bad. */
  private rowsFollowed = 0;
  private messagesTrusted = 0;
  private pairsLost = 0;
  private contradictions = 0;
  private search = NO_SEARCH;

  constructor(
    private readonly day: LobsterDay,
    private readonly quarantine: Quarantine,
  ) {
    this.messages = new CsvReader(day.messages);
    this.rows = new CsvReader(day.orderBook);
    this.currentRow = new OrderBookRow(day.levels);
    this.book = new LobsterBook(day.levels);
  }

  /** How many rows one step appends at most: a trade, an order and the change of every level. */
  get rowsPerStepMax(): number {
    return 4 * this.day.levels + 4;
  }

  /** Appends the events of the next lines to `out`; false at the end of the day. Throws RecordingError when a file breaks. */
  async step(out: EventBatch): Promise<boolean> {
    const hasMessage = this.messageWaits || this.messages.next() || (await this.messages.advance());
    const hasRow = this.rowWaits || this.rows.next() || (await this.rows.advance());
    const messageRead = hasMessage && (this.messageWaits || this.read(this.messages, this.message));
    const rowRead = hasRow && (this.rowWaits || this.read(this.rows, this.currentRow));
    this.messageWaits = false;
    this.rowWaits = false;
    this.row = undefined;
    this.orderRow = undefined;
    if (messageRead && rowRead) this.takePair(out);
    else if (messageRead) this.takeMessage(hasRow, out);
    else if (rowRead) this.takeRow(hasMessage, out);
    else this.pairsLost += 1;
    return hasMessage || hasRow;
  }

  close(): void {
    this.messages.close();
    this.rows.close();
  }

  private takePair(out: EventBatch): void {
    if (!this.seeded) {
      this.seeded = true;
      this.emitMessage(out);
      this.followRow(out);
      return;
    }
    const verdict = this.book.compare(this.message.timeNs, changeOf(this.message), this.currentRow);
    if (verdict === 'CONTRADICT') {
      this.realign(out);
      return;
    }
    if (verdict === 'AGREE') this.inStep();
    this.row = this.currentRow;
    this.emitMessage(out);
    this.emitLevels(out);
  }

  /** Message and row belong together: whatever was in doubt is settled. */
  private inStep(): void {
    this.rowsFollowed = 0;
    this.messagesTrusted = 0;
    this.pairsLost = 0;
    this.contradictions = 0;
    this.search = NO_SEARCH;
  }

  private realign(out: EventBatch): void {
    if (this.pairsLost > 0) {
      this.pairsLost = 0;
      this.emitMessage(out);
      this.followRow(out);
    } else if (this.rowsFollowed > 0) {
      this.rowsFollowed -= 1;
      this.rowWaits = true;
      this.emitMessage(out);
    } else if (this.messagesTrusted > 0) {
      this.messagesTrusted -= 1;
      this.messageWaits = true;
    } else this.contradict(out);
  }

  private contradict(out: EventBatch): void {
    this.setAside(this.messages, 'BOOK_MISMATCH');
    this.contradictions += 1;
    if (this.contradictions > 1) {
      if (this.search.left === 0) this.search = wider(this.search);
      this.search = { ...this.search, left: this.search.left - 1 };
      this.messageWaits = this.search.among === 'ROWS';
      this.rowWaits = this.search.among === 'MESSAGES';
    }
    if (!this.rowWaits) this.followRow(out);
  }

  /** A message whose row is bad or, at the end of the file, missing. */
  private takeMessage(hasRow: boolean, out: EventBatch): void {
    if (hasRow) {
      this.messagesTrusted += 1;
      this.emitMessage(out);
      if (!this.seeded) return;
      this.book.trust(this.message.timeNs, changeOf(this.message));
      this.emitLevels(out);
    } else if (this.rowsFollowed > 0) {
      this.rowsFollowed -= 1;
      this.emitMessage(out);
    } else this.setAside(this.messages, 'UNPAIRED_ROW');
  }

  /** A row whose message is bad or, at the end of the file, missing. */
  private takeRow(hasMessage: boolean, out: EventBatch): void {
    if (hasMessage) {
      this.rowsFollowed += 1;
      if (this.seeded) this.followRow(out);
    } else if (this.messagesTrusted > 0) this.messagesTrusted -= 1;
    else this.setAside(this.rows, 'UNPAIRED_ROW');
  }

  private followRow(out: EventBatch): void {
    this.row = this.currentRow;
    this.book.follow(this.message.timeNs, this.currentRow);
    this.emitLevels(out);
  }

  private emitLevels(out: EventBatch): void {
    const { events } = this.book;
    this.orders.levelsSet(events);
    if (events.length > 0 && this.orderRow !== undefined) out.flags[this.orderRow] = MORE_FOLLOWS;
    for (let i = 0; i < events.length; i += 1) {
      out.copy(events, i);
      const row = out.length - 1;
      out.sequence[row] = this.messages.line;
      out.firstSequence[row] = this.messages.line;
      if (i < events.length - 1) out.flags[row] = MORE_FOLLOWS;
    }
  }

  /** What the message says beside levels: a trade meets the book before its order is smaller. */
  private emitMessage(out: EventBatch): void {
    this.emitTradeOrStatus(out);
    this.orderRow = this.orders.emit(this.message, this.messages.line, out);
  }

  private emitTradeOrStatus(out: EventBatch): void {
    const { type, timeNs, price, size, direction } = this.message;
    const { line } = this.messages;
    if (type === HALT) {
      const row = out.append(EventKind.STATUS, timeNs, line, 0, 0);
      out.detail[row] = price === 1 ? StatusCode.OPEN : StatusCode.HALTED;
      return;
    }
    const condition = tradeCondition(type);
    if (condition === undefined) return;
    if (!this.tradePrices.accepts(price)) {
      this.setAside(this.messages, 'ABSURD_PRICE');
      return;
    }
    const row = out.append(EventKind.TRADE, timeNs, line, price, size);
    out.detail[row] = condition;
    if (condition !== TradeCondition.AUCTION) out.side[row] = direction === 1 ? BID : ASK;
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

interface Search {
  readonly among: 'ROWS' | 'MESSAGES';
  readonly span: number;
  readonly left: number;
}

const NO_SEARCH: Search = { among: 'MESSAGES', span: 1 / SEARCH_GROWTH, left: 0 };

const wider = ({ among, span }: Search): Search => ({
  among: among === 'ROWS' ? 'MESSAGES' : 'ROWS',
  span: span * SEARCH_GROWTH,
  left: span * SEARCH_GROWTH,
});

const changeOf = ({ type, price, size, direction }: LobsterMessage): SizeChange | undefined => {
  const side = direction === 1 ? BID : ASK;
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

const tradeCondition = (type: number): number | undefined => {
  switch (type) {
    case EXECUTION:
      return TradeCondition.DISPLAYED;
    case HIDDEN_EXECUTION:
      return TradeCondition.HIDDEN;
    case CROSS_TRADE:
      return TradeCondition.AUCTION;
    default:
      return undefined;
  }
};

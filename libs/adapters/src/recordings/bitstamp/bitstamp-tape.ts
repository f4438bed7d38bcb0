import {
  EventKind,
  FROM_SNAPSHOT,
  L2Book,
  L3Book,
  MORE_FOLLOWS,
  NO_SIDE,
  OrderAction,
  type EventBatch,
  type SessionTimeNs,
} from '#domain/market-data';
import { CsvReader } from '../csv-reader.js';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine, type QuarantineReason } from '../quarantine.js';
import { BitstampRow } from './bitstamp-row.js';
import { Execution, isTrade } from './execution.js';
import { RecentIds } from './recent-ids.js';

/** The rows of both orders of a trade follow each other within a few milliseconds; so long is waited for the second. */
const PARTNER_WAIT_NS = 100e6;
/** Between two files of one recording no more time passes. */
const FILE_GAP_NS = 60e9;
/** Rows of one order overtake each other within seconds, in which a few dozen orders go. */
const GONE_IDS_KEPT = 1024;

/** Files of Bitstamp orders that follow each other, and the days they are of. */
export interface BitstampDays {
  /** In the order of time, at least one. */
  readonly sources: readonly CsvSource[];
  /** UTC midnight before the first row, in Unix time. */
  readonly originMs: number;
  /** UTC midnight after the last row. */
  readonly endNs: SessionTimeNs;
}

/**
 * Reads files of Bitstamp orders as ORDER and TRADE events.
 *
 * A `created` row is an ADD, a `deleted` row with size left a DELETE. An order whose size falls at an unchanged price was
 * executed; one that is deleted with nothing left was executed to its end. A `changed` row with another price is no
 * execution: a market order moves to the next price, and one that is given in dollars is smaller there.
 *
 * An execution has two orders, whose rows follow each other: opposite sides, prices that meet, the same size but for the
 * rounding of the source. Two such rows are one TRADE and two EXECUTE events in one message, decided on from the second
 * row on: the older order (lower id) was resting, and gave the price and the side that was hit. An execution whose partner
 * is not the next row within 100 ms is an EXECUTE event without a trade, counted as UNPAIRED_EXECUTION.
 *
 * Rows of one order overtake each other now and then. What comes for an order that is gone already (also its creation) is
 * set aside as ORDER_GONE, and the creation of an order that was spoken of before as ORDER_EXISTS.
 *
 * Where the next file begins more than a minute after the last row the orders in between are not known, and the book is
 * cleared.
 */
export class BitstampTape {
  /** How many rows one step appends at most: a trade of two orders, or a cleared book and its first order. */
  readonly rowsPerStepMax = 3;

  private reader: CsvReader;
  private filesOpened = 1;
  /** Lines of the files before, and one for each end of a file: sequence numbers go on from file to file. */
  private linesBefore = 0;
  /** The next row is the first of a further file. */
  private isFileNew = false;
  private readonly row: BitstampRow;
  private readonly orders = new L3Book(new L2Book(), 'ORDERS');
  private readonly gone = new RecentIds(GONE_IDS_KEPT);
  private current = new Execution();
  /** Waits for its partner. */
  private held = new Execution();
  private isHeld = false;
  private decisionNs: SessionTimeNs = 0;

  constructor(
    private readonly days: BitstampDays,
    private readonly quarantine: Quarantine,
  ) {
    this.reader = new CsvReader(days.sources[0]!);
    this.row = new BitstampRow(days.originMs, days.endNs);
  }

  /** Appends the events of the next line to `out`; false at the end of the last file. Throws RecordingError when one breaks. */
  async step(out: EventBatch): Promise<boolean> {
    if (!this.reader.next() && !(await this.reader.advance())) return this.openNext(out);
    if (this.reader.line === 1 && isHeading(this.reader)) return true;
    const lastNs = this.row.receiveNs;
    const fault = this.row.read(this.reader);
    if (fault === undefined) this.takeAfter(lastNs, out);
    else this.setAside(fault);
    return true;
  }

  close(): void {
    this.reader.close();
  }

  private openNext(out: EventBatch): boolean {
    if (this.isHeld) this.emitUnpaired(out, Infinity);
    const source = this.days.sources[this.filesOpened];
    if (source === undefined) return false;
    this.linesBefore += this.reader.line + 1;
    this.reader = new CsvReader(source);
    this.filesOpened += 1;
    this.isFileNew = true;
    return true;
  }

  private takeAfter(lastNs: SessionTimeNs, out: EventBatch): void {
    if (this.isFileNew && this.row.receiveNs - lastNs > FILE_GAP_NS) this.clear(out);
    this.isFileNew = false;
    const lateness = this.lateness();
    if (lateness === undefined) this.take(out);
    else this.setAside(lateness);
  }

  private clear(out: EventBatch): void {
    this.orders.clear(NO_SIDE);
    this.gone.clear();
    const { receiveNs } = this.row;
    const event = this.append(out, EventKind.CLEAR, receiveNs, receiveNs, 0, 0, 0);
    // As a snapshot of nothing: what follows is a book again.
    out.flags[event] = FROM_SNAPSHOT;
  }

  private lateness(): QuarantineReason | undefined {
    const { orderId, action } = this.row;
    if (this.gone.has(orderId)) return 'ORDER_GONE';
    return action === 'created' && this.orders.has(orderId) ? 'ORDER_EXISTS' : undefined;
  }

  private take(out: EventBatch): void {
    const executed = this.executedSize();
    this.follow(executed);
    if (executed === undefined) {
      if (this.isHeld) this.emitUnpaired(out, this.row.receiveNs);
      this.emitOrder(out);
      return;
    }
    this.current.take(this.row, executed, this.reader);
    const isPair = this.isHeld && this.current.receiveNs - this.held.receiveNs <= PARTNER_WAIT_NS;
    if (isPair && isTrade(this.held, this.current)) {
      this.isHeld = false;
      this.emitTrade(out);
      return;
    }
    if (this.isHeld) this.emitUnpaired(out, this.current.receiveNs);
    [this.held, this.current] = [this.current, this.held];
    this.isHeld = true;
  }

  /** What was executed by the current row, NaN when it was but nobody knows how much; undefined when nothing was. */
  private executedSize(): number | undefined {
    const { orderId, action, price, size } = this.row;
    if (action === 'created' || (action === 'deleted' && size > 0)) return undefined;
    if (!this.orders.has(orderId)) return NaN;
    const before = this.orders.sizeOf(orderId);
    if (action === 'deleted') return before;
    return price === this.orders.priceOf(orderId) && size < before ? before - size : undefined;
  }

  private follow(executed: number | undefined): void {
    const { orderId, action, side, price, size } = this.row;
    this.orders.apply(this.orderAction(executed), orderId, side, price, size);
    if (action === 'deleted') this.gone.add(orderId);
  }

  private orderAction(executed: number | undefined): number {
    if (executed !== undefined) return OrderAction.EXECUTE;
    switch (this.row.action) {
      case 'created':
        return OrderAction.ADD;
      case 'changed':
        return OrderAction.CHANGE;
      case 'deleted':
        return OrderAction.DELETE;
    }
  }

  private emitOrder(out: EventBatch): void {
    const { orderId, side, price, size, receiveNs, action } = this.row;
    const left = action === 'deleted' ? 0 : size;
    const event = this.append(out, EventKind.ORDER, receiveNs, receiveNs, this.reader.line, price, left);
    out.side[event] = side;
    out.detail[event] = this.orderAction(undefined);
    out.orderId[event] = orderId;
  }

  private emitTrade(out: EventBatch): void {
    const { held, current } = this;
    const [resting, aggressor] = held.orderId < current.orderId ? [held, current] : [current, held];
    const decisionNs = current.receiveNs;
    const size = smallerKnown(held.executed, current.executed);
    const trade = this.append(out, EventKind.TRADE, decisionNs, decisionNs, current.line, resting.price, size);
    out.side[trade] = resting.side;
    out.firstSequence[trade] = this.linesBefore + held.line;
    out.flags[trade] = MORE_FOLLOWS;
    const first = this.emitExecution(out, resting, decisionNs);
    out.flags[first] = MORE_FOLLOWS;
    const second = this.emitExecution(out, aggressor, decisionNs);
    for (const event of [first, second]) {
      out.sequence[event] = out.sequence[trade]!;
      out.firstSequence[event] = out.firstSequence[trade]!;
    }
  }

  private setAside(reason: QuarantineReason): void {
    this.quarantine.add(this.reader.source.name, this.reader.line, reason, this.reader.text());
  }

  /** Nobody knew that its partner would not come before the wait was over, or another row came. */
  private emitUnpaired(out: EventBatch, nextNs: SessionTimeNs): void {
    const { held } = this;
    this.isHeld = false;
    this.emitExecution(out, held, Math.min(nextNs, held.receiveNs + PARTNER_WAIT_NS));
    this.quarantine.add(this.reader.source.name, held.line, 'UNPAIRED_EXECUTION', held.text);
  }

  private emitExecution(out: EventBatch, execution: Execution, decisionNs: SessionTimeNs): number {
    const { receiveNs, line, orderId, side, price, left } = execution;
    const event = this.append(out, EventKind.ORDER, receiveNs, decisionNs, line, price, left);
    out.side[event] = side;
    out.detail[event] = OrderAction.EXECUTE;
    out.orderId[event] = orderId;
    return event;
  }

  private append(
    out: EventBatch,
    kind: number,
    receiveNs: SessionTimeNs,
    decisionNs: SessionTimeNs,
    line: number,
    price: number,
    size: number,
  ): number {
    this.decisionNs = Math.max(this.decisionNs, decisionNs);
    const event = out.append(kind, receiveNs, this.linesBefore + line, price, size);
    out.decisionNs[event] = this.decisionNs;
    return event;
  }
}

const isHeading = (reader: CsvReader): boolean => reader.string(0).replaceAll('"', '') === 'id';

const smallerKnown = (a: number, b: number): number => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b));

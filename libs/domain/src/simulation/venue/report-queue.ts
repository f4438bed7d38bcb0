import { MessageQueue } from '../clock/index.js';
import { type BookEvents } from '../order-book/index.js';
import { type ExecutionReport } from './execution-report.js';

const OWNER = 0;
const ORDER_ID = 1;
const KIND = 2;
const REASON = 3;
const PRICE = 4;
const QUANTITY = 5;
const LEFT = 6;
const IS_MAKER = 7;
const FEE = 8;
const VENUE_NS = 9;
const WIDTH = 10;

/** Reports on their way to members. */
export class ReportQueue {
  private readonly messages = new MessageQueue(WIDTH);

  get nextNs(): number {
    return this.messages.nextTime;
  }

  /** About the order that a row is about. */
  post(arrivalNs: number, venueNs: number, events: BookEvents, row: number, fee: number): void {
    const at = this.messages.post(arrivalNs);
    const { fields } = this.messages;
    fields[at + OWNER] = events.owner(row);
    fields[at + ORDER_ID] = events.orderId(row);
    fields[at + LEFT] = events.left(row);
    fields[at + IS_MAKER] = 0;
    this.fill(at, venueNs, events, row, fee);
  }

  /** About the order that had rested. */
  postToMaker(arrivalNs: number, venueNs: number, events: BookEvents, row: number, fee: number): void {
    const at = this.messages.post(arrivalNs);
    const { fields } = this.messages;
    fields[at + OWNER] = events.makerOwner(row);
    fields[at + ORDER_ID] = events.makerId(row);
    fields[at + LEFT] = events.makerLeft(row);
    fields[at + IS_MAKER] = 1;
    this.fill(at, venueNs, events, row, fee);
  }

  /** Reads the report that arrives first. RangeError where none is on its way. */
  take(into: ExecutionReport): void {
    into.arrivalNs = this.messages.nextTime;
    const at = this.messages.take();
    const { fields } = this.messages;
    into.owner = fields[at + OWNER]!;
    into.orderId = fields[at + ORDER_ID]!;
    into.kind = fields[at + KIND]!;
    into.reason = fields[at + REASON]!;
    into.price = fields[at + PRICE]!;
    into.quantity = fields[at + QUANTITY]!;
    into.left = fields[at + LEFT]!;
    into.isMaker = fields[at + IS_MAKER] === 1;
    into.fee = fields[at + FEE]!;
    into.venueNs = fields[at + VENUE_NS]!;
    this.messages.release(at);
  }

  private fill(at: number, venueNs: number, events: BookEvents, row: number, fee: number): void {
    const { fields } = this.messages;
    fields[at + KIND] = events.kind(row);
    fields[at + REASON] = events.reason(row);
    fields[at + PRICE] = events.price(row);
    fields[at + QUANTITY] = events.quantity(row);
    fields[at + FEE] = fee;
    fields[at + VENUE_NS] = venueNs;
  }
}

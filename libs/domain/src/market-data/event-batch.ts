import {
  NO_SIDE,
  EventKind,
  TradeCondition,
  StatusCode,
  OrderAction,
  MORE_FOLLOWS,
  FROM_SNAPSHOT,
  IRREGULAR_PRICE,
  type BookSide,
} from './event-codes.js';
import { type SessionTimeNs, type MarketEvent } from './events.js';

const nameOf = <Name extends string>(codes: Readonly<Record<Name, number>>, code: number): Name =>
  (Object.keys(codes) as Name[]).find((name) => codes[name] === code)!;

/** The columns of an `EventBatch` that hold small codes. */
export const CODE_COLUMNS = ['kind', 'side', 'detail', 'flags'] as const;
/** The columns that hold whole numbers as doubles. */
export const NUMBER_COLUMNS = [
  'exchangeNs',
  'receiveNs',
  'decisionNs',
  'firstSequence',
  'sequence',
  'previousSequence',
  'price',
  'size',
  'orderId',
] as const;

/**
 * Market events of one session as columns, so that a million events a second cost no object each. Rows 0 to `length - 1`
 * are filled. Who hands a batch on may refill it afterwards: it is valid until the next one is asked for.
 *
 * Times are nanoseconds since the session's origin, exact doubles for 104 days:
 * - `exchangeNs`: when the venue says that it happened; as `receiveNs` where the source has no such time;
 * - `receiveNs`: when the recorder got it, by its own clock; as `exchangeNs` where the source has no such time;
 * - `decisionNs`: from when on a decision may use it, by the recorder's clock where there is one. Never goes back from
 *   one event to the next; everything that is computed "as of" a time goes by it.
 *
 * Prices are integers in the session's price units, sizes integers in its size units.
 *
 * `sequence` is the number of the message the event came in, `firstSequence` the first that the message covers
 * (Binance `u` and `U`), `previousSequence` the number of the message before it (`pu`), NaN where the source does not say
 * and there is nothing to check but the order. Numbers count per stream: level and order changes, best prices, trades.
 */
export class EventBatch {
  length = 0;
  readonly kind: Uint8Array;
  readonly side: Uint8Array;
  readonly detail: Uint8Array;
  readonly flags: Uint8Array;
  readonly exchangeNs: Float64Array;
  readonly receiveNs: Float64Array;
  readonly decisionNs: Float64Array;
  readonly firstSequence: Float64Array;
  readonly sequence: Float64Array;
  readonly previousSequence: Float64Array;
  readonly price: Float64Array;
  readonly size: Float64Array;
  readonly orderId: Float64Array;

  constructor(readonly capacity = 1024) {
    this.kind = new Uint8Array(capacity);
    this.side = new Uint8Array(capacity);
    this.detail = new Uint8Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.exchangeNs = new Float64Array(capacity);
    this.receiveNs = new Float64Array(capacity);
    this.decisionNs = new Float64Array(capacity);
    this.firstSequence = new Float64Array(capacity);
    this.sequence = new Float64Array(capacity);
    this.previousSequence = new Float64Array(capacity);
    this.price = new Float64Array(capacity);
    this.size = new Float64Array(capacity);
    this.orderId = new Float64Array(capacity);
  }

  /** A batch of these events, as large as they are many. */
  static of(events: readonly MarketEvent[]): EventBatch {
    const batch = new EventBatch(events.length);
    for (const event of events) batch.push(event);
    return batch;
  }

  get isFull(): boolean {
    return this.length === this.capacity;
  }

  clear(): void {
    this.length = 0;
  }

  /**
   * Opens the next row and returns its index: the one time in all three time columns, no side, no detail, no flags, no
   * order, one sequence number and none before it. The caller sets what differs. RangeError when the batch is full.
   */
  append(kind: number, timeNs: SessionTimeNs, sequence: number, price: number, size: number): number {
    const i = this.length;
    if (i === this.capacity) throw new RangeError(`EventBatch: full, it holds ${this.capacity} events`);
    this.length = i + 1;
    this.kind[i] = kind;
    this.side[i] = NO_SIDE;
    this.detail[i] = 0;
    this.flags[i] = 0;
    this.exchangeNs[i] = timeNs;
    this.receiveNs[i] = timeNs;
    this.decisionNs[i] = timeNs;
    this.firstSequence[i] = sequence;
    this.sequence[i] = sequence;
    this.previousSequence[i] = NaN;
    this.price[i] = price;
    this.size[i] = size;
    this.orderId[i] = 0;
    return i;
  }

  /** Copies one row of another batch to the end of this one. RangeError when the batch is full. */
  copy(from: EventBatch, row: number): void {
    const i = this.append(from.kind[row]!, 0, from.sequence[row]!, from.price[row]!, from.size[row]!);
    this.side[i] = from.side[row]!;
    this.detail[i] = from.detail[row]!;
    this.flags[i] = from.flags[row]!;
    this.exchangeNs[i] = from.exchangeNs[row]!;
    this.receiveNs[i] = from.receiveNs[row]!;
    this.decisionNs[i] = from.decisionNs[row]!;
    this.firstSequence[i] = from.firstSequence[row]!;
    this.previousSequence[i] = from.previousSequence[row]!;
    this.orderId[i] = from.orderId[row]!;
  }

  /** Appends an event given as an object: for tests and for sources that are not in a hurry. */
  push(event: MarketEvent): void {
    const { price = 0, size = 0, sequence = 0 } = event as { price?: number; size?: number; sequence?: number };
    const i = this.append(EventKind[event.kind], event.timeNs, sequence, price, size);
    this.exchangeNs[i] = event.exchangeNs ?? event.timeNs;
    this.receiveNs[i] = event.receiveNs ?? event.timeNs;
    this.firstSequence[i] = event.firstSequence ?? sequence;
    this.previousSequence[i] = event.previousSequence ?? NaN;
    this.flags[i] = (event.moreFollows === true ? MORE_FOLLOWS : 0) | (event.fromSnapshot === true ? FROM_SNAPSHOT : 0);
    if ('side' in event) this.side[i] = event.side;
    if (event.kind === 'TRADE') this.detail[i] = TradeCondition[event.condition];
    if (event.kind === 'TRADE' && event.irregularPrice === true) this.flags[i] |= IRREGULAR_PRICE;
    if (event.kind === 'STATUS') this.detail[i] = StatusCode[event.status];
    if (event.kind !== 'ORDER') return;
    this.detail[i] = OrderAction[event.action];
    this.orderId[i] = event.orderId;
  }

  /** One row as an object, without what is at its default. */
  at(row: number): MarketEvent {
    const kind = nameOf(EventKind, this.kind[row]!);
    const [timeNs, exchangeNs, receiveNs] = [this.decisionNs[row]!, this.exchangeNs[row]!, this.receiveNs[row]!];
    const [sequence, first, previous] = [this.sequence[row]!, this.firstSequence[row]!, this.previousSequence[row]!];
    const stamp = {
      timeNs,
      ...(exchangeNs !== timeNs && { exchangeNs }),
      ...(receiveNs !== timeNs && { receiveNs }),
      ...(sequence !== 0 && { sequence }),
      ...(first !== sequence && { firstSequence: first }),
      ...(!Number.isNaN(previous) && { previousSequence: previous }),
      ...((this.flags[row]! & MORE_FOLLOWS) !== 0 && { moreFollows: true }),
      ...((this.flags[row]! & FROM_SNAPSHOT) !== 0 && { fromSnapshot: true }),
    };
    const side = this.side[row] === NO_SIDE ? undefined : (this.side[row] as BookSide);
    const [price, size, detail] = [this.price[row]!, this.size[row]!, this.detail[row]!];
    switch (kind) {
      case 'LEVEL':
      case 'BEST':
        return { kind, ...stamp, side: side!, price, size };
      case 'TRADE':
        return {
          kind,
          ...stamp,
          price,
          size,
          condition: nameOf(TradeCondition, detail),
          ...((this.flags[row]! & IRREGULAR_PRICE) !== 0 && { irregularPrice: true }),
          ...(side !== undefined && { side }),
        };
      case 'STATUS':
        return { kind, ...stamp, status: nameOf(StatusCode, detail) };
      case 'ORDER':
        return {
          kind,
          ...stamp,
          side: side!,
          price,
          size,
          action: nameOf(OrderAction, detail),
          orderId: this.orderId[row]!,
        };
      case 'CLEAR':
        return { kind, ...stamp, ...(side !== undefined && { side }) };
    }
  }

  /** All rows as objects. */
  toEvents(): MarketEvent[] {
    return Array.from({ length: this.length }, (_, row) => this.at(row));
  }
}

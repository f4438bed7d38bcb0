import { type StreamHash } from '../stream-hash.js';
import { BookEventKind, type ReasonCode } from './order-codes.js';

const KIND = 0;
const REASON = 1;
const ORDER_ID = 2;
const OWNER = 3;
const SIDE = 4;
const PRICE = 5;
const QUANTITY = 6;
const LEFT = 7;
const IS_HIDDEN = 8;
const MAKER_ID = 9;
const MAKER_OWNER = 10;
const MAKER_LEFT = 11;
/** Integers of a row. */
const WIDTH = 12;
const FIRST_ROWS = 64;

/**
 * What one request did: rows 0 to `length - 1`, in the order in which it happened. The next request overwrites them: copy what
 * is to be kept.
 *
 * | kind      | orderId, owner, side | reason | price               | quantity              | left             | isHidden  |
 * | --------- | -------------------- | ------ | ------------------- | --------------------- | ---------------- | --------- |
 * | ACCEPTED  | the order            | 0      | its limit           | all of it             | all of it        | 0         |
 * | RESTED    | the order            | 0      | where it waits      | what joined the queue | of the order     | it is     |
 * | EXECUTED  | the aggressor        | 0      | of the execution    | of the execution      | of the aggressor | the maker |
 * | REDUCED   | the order            | 0      | where it waits      | by how much           | of the order     | it is     |
 * | REPLACED  | the order            | 0      | where it waited     | what was left of it   | of the new order | it is     |
 * | CANCELLED | the order            | why    | where it waited, or its limit | what was left | 0              | it waited hidden |
 * | REJECTED  | as they were given   | why    | 0                   | 0                     | 0                | 0         |
 *
 * The limit of a market order is the end of the band. `left` and `makerLeft` are with the reserve of an iceberg. `makerId`,
 * `makerOwner` and `makerLeft` are of the order that had rested: only to be read where something was executed. Prices are on
 * the grid of the venue: ticks of a lit book, half ticks of a pool that trades at the midpoint; quantities in units.
 */
export class BookEvents {
  length = 0;
  private rows = new Int32Array(FIRST_ROWS * WIDTH);

  /** A `BookEventKind`. */
  kind(row: number): number {
    return this.rows[row * WIDTH + KIND]!;
  }

  /** A `Reason`. */
  reason(row: number): number {
    return this.rows[row * WIDTH + REASON]!;
  }

  orderId(row: number): number {
    return this.rows[row * WIDTH + ORDER_ID]!;
  }

  owner(row: number): number {
    return this.rows[row * WIDTH + OWNER]!;
  }

  /** BID or ASK: of the order, so of the aggressor where something was executed. */
  side(row: number): number {
    return this.rows[row * WIDTH + SIDE]!;
  }

  price(row: number): number {
    return this.rows[row * WIDTH + PRICE]!;
  }

  quantity(row: number): number {
    return this.rows[row * WIDTH + QUANTITY]!;
  }

  left(row: number): number {
    return this.rows[row * WIDTH + LEFT]!;
  }

  isHidden(row: number): boolean {
    return this.rows[row * WIDTH + IS_HIDDEN] !== 0;
  }

  makerId(row: number): number {
    return this.rows[row * WIDTH + MAKER_ID]!;
  }

  makerOwner(row: number): number {
    return this.rows[row * WIDTH + MAKER_OWNER]!;
  }

  makerLeft(row: number): number {
    return this.rows[row * WIDTH + MAKER_LEFT]!;
  }

  /** Adds every row to a fingerprint. */
  addTo(hash: StreamHash): void {
    const { rows } = this;
    for (let at = 0; at < this.length * WIDTH; at += WIDTH) {
      hash.addWords(rows, at, at + (rows[at + KIND] === BookEventKind.EXECUTED ? WIDTH : MAKER_ID));
    }
  }

  clear(): void {
    this.length = 0;
  }

  /** A row about one order. */
  push(
    kind: number,
    reason: ReasonCode,
    orderId: number,
    owner: number,
    side: number,
    price: number,
    quantity: number,
    left: number,
    isHidden: number,
  ): void {
    const { rows } = this;
    const at = this.length * WIDTH;
    rows[at + KIND] = kind;
    rows[at + REASON] = reason;
    rows[at + ORDER_ID] = orderId;
    rows[at + OWNER] = owner;
    rows[at + SIDE] = side;
    rows[at + PRICE] = price;
    rows[at + QUANTITY] = quantity;
    rows[at + LEFT] = left;
    rows[at + IS_HIDDEN] = isHidden;
    this.length += 1;
    if (at + 2 * WIDTH > rows.length) this.grow();
  }

  pushExecution(
    orderId: number,
    owner: number,
    side: number,
    price: number,
    quantity: number,
    left: number,
    makerIsHidden: number,
    makerId: number,
    makerOwner: number,
    makerLeft: number,
  ): void {
    this.push(BookEventKind.EXECUTED, 0, orderId, owner, side, price, quantity, left, makerIsHidden);
    const { rows } = this;
    const at = (this.length - 1) * WIDTH;
    rows[at + MAKER_ID] = makerId;
    rows[at + MAKER_OWNER] = makerOwner;
    rows[at + MAKER_LEFT] = makerLeft;
  }

  private grow(): void {
    const rows = new Int32Array(this.rows.length * 2);
    rows.set(this.rows);
    this.rows = rows;
  }
}

import { ASK, BID, type BookSide } from '#domain/market-data';
import {
  ANONYMOUS,
  BookEventKind,
  BookEvents,
  OrderType,
  Reason,
  type BookView,
  type ReasonCode,
} from '../order-book/index.js';
import { type MatchingEngine } from './matching-engine.js';

const INT32_MAX = 2 ** 31 - 1;

/** An order that waits in a pool. Pools hold few orders: an object each is no burden. */
interface PoolOrder {
  readonly id: number;
  readonly owner: number;
  readonly side: BookSide;
  limitTicks: number;
  left: number;
  /** Units that an execution has at least, or all that is left. */
  readonly least: number;
}

/**
 * Pool that trades at the midpoint of a lit book and shows nothing.
 *
 * Assumptions: an order trades at the mid of the displayed best prices at that moment, as long as its limit allows it and
 * the lit book has two sides; who came first trades first, whatever the size; each single execution has at least the
 * `part` (minimum execution size) of both orders, or all that is left of one; orders of one owner do not trade with one
 * another and pass each other by. An order trades when it comes, and when `rematch` is called after the mid has moved.
 *
 * Takes LIMIT orders, which wait, and IMMEDIATE_OR_CANCEL ones. Limits are in ticks, prices of executions in half ticks.
 * A request costs as much as there are orders on the other side.
 */
export class DarkPool implements MatchingEngine {
  readonly events = new BookEvents();
  /** By side, in the order they came. */
  private readonly waiting: readonly [PoolOrder[], PoolOrder[]] = [[], []];
  private readonly pending = new Set<number>();
  private lastId = 0;

  /** `lit`: the book that the mid is of. */
  constructor(private readonly lit: BookView) {}

  /** An id for an order that will come, as in `OrderBook`; 0 when 2^31 were given. */
  issueId(): number {
    if (this.lastId === INT32_MAX) return 0;
    this.lastId += 1;
    this.pending.add(this.lastId);
    return this.lastId;
  }

  submit(
    orderId: number,
    owner: number,
    side: BookSide,
    type: number,
    limitTicks: number,
    quantity: number,
    part: number,
  ): ReasonCode {
    this.events.clear();
    if (!this.pending.delete(orderId)) return this.refuse(Reason.UNKNOWN_ORDER, orderId, owner, side);
    const fault = orderFault(owner, side, type, limitTicks, quantity, part);
    if (fault !== Reason.NONE) return this.refuse(fault, orderId, owner, side);
    const order: PoolOrder = { id: orderId, owner, side, limitTicks, left: quantity, least: part };
    this.tell(BookEventKind.ACCEPTED, Reason.NONE, order, quantity, quantity);
    this.trade(order);
    if (order.left > 0 && type === OrderType.IMMEDIATE_OR_CANCEL) {
      this.tell(BookEventKind.CANCELLED, Reason.DOES_NOT_REST, order, order.left, 0);
    } else if (order.left > 0) this.rest(order);
    return Reason.NONE;
  }

  cancel(orderId: number, owner: number): ReasonCode {
    this.events.clear();
    const order = this.find(orderId);
    const fault = ownershipFault(order, owner);
    if (order === undefined || fault !== Reason.NONE) return this.refuse(fault, orderId, owner, order?.side ?? 0);
    this.remove(order);
    this.tell(BookEventKind.CANCELLED, Reason.BY_OWNER, order, order.left, 0);
    return Reason.NONE;
  }

  /** As in `OrderBook`: a smaller quantity with the same limit keeps the place. */
  replace(orderId: number, owner: number, limitTicks: number, quantity: number): ReasonCode {
    this.events.clear();
    const order = this.find(orderId);
    const fault = ownershipFault(order, owner) || termsFault(limitTicks, quantity);
    if (order === undefined || fault !== Reason.NONE) return this.refuse(fault, orderId, owner, order?.side ?? 0);
    const less = order.left - quantity;
    if (limitTicks === order.limitTicks && less >= 0) {
      order.left = quantity;
      this.tell(BookEventKind.REDUCED, Reason.NONE, order, less, quantity);
      return Reason.NONE;
    }
    this.tell(BookEventKind.REPLACED, Reason.NONE, order, order.left, quantity);
    this.remove(order);
    order.limitTicks = limitTicks;
    order.left = quantity;
    this.trade(order);
    if (order.left > 0) this.rest(order);
    return Reason.NONE;
  }

  /** Trades what can trade since the mid has moved: bids in the order they came, each with the asks in theirs. */
  rematch(): void {
    this.events.clear();
    for (const bid of [...this.waiting[BID]]) {
      this.trade(bid);
      if (bid.left === 0) this.remove(bid);
    }
  }

  /** Units left of an order that waits; NaN where it does not. */
  unitsLeft(orderId: number): number {
    return this.find(orderId)?.left ?? NaN;
  }

  /** Units that wait on a side, which nobody in the market can see. */
  unitsWaiting(side: BookSide): number {
    return this.waiting[side].reduce((units, { left }) => units + left, 0);
  }

  private trade(order: PoolOrder): void {
    const midHalfTicks = this.lit.bestTicks(BID) + this.lit.bestTicks(ASK);
    if (!isWithin(order, midHalfTicks)) return;
    const others = this.waiting[order.side === BID ? ASK : BID];
    for (let i = 0; i < others.length && order.left > 0;) {
      const other = others[i]!;
      if (isWithin(other, midHalfTicks) && mayTrade(order, other)) this.execute(order, other, midHalfTicks);
      if (other.left === 0) others.splice(i, 1);
      else i += 1;
    }
  }

  private execute(taker: PoolOrder, maker: PoolOrder, midHalfTicks: number): void {
    const units = Math.min(taker.left, maker.left);
    taker.left -= units;
    maker.left -= units;
    this.events.pushExecution(
      taker.id,
      taker.owner,
      taker.side,
      midHalfTicks,
      units,
      taker.left,
      1,
      maker.id,
      maker.owner,
      maker.left,
    );
  }

  private rest(order: PoolOrder): void {
    this.waiting[order.side].push(order);
    this.tell(BookEventKind.RESTED, Reason.NONE, order, order.left, order.left);
  }

  private find(orderId: number): PoolOrder | undefined {
    return this.waiting[BID].find(({ id }) => id === orderId) ?? this.waiting[ASK].find(({ id }) => id === orderId);
  }

  private remove(order: PoolOrder): void {
    this.waiting[order.side].splice(this.waiting[order.side].indexOf(order), 1);
  }

  /** Limits are told in half ticks, like everything that has a price here. */
  private tell(kind: number, reason: ReasonCode, order: PoolOrder, quantity: number, left: number): void {
    this.events.push(kind, reason, order.id, order.owner, order.side, 2 * order.limitTicks, quantity, left, 1);
  }

  private refuse(reason: ReasonCode, orderId: number, owner: number, side: number): ReasonCode {
    this.events.push(BookEventKind.REJECTED, reason, orderId, owner, side, 0, 0, 0, 0);
    return reason;
  }
}

const isWithin = ({ side, limitTicks }: PoolOrder, midHalfTicks: number): boolean =>
  side === BID ? midHalfTicks <= 2 * limitTicks : midHalfTicks >= 2 * limitTicks;

const mayTrade = (a: PoolOrder, b: PoolOrder): boolean => {
  if (a.owner === b.owner && a.owner !== ANONYMOUS) return false;
  const units = Math.min(a.left, b.left);
  return units >= Math.min(a.least, a.left) && units >= Math.min(b.least, b.left);
};

const ownershipFault = (order: PoolOrder | undefined, owner: number): ReasonCode => {
  if (order === undefined) return Reason.UNKNOWN_ORDER;
  return order.owner === owner ? Reason.NONE : Reason.NOT_THE_OWNER;
};

const orderFault = (
  owner: number,
  side: number,
  type: number,
  limitTicks: number,
  quantity: number,
  part: number,
): ReasonCode => {
  if (!isWhole(owner, 0, INT32_MAX)) return Reason.BAD_OWNER;
  if (side !== BID && side !== ASK) return Reason.BAD_SIDE;
  if (type !== OrderType.LIMIT && type !== OrderType.IMMEDIATE_OR_CANCEL) return Reason.BAD_TYPE;
  const fault = termsFault(limitTicks, quantity);
  if (fault !== Reason.NONE) return fault;
  return isWhole(part, 1, quantity) ? Reason.NONE : Reason.BAD_PART_QUANTITY;
};

/** The highest limit that still has its half ticks within 32 bits. */
const LIMIT_MAX = 2 ** 30 - 1;

const termsFault = (limitTicks: number, quantity: number): ReasonCode => {
  if (!Number.isInteger(limitTicks)) return Reason.PRICE_OFF_GRID;
  if (!isWhole(limitTicks, 1, LIMIT_MAX)) return Reason.PRICE_OUT_OF_BAND;
  if (quantity > INT32_MAX) return Reason.QUANTITY_TOO_LARGE;
  return isWhole(quantity, 1, INT32_MAX) ? Reason.NONE : Reason.BAD_QUANTITY;
};

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

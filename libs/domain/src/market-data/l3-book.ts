import { type StateReader, type StateWriter } from '#domain/core';
import { ASK, BID, NO_SIDE, OrderAction, type BookSide } from './event-codes.js';
import { type SessionDepth } from './market-session.js';
import { type L2Book } from './l2-book.js';
import { NONE, OrderQueues } from './l3-book-queues.js';

/**
 * What came of an event:
 * - APPLIED: the order was as the event supposes;
 * - UNKNOWN_ORDER: the order was never added, as when the recording began after it; see `L3Book`;
 * - DUPLICATE_ORDER: an order of this id is resting already; nothing changed.
 */
export type OrderVerdict = 'APPLIED' | 'UNKNOWN_ORDER' | 'DUPLICATE_ORDER';

/**
 * Level 3 book of one instrument: every order by id, and at each price of each side the queue of orders in time priority.
 * Prices and sizes are integers in the session's units; ids are finite numbers. An event costs the same however many
 * orders rest.
 *
 * Priority: an order joins at the back. Less size keeps its place; more size or another price (or side) sends it to the
 * back. An order of which the first news is a change or an execution was there before everything that was seen to come,
 * and joins at the front; its deletion changes nothing. Either way the verdict is UNKNOWN_ORDER.
 *
 * `levels` are the sizes by price, shared with whoever reads them:
 * - ORDERS: the book sets each level to the sum of its orders;
 * - LEVELS_AND_ORDERS: the levels are what the venue displays, set elsewhere, and the orders are those that are known
 *   of it. What a level displays beyond its known orders is anonymous, and assumed to have been there before them: it is
 *   ahead in the queue. Tell the book of each level that was set (`levelSet`) after the orders of the same message: orders
 *   that a level no longer displays are forgotten.
 *
 * The execution of a hidden order is a trade and no order event: it changes nothing here.
 */
export class L3Book {
  /** Events by verdict other than APPLIED. */
  unknownOrders = 0;
  duplicateOrders = 0;
  /** Orders forgotten because their level was no longer displayed, or displayed less than they add up to. */
  forgottenOrders = 0;

  private readonly queues = new OrderQueues();
  private readonly setsLevels: boolean;

  constructor(
    readonly levels: L2Book,
    depth: Extract<SessionDepth, 'ORDERS' | 'LEVELS_AND_ORDERS'>,
  ) {
    this.setsLevels = depth === 'ORDERS';
  }

  /** Number of orders that rest. */
  get orderCount(): number {
    return this.queues.orderCount;
  }

  /**
   * An `OrderAction` happened to an order, which has `size` left; with nothing left it is gone, and a deletion leaves
   * nothing whatever it says. RangeError unless id, price and size are finite, price > 0 and size >= 0.
   */
  apply(action: number, orderId: number, side: BookSide, price: number, size: number): OrderVerdict {
    check(orderId, price, size);
    const order = this.queues.order(orderId);
    const left = action === OrderAction.DELETE ? 0 : size;
    if (action === OrderAction.ADD) return this.add(order, orderId, side, price, left);
    if (order === NONE) return this.meet(orderId, side, price, left);
    this.change(order, side, price, left);
    return 'APPLIED';
  }

  /**
   * What `side` displays at `price` was set to `size`. Where that is less than the known orders add up to, nothing is left
   * of them that could be relied on: they are forgotten. To be called when levels are told beside orders.
   */
  levelSet(side: BookSide, price: number, size: number): void {
    const queue = this.queues.queue(side, price);
    if (queue === NONE || this.queues.total[queue]! <= size) return;
    this.forgottenOrders += this.queues.count[queue]!;
    this.empty(queue);
  }

  /** Forgets the orders of one side, or with `NO_SIDE` of both, and their levels too where the book sets those. */
  clear(side: BookSide | typeof NO_SIDE): void {
    if (side === NO_SIDE) {
      this.queues.clear();
    } else {
      for (const queue of this.queues.occupied()) if (this.queues.sideOf(queue) === side) this.empty(queue);
    }
    if (!this.setsLevels) return;
    if (side !== ASK) this.levels.clear(BID);
    if (side !== BID) this.levels.clear(ASK);
  }

  has(orderId: number): boolean {
    return this.queues.order(orderId) !== NONE;
  }

  /** What is left of an order; 0 when it does not rest. */
  sizeOf(orderId: number): number {
    const order = this.queues.order(orderId);
    return order === NONE ? 0 : this.queues.orderSize[order]!;
  }

  /** Where an order rests; NaN when it does not. */
  priceOf(orderId: number): number {
    const order = this.queues.order(orderId);
    return order === NONE ? NaN : this.queues.priceOf(this.queues.queueOf[order]!);
  }

  /** Sum of the known orders at a price. */
  knownSize(side: BookSide, price: number): number {
    const queue = this.queues.queue(side, price);
    return queue === NONE ? 0 : this.queues.total[queue]!;
  }

  /** Number of known orders at a price. */
  ordersAt(side: BookSide, price: number): number {
    const queue = this.queues.queue(side, price);
    return queue === NONE ? 0 : this.queues.count[queue]!;
  }

  /** What a level displays beyond its known orders; 0 where the levels are the sums of orders. */
  anonymousSize(side: BookSide, price: number): number {
    return Math.max(0, this.levels.sizeAtPrice(side, price) - this.knownSize(side, price));
  }

  /**
   * Size that has priority over an order at its price, anonymous size included; NaN when the order does not rest. Costs
   * as much as there are orders ahead.
   */
  sizeAhead(orderId: number): number {
    const { queues } = this;
    const order = queues.order(orderId);
    if (order === NONE) return NaN;
    const queue = queues.queueOf[order]!;
    let size = this.anonymousSize(queues.sideOf(queue), queues.priceOf(queue));
    for (let at = queues.ahead[order]!; at !== NONE; at = queues.ahead[at]!) size += queues.orderSize[at]!;
    return size;
  }

  /** Number of known orders that have priority over an order at its price; NaN when it does not rest. Costs as many. */
  ordersAhead(orderId: number): number {
    const order = this.queues.order(orderId);
    if (order === NONE) return NaN;
    let count = 0;
    for (let at = this.queues.ahead[order]!; at !== NONE; at = this.queues.ahead[at]!) count += 1;
    return count;
  }

  /** Visits the known orders at a price in the order of their priority. The visitor changes nothing. */
  forEachOrder(side: BookSide, price: number, visit: (orderId: number, size: number) => void): void {
    const { queues } = this;
    const queue = queues.queue(side, price);
    if (queue === NONE) return;
    for (let at = queues.first[queue]!; at !== NONE; at = queues.behind[at]!) {
      visit(queues.orderId[at]!, queues.orderSize[at]!);
    }
  }

  /** Orders and counts; the levels are saved by whoever owns them. */
  save(into: StateWriter): void {
    const { queues } = this;
    into.numbers([this.unknownOrders, this.duplicateOrders, this.forgottenOrders]);
    into.number(queues.orderCount);
    for (const queue of queues.occupied()) {
      for (let at = queues.first[queue]!; at !== NONE; at = queues.behind[at]!) {
        into.number(queues.orderId[at]!);
        into.number(queues.sideOf(queue));
        into.number(queues.priceOf(queue));
        into.number(queues.orderSize[at]!);
      }
    }
  }

  /** Takes over a saved state; the levels are restored by whoever owns them. */
  restore(from: StateReader): void {
    const counts = from.array();
    this.unknownOrders = counts[0]!;
    this.duplicateOrders = counts[1]!;
    this.forgottenOrders = counts[2]!;
    this.queues.clear();
    for (let left = from.number(); left > 0; left -= 1) {
      const orderId = from.number();
      const side = from.number() as BookSide;
      const price = from.number();
      this.queues.enter(orderId, side, price, from.number(), false);
    }
  }

  private add(order: number, orderId: number, side: BookSide, price: number, size: number): OrderVerdict {
    if (order !== NONE) {
      this.duplicateOrders += 1;
      return 'DUPLICATE_ORDER';
    }
    if (size > 0) this.enter(orderId, side, price, size, false);
    return 'APPLIED';
  }

  private meet(orderId: number, side: BookSide, price: number, size: number): OrderVerdict {
    this.unknownOrders += 1;
    if (size > 0) this.enter(orderId, side, price, size, true);
    return 'UNKNOWN_ORDER';
  }

  private enter(orderId: number, side: BookSide, price: number, size: number, atFront: boolean): void {
    this.queues.enter(orderId, side, price, size, atFront);
    this.setLevel(side, price);
  }

  private change(order: number, side: BookSide, price: number, size: number): void {
    const { queues } = this;
    const queue = queues.queueOf[order]!;
    const sideBefore = queues.sideOf(queue);
    const priceBefore = queues.priceOf(queue);
    if (size === 0) queues.leave(order);
    else if (side !== sideBefore || price !== priceBefore || size > queues.orderSize[order]!) {
      queues.move(order, side, price, size);
      this.setLevel(side, price);
    } else queues.resize(order, size);
    this.setLevel(sideBefore, priceBefore);
  }

  private setLevel(side: BookSide, price: number): void {
    if (this.setsLevels) this.levels.set(side, price, this.knownSize(side, price));
  }

  private empty(queue: number): void {
    for (let left = this.queues.count[queue]!; left > 0; left -= 1) this.queues.leave(this.queues.first[queue]!);
  }
}

const check = (orderId: number, price: number, size: number): void => {
  if (!(Math.abs(orderId) < Infinity)) throw new RangeError(`L3Book: an order id must be finite, got ${orderId}`);
  if (!(price > 0 && price < Infinity)) throw new RangeError(`L3Book: price must be positive and finite, got ${price}`);
  if (!(size >= 0 && size < Infinity)) throw new RangeError(`L3Book: size must be 0 or more and finite, got ${size}`);
};

import { ASK, BID, type BookSide } from '#domain/market-data';
import { BookEvents } from './book-events.js';
import { type BookView } from './book-view.js';
import { checkOrderBook, type OrderBookParameters } from './order-book-parameters.js';
import { ANONYMOUS, BookEventKind, OrderType, Reason, type ReasonCode } from './order-codes.js';
import {
  BEHIND,
  FLAGS,
  HIDDEN_BIT,
  ICEBERG_BIT,
  ID,
  NONE,
  OPEN,
  OWNER,
  PENDING,
  POST_ONLY_BIT,
  QUEUE,
  RESERVE,
  SIDE_BIT,
  WIDTH_BITS,
} from './order-slab.js';
import { RestingOrders } from './resting-orders.js';

/**
 * Limit order book with price-time priority. Prices are whole ticks, quantities whole units, owners whole numbers; an owner
 * is anybody whose orders do not trade with one another, or ANONYMOUS.
 *
 * - A better price trades first; at one price displayed orders before hidden ones, each in the order they came.
 * - An iceberg shows a tranche; when it has traded, the next one joins the back of the displayed queue at once, before the
 *   same aggressor reaches hidden orders (as at Euronext and Xetra).
 * - A replacement by a smaller quantity at the same price keeps the place, any other loses it and may trade at once.
 * - Self-trade prevention: where an order meets one of its owner, what is left of it is cancelled (cancel newest).
 * - A post-only order that would trade at once is refused, even where only a hidden order stands in its way.
 *
 * Each request returns Reason.NONE or why it was refused, and leaves what it did in `events`, which the next one overwrites.
 * Nothing that a caller says throws or leaves the book in another state than its events tell. A request costs O(1), plus as
 * much for each order that it trades with, and allocates nothing but when arrays double.
 */
export class OrderBook {
  readonly events = new BookEvents();
  private readonly orders: RestingOrders;
  private readonly parameters: OrderBookParameters;
  /** The order that trades has met one of its owner. */
  private hasMetOwner = false;

  /** RangeError where no book can have these parameters: see `checkOrderBook`. */
  constructor(parameters: OrderBookParameters) {
    const fault = checkOrderBook(parameters);
    if (fault !== undefined) throw new RangeError(`OrderBook: ${fault.message}`);
    this.parameters = parameters;
    this.orders = new RestingOrders(parameters);
  }

  /** What rests. */
  get resting(): BookView {
    return this.orders;
  }

  /**
   * An id for an order that will come; so whoever sends it can name it before the book has seen it. Ids grow with time; 0
   * when 2^21 are in use or 2^31 were given. An id is used up by its order, taken or refused.
   */
  issueId(): number {
    return this.orders.slab.issue();
  }

  /**
   * A new order under an id that was issued. `displayQuantity` is the quantity for an order that everybody sees, 0 for a
   * hidden one, else the tranche of an iceberg. A market order has no price: 0 does.
   */
  submit(
    orderId: number,
    owner: number,
    side: BookSide,
    type: number,
    priceTicks: number,
    quantity: number,
    displayQuantity: number = quantity,
  ): ReasonCode {
    this.begin();
    const { slab } = this.orders;
    const order = slab.find(orderId);
    if (order === NONE || slab.records[order + QUEUE] !== PENDING) {
      return this.refuse(Reason.UNKNOWN_ORDER, orderId, owner, side);
    }
    const limitTicks = type === OrderType.MARKET ? this.lastResort(side) : priceTicks;
    const reason =
      this.orderFault(owner, side, type, limitTicks, quantity, displayQuantity) ||
      this.marketFault(owner, side, type, limitTicks, quantity);
    if (reason !== Reason.NONE) {
      slab.release(order);
      return this.refuse(reason, orderId, owner, side);
    }
    const { records } = slab;
    records[order + OWNER] = owner;
    records[order + FLAGS] = side | (type === OrderType.POST_ONLY ? POST_ONLY_BIT : 0);
    if (displayQuantity < quantity) this.hide(order, displayQuantity);
    this.events.push(BookEventKind.ACCEPTED, 0, orderId, owner, side, limitTicks, quantity, quantity, 0);
    this.execute(order, orderId, limitTicks, quantity, type <= OrderType.POST_ONLY);
    return Reason.NONE;
  }

  /** What is left of an order is taken out. */
  cancel(orderId: number, owner: number): ReasonCode {
    this.begin();
    const order = this.orders.find(orderId);
    const { records } = this.orders.slab;
    if (order === NONE) return this.refuse(Reason.UNKNOWN_ORDER, orderId, owner, 0);
    const side = records[order + FLAGS]! & SIDE_BIT;
    if (records[order + OWNER] !== owner) return this.refuse(Reason.NOT_THE_OWNER, orderId, owner, side);
    this.tell(BookEventKind.CANCELLED, Reason.BY_OWNER, order, this.unitsOf(order), 0);
    this.orders.withdraw(order);
    this.orders.slab.release(order);
    return Reason.NONE;
  }

  /**
   * An order that rests shall have this price and `quantity` left. It stays hidden, an iceberg of its tranche, or post-only.
   * A refusal leaves it as it was.
   */
  replace(orderId: number, owner: number, priceTicks: number, quantity: number): ReasonCode {
    this.begin();
    const order = this.orders.find(orderId);
    const { records } = this.orders.slab;
    if (order === NONE) return this.refuse(Reason.UNKNOWN_ORDER, orderId, owner, 0);
    const side = (records[order + FLAGS]! & SIDE_BIT) as BookSide;
    const reason = this.replacementFault(order, owner, side, priceTicks, quantity);
    if (reason !== Reason.NONE) return this.refuse(reason, orderId, owner, side);
    const less = this.unitsOf(order) - quantity;
    if (priceTicks === this.orders.ticksOf(order) && less >= 0) {
      this.orders.reduce(order, less);
      this.tell(BookEventKind.REDUCED, Reason.NONE, order, less, quantity);
    } else {
      this.tell(BookEventKind.REPLACED, Reason.NONE, order, less + quantity, quantity);
      this.orders.withdraw(order);
      this.execute(order, orderId, priceTicks, quantity, true);
    }
    return Reason.NONE;
  }

  private begin(): void {
    this.events.clear();
    this.hasMetOwner = false;
  }

  /** Makes an order hidden, or an iceberg. */
  private hide(order: number, displayQuantity: number): void {
    const { records, tranches } = this.orders.slab;
    records[order + FLAGS]! |= displayQuantity === 0 ? HIDDEN_BIT : ICEBERG_BIT;
    tranches[order >> WIDTH_BITS] = displayQuantity;
  }

  /** An order that is in no queue trades what it can; what is left rests or is cancelled. */
  private execute(order: number, orderId: number, limitTicks: number, quantity: number, rests: boolean): void {
    const { records } = this.orders.slab;
    const side = records[order + FLAGS]! & SIDE_BIT;
    const owner = records[order + OWNER]!;
    const left = this.trade(orderId, owner, side, limitTicks, quantity);
    if (left > 0 && rests && !this.hasMetOwner) {
      this.orders.rest(order, limitTicks, left);
      const { events } = this;
      const isHidden = (records[order + FLAGS]! & HIDDEN_BIT) >> 1;
      events.push(BookEventKind.RESTED, 0, orderId, owner, side, limitTicks, records[order + OPEN]!, left, isHidden);
      return;
    }
    if (left > 0) {
      const reason = this.hasMetOwner ? Reason.SELF_TRADE : Reason.DOES_NOT_REST;
      this.events.push(BookEventKind.CANCELLED, reason, orderId, owner, side, limitTicks, left, 0, 0);
    }
    this.orders.slab.release(order);
  }

  /** Trades with the other side down to a price; returns what is left. */
  private trade(orderId: number, owner: number, side: number, limitTicks: number, quantity: number): number {
    const prices = side === BID ? this.orders.asks : this.orders.bids;
    const limitRank = prices.rankOf(limitTicks);
    let left = quantity;
    while (left > 0 && !this.hasMetOwner) {
      const rank = prices.best();
      if (rank < limitRank) return left;
      left = this.tradeAt(prices.ticksOf(rank), rank > prices.displayed.highest, orderId, owner, side, left);
    }
    return left;
  }

  /** Trades with the orders of one queue until it is empty, nothing is left, or one of the owner's is met. */
  private tradeAt(
    priceTicks: number,
    isHidden: boolean,
    orderId: number,
    owner: number,
    side: number,
    quantity: number,
  ): number {
    const { orders, events } = this;
    const { records } = orders.slab;
    const queue = orders.queueAt(priceTicks, isHidden);
    let left = quantity;
    for (let makerId = orders.queues.front(queue); makerId !== NONE; makerId = orders.queues.front(queue)) {
      const maker = orders.slab.at(makerId);
      const makerOwner = records[maker + OWNER]!;
      if (makerOwner === owner && owner !== ANONYMOUS) {
        this.hasMetOwner = true;
        return left;
      }
      const open = records[maker + OPEN]!;
      const traded = Math.min(left, open);
      const makerLeft = open - traded + records[maker + RESERVE]!;
      left -= traded;
      events.pushExecution(
        orderId,
        owner,
        side,
        priceTicks,
        traded,
        left,
        isHidden ? 1 : 0,
        makerId,
        makerOwner,
        makerLeft,
      );
      if (traded < open) {
        orders.queues.reduce(maker, traded);
        return left;
      }
      if (makerLeft > 0) this.refill(maker);
      else {
        orders.withdraw(maker);
        orders.slab.release(maker);
      }
      if (left === 0) return 0;
    }
    return left;
  }

  private refill(maker: number): void {
    this.orders.refill(maker);
    const open = this.orders.slab.records[maker + OPEN]!;
    this.tell(BookEventKind.RESTED, Reason.NONE, maker, open, this.unitsOf(maker));
  }

  /** Of the requested order alone. */
  private orderFault(
    owner: number,
    side: number,
    type: number,
    limitTicks: number,
    quantity: number,
    displayQuantity: number,
  ): ReasonCode {
    if ((owner | 0) !== owner || owner < 0) return Reason.BAD_OWNER;
    if (side !== BID && side !== ASK) return Reason.BAD_SIDE;
    if ((type | 0) !== type || type < 0 || type > OrderType.MARKET) return Reason.BAD_TYPE;
    const reason = this.termsFault(limitTicks, quantity);
    if (reason !== Reason.NONE) return reason;
    const isPart = (displayQuantity | 0) === displayQuantity && displayQuantity >= 0 && displayQuantity <= quantity;
    return isPart ? Reason.NONE : Reason.BAD_PART_QUANTITY;
  }

  private termsFault(priceTicks: number, quantity: number): ReasonCode {
    const { lowestPriceTicks, highestPriceTicks, maxQuantity } = this.parameters;
    if (!(priceTicks >= lowestPriceTicks && priceTicks <= highestPriceTicks)) {
      return Number.isInteger(priceTicks) ? Reason.PRICE_OUT_OF_BAND : Reason.PRICE_OFF_GRID;
    }
    if ((priceTicks | 0) !== priceTicks) return Reason.PRICE_OFF_GRID;
    if (quantity > maxQuantity) return Reason.QUANTITY_TOO_LARGE;
    return (quantity | 0) === quantity && quantity > 0 ? Reason.NONE : Reason.BAD_QUANTITY;
  }

  /** Of the order beside what rests. */
  private marketFault(owner: number, side: BookSide, type: number, limitTicks: number, quantity: number): ReasonCode {
    if (type === OrderType.POST_ONLY && this.wouldTrade(side, limitTicks)) return Reason.WOULD_TRADE;
    if (type === OrderType.FILL_OR_KILL && !this.isFillable(owner, side, limitTicks, quantity)) {
      return Reason.NOT_FILLABLE;
    }
    return Reason.NONE;
  }

  private replacementFault(
    order: number,
    owner: number,
    side: BookSide,
    priceTicks: number,
    quantity: number,
  ): ReasonCode {
    const { records } = this.orders.slab;
    if (records[order + OWNER] !== owner) return Reason.NOT_THE_OWNER;
    const reason = this.termsFault(priceTicks, quantity);
    if (reason !== Reason.NONE) return reason;
    const isPostOnly = (records[order + FLAGS]! & POST_ONLY_BIT) !== 0;
    return isPostOnly && this.wouldTrade(side, priceTicks) ? Reason.WOULD_TRADE : Reason.NONE;
  }

  private wouldTrade(side: BookSide, limitTicks: number): boolean {
    const prices = side === BID ? this.orders.asks : this.orders.bids;
    return prices.best() >= prices.rankOf(limitTicks);
  }

  /** Whether an order would trade all of its quantity at once. Costs as much as trading it does. */
  private isFillable(owner: number, side: BookSide, limitTicks: number, quantity: number): boolean {
    const { orders } = this;
    const prices = side === BID ? orders.asks : orders.bids;
    const limitRank = prices.rankOf(limitTicks);
    let missing = quantity;
    for (let rank = prices.best(); rank >= limitRank; rank = prices.below(rank)) {
      const displayed = orders.queueAt(prices.ticksOf(rank), false);
      // Reserves come to trade once no displayed order is left, so never before one of the owner's.
      missing -= this.unitsBeforeOwner(displayed, owner, missing);
      if (missing > 0 && !this.hasMetOwner) missing -= orders.reserveAt(displayed);
      if (missing > 0 && !this.hasMetOwner) missing -= this.unitsBeforeOwner(displayed + 1, owner, missing);
      if (missing <= 0) return true;
      if (this.hasMetOwner) return false;
    }
    return false;
  }

  /** Open units of a queue before an order of this owner, counted until they are enough. Sets `hasMetOwner`. */
  private unitsBeforeOwner(queue: number, owner: number, enough: number): number {
    const { records } = this.orders.slab;
    let units = 0;
    this.hasMetOwner = false;
    for (let id = this.orders.queues.front(queue); id !== NONE; id = records[this.orders.slab.at(id) + BEHIND]!) {
      const order = this.orders.slab.at(id);
      if (records[order + OWNER] === owner && owner !== ANONYMOUS) {
        this.hasMetOwner = true;
        return units;
      }
      units += records[order + OPEN]!;
      if (units >= enough) return units;
    }
    return units;
  }

  /** The price at which a market order would take whatever there is. */
  private lastResort(side: BookSide): number {
    return side === BID ? this.parameters.highestPriceTicks : this.parameters.lowestPriceTicks;
  }

  private unitsOf(order: number): number {
    const { records } = this.orders.slab;
    return records[order + OPEN]! + records[order + RESERVE]!;
  }

  /** Of an order that stands in a queue. */
  private tell(kind: number, reason: ReasonCode, order: number, quantity: number, left: number): void {
    const { records } = this.orders.slab;
    const flags = records[order + FLAGS]!;
    this.events.push(
      kind,
      reason,
      records[order + ID]!,
      records[order + OWNER]!,
      flags & SIDE_BIT,
      this.orders.ticksOf(order),
      quantity,
      left,
      (flags & HIDDEN_BIT) === 0 ? 0 : 1,
    );
  }

  private refuse(reason: ReasonCode, orderId: number, owner: number, side: number): ReasonCode {
    this.events.push(BookEventKind.REJECTED, reason, orderId, owner, side, 0, 0, 0, 0);
    return reason;
  }
}

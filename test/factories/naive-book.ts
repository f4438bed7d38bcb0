import { ASK, BID, type BookSide } from '#domain/market-data';
import {
  ANONYMOUS,
  BookEventKind,
  OrderType,
  Reason,
  type OrderBookParameters,
  type ReasonCode,
} from '#domain/simulation';

interface NaiveOrder {
  readonly id: number;
  readonly owner: number;
  readonly side: BookSide;
  readonly isPostOnly: boolean;
  readonly isHidden: boolean;
  /** Undefined but for an iceberg. */
  readonly tranche: number | undefined;
  price: number;
  open: number;
  reserve: number;
  /** When it joined its queue. */
  joined: number;
}

const ORDER_TYPES: readonly number[] = Object.values(OrderType);

/** As a row of `BookEvents`; the maker's columns are there for executions only. */
export interface NaiveEvent {
  readonly kind: number;
  readonly reason: number;
  readonly orderId: number;
  readonly owner: number;
  readonly side: number;
  readonly price: number;
  readonly quantity: number;
  readonly left: number;
  readonly isHidden: boolean;
  readonly maker?: { readonly id: number; readonly owner: number; readonly left: number };
}

/**
 * What `OrderBook` should do, in the plainest way: an array of orders, and a sort for who comes first. Slow, and meant to be
 * read as the definition.
 */
export class NaiveBook {
  events: NaiveEvent[] = [];
  private orders: NaiveOrder[] = [];
  private readonly issued = new Set<number>();
  private clock = 0;

  constructor(private readonly parameters: OrderBookParameters) {}

  issue(id: number): void {
    this.issued.add(id);
  }

  submit(
    id: number,
    owner: number,
    side: number,
    type: number,
    price: number,
    quantity: number,
    display: number,
  ): ReasonCode {
    this.events = [];
    if (!this.issued.has(id)) return this.refuse(Reason.UNKNOWN_ORDER, id, owner, side);
    this.issued.delete(id);
    const worst = side === BID ? this.parameters.highestPriceTicks : this.parameters.lowestPriceTicks;
    const limit = type === OrderType.MARKET ? worst : price;
    const fault = this.faultOf(owner, side, type, limit, quantity, display);
    if (fault !== Reason.NONE) return this.refuse(fault, id, owner, side);
    const order: NaiveOrder = {
      id,
      owner: owner | 0,
      side: (side | 0) as BookSide,
      isPostOnly: type === OrderType.POST_ONLY,
      isHidden: display === 0,
      tranche: display > 0 && display < quantity ? display : undefined,
      price: limit,
      open: quantity,
      reserve: 0,
      joined: 0,
    };
    if (order.isPostOnly && this.counterparty(order) !== undefined) {
      return this.refuse(Reason.WOULD_TRADE, id, owner, side);
    }
    if (type === OrderType.FILL_OR_KILL && !this.isFillable(order)) {
      return this.refuse(Reason.NOT_FILLABLE, id, owner, side);
    }
    this.tell(BookEventKind.ACCEPTED, 0, order, limit, quantity, quantity, false);
    this.execute(order, type === OrderType.LIMIT || type === OrderType.POST_ONLY);
    return Reason.NONE;
  }

  cancel(id: number, owner: number): ReasonCode {
    this.events = [];
    const order = this.find(id);
    if (order === undefined) return this.refuse(Reason.UNKNOWN_ORDER, id, owner, 0);
    if (order.owner !== owner) return this.refuse(Reason.NOT_THE_OWNER, id, owner, order.side);
    this.remove(order);
    const quantity = order.open + order.reserve;
    this.tell(BookEventKind.CANCELLED, Reason.BY_OWNER, order, order.price, quantity, 0, order.isHidden);
    return Reason.NONE;
  }

  replace(id: number, owner: number, price: number, quantity: number): ReasonCode {
    this.events = [];
    const order = this.find(id);
    if (order === undefined) return this.refuse(Reason.UNKNOWN_ORDER, id, owner, 0);
    const { side, isHidden } = order;
    if (order.owner !== owner) return this.refuse(Reason.NOT_THE_OWNER, id, owner, side);
    const fault = this.faultOf(owner, side, OrderType.LIMIT, price, quantity, quantity);
    if (fault !== Reason.NONE) return this.refuse(fault, id, owner, side);
    if (order.isPostOnly && this.counterparty({ ...order, price }) !== undefined) {
      return this.refuse(Reason.WOULD_TRADE, id, owner, side);
    }
    const less = order.open + order.reserve - quantity;
    if (price === order.price && less >= 0) {
      const ofReserve = Math.min(order.reserve, less);
      order.reserve -= ofReserve;
      order.open -= less - ofReserve;
      this.tell(BookEventKind.REDUCED, 0, order, price, less, quantity, isHidden);
      return Reason.NONE;
    }
    this.tell(BookEventKind.REPLACED, 0, order, order.price, less + quantity, quantity, isHidden);
    this.remove(order);
    Object.assign(order, { price, open: quantity, reserve: 0 });
    this.execute(order, true);
    return Reason.NONE;
  }

  /** Units that would trade before an order at its price. */
  unitsAhead(id: number): number {
    const order = this.find(id);
    if (order === undefined) return NaN;
    const level = this.orders.filter(({ side, price }) => side === order.side && price === order.price);
    const ahead = level.filter((other) => comesFirst(other, order) < 0);
    const open = ahead.reduce((units, other) => units + other.open, 0);
    return order.isHidden ? open + level.reduce((units, { reserve }) => units + reserve, 0) : open;
  }

  /** The orders that rest on a side, first to trade first. */
  inPriority(side: BookSide): readonly Readonly<NaiveOrder>[] {
    return this.orders.filter((order) => order.side === side).sort(comesFirst);
  }

  private execute(order: NaiveOrder, rests: boolean): void {
    while (order.open > 0) {
      const maker = this.counterparty(order);
      if (maker === undefined) break;
      if (maker.owner === order.owner && order.owner !== ANONYMOUS) {
        this.tell(BookEventKind.CANCELLED, Reason.SELF_TRADE, order, order.price, order.open, 0, false);
        return;
      }
      this.trade(order, maker);
    }
    if (order.open === 0) return;
    if (!rests) {
      this.tell(BookEventKind.CANCELLED, Reason.DOES_NOT_REST, order, order.price, order.open, 0, false);
      return;
    }
    const left = order.open;
    order.open = Math.min(left, order.tranche ?? left);
    order.reserve = left - order.open;
    this.orders.push(order);
    this.join(order);
  }

  private trade(order: NaiveOrder, maker: NaiveOrder): void {
    const traded = Math.min(order.open, maker.open);
    order.open -= traded;
    maker.open -= traded;
    this.events.push({
      kind: BookEventKind.EXECUTED,
      reason: 0,
      orderId: order.id,
      owner: order.owner,
      side: order.side,
      price: maker.price,
      quantity: traded,
      left: order.open,
      isHidden: maker.isHidden,
      maker: { id: maker.id, owner: maker.owner, left: maker.open + maker.reserve },
    });
    if (maker.open > 0) return;
    if (maker.reserve === 0) {
      this.remove(maker);
      return;
    }
    maker.open = Math.min(maker.reserve, maker.tranche!);
    maker.reserve -= maker.open;
    this.join(maker);
  }

  private join(order: NaiveOrder): void {
    order.joined = this.clock += 1;
    this.tell(BookEventKind.RESTED, 0, order, order.price, order.open, order.open + order.reserve, order.isHidden);
  }

  /** Who is first on the other side, at the order's price or better. */
  private counterparty({ side, price }: NaiveOrder): NaiveOrder | undefined {
    const sign = side === BID ? 1 : -1;
    let first: NaiveOrder | undefined;
    for (const other of this.orders) {
      if (other.side === side || sign * (price - other.price) < 0) continue;
      if (first === undefined || comesFirst(other, first) < 0) first = other;
    }
    return first;
  }

  /** By trading it against a copy of the book. */
  private isFillable(order: NaiveOrder): boolean {
    const copy = new NaiveBook(this.parameters);
    copy.orders = this.orders.map((other) => ({ ...other }));
    copy.clock = this.clock;
    const taker = { ...order };
    copy.execute(taker, false);
    return taker.open === 0;
  }

  private faultOf(
    owner: number,
    side: number,
    type: number,
    price: number,
    quantity: number,
    display: number,
  ): ReasonCode {
    const { lowestPriceTicks, highestPriceTicks, maxQuantity } = this.parameters;
    if (!Number.isInteger(owner) || owner < 0 || owner >= 2 ** 31) return Reason.BAD_OWNER;
    if (side !== BID && side !== ASK) return Reason.BAD_SIDE;
    if (!ORDER_TYPES.includes(type)) return Reason.BAD_TYPE;
    if (!Number.isInteger(price)) return Reason.PRICE_OFF_GRID;
    if (price < lowestPriceTicks || price > highestPriceTicks) return Reason.PRICE_OUT_OF_BAND;
    if (quantity > maxQuantity) return Reason.QUANTITY_TOO_LARGE;
    if (!Number.isInteger(quantity) || quantity <= 0) return Reason.BAD_QUANTITY;
    if (!Number.isInteger(display) || display < 0 || display > quantity) return Reason.BAD_PART_QUANTITY;
    return Reason.NONE;
  }

  private find(id: number): NaiveOrder | undefined {
    return this.orders.find((order) => order.id === id);
  }

  private remove(order: NaiveOrder): void {
    this.orders = this.orders.filter((other) => other !== order);
  }

  private tell(
    kind: number,
    reason: ReasonCode,
    { id, owner, side }: NaiveOrder,
    price: number,
    quantity: number,
    left: number,
    isHidden: boolean,
  ): void {
    this.events.push({ kind, reason, orderId: id, owner, side, price, quantity, left, isHidden });
  }

  private refuse(reason: ReasonCode, orderId: number, owner: number, side: number): ReasonCode {
    const kind = BookEventKind.REJECTED;
    this.events.push({ kind, reason, orderId, owner, side, price: 0, quantity: 0, left: 0, isHidden: false });
    return reason;
  }
}

/** Sorts orders of one side by price, displayed before hidden, time. */
const comesFirst = (a: NaiveOrder, b: NaiveOrder): number => {
  if (a.price !== b.price) return a.side === BID ? b.price - a.price : a.price - b.price;
  if (a.isHidden !== b.isHidden) return a.isHidden ? 1 : -1;
  return a.joined - b.joined;
};

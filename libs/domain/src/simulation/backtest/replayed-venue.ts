import { TradeCondition, type BookSide, type MarketListener, type MarketView } from '#domain/market-data';
import { bestPrice, displayedAt, otherSide, ownSide, visitLevels } from './displayed.js';
import { type MidHistory } from './mid-history.js';
import { shiftOf, type OwnImpact } from './own-impact.js';
import { type Execution, type OwnOrder, type OwnOrderListener, type Sign } from './own-order.js';
import { type QueuePosition } from './queue/queue-position.js';
import { type RestingOrder } from './resting-order.js';
import { TakenLiquidity } from './taken-liquidity.js';

/** Makes the place in the queue of one of our orders at a recorded price. */
export type QueueModel = (orderId: number, side: BookSide, price: number) => QueuePosition;

/**
 * A recorded market in which orders of one owner are inserted. The recording goes on as if they were not there; what each may
 * have of it is decided so:
 *
 * - An order that crosses takes what is displayed, level by level, up to its limit. What it took is missing for us afterwards
 *   (`TakenLiquidity`); what is not displayed is not there. The rest of a limit order rests, that of a market order expires.
 * - A resting order stands in a queue (`QueuePosition`). An execution of the recording at its price fills it with what is left
 *   of the volume behind those ahead; one at a worse price would have met it first. Several of our orders share one print.
 * - It is also filled, at its own price, when the other side comes to display at that price or through it while our side is no
 *   longer recorded there: whoever came would have met us. A book that is locked or crossed says nothing of that.
 * - Nothing is filled while the market is closed, halted or not known, nor by auctions, off-exchange or irregular prints, nor by
 *   prints of which nobody knows the aggressor.
 *
 * With own impact the whole recorded market is shifted by it: a take pays the shift as it is, a resting order stands in the queue
 * that many whole ticks away; when that changes, at our own executions and at the end of a second, it joins another queue's back.
 *
 * `listener` hears of everything; sizes and prices in the session's units.
 */
export class ReplayedVenue implements MarketListener {
  private readonly resting: RestingOrder[] = [];
  private readonly taken = new TakenLiquidity();
  private shift = 0;

  constructor(
    private readonly queueModel: QueueModel,
    private readonly ownImpact: OwnImpact,
    private readonly listener: OwnOrderListener,
    private readonly view: MarketView,
    private readonly mids: MidHistory,
  ) {}

  /** Whether any of our orders rests. */
  get isWaiting(): boolean {
    return this.resting.length > 0;
  }

  /** An order arrives, now. */
  submit({ orderId, sign, size, limitPrice }: OwnOrder): void {
    this.look();
    const left = this.view.isOpen ? this.cross(orderId, sign, size, limitPrice) : size;
    if (left === 0) return;
    if (limitPrice === undefined) this.listener.expired(orderId, left, this.view.timeNs);
    else this.rest(orderId, sign, left, limitPrice);
  }

  /** What is left of an order goes; nothing happens when nothing is. */
  cancel(orderId: number): void {
    const order = this.withdraw(orderId);
    if (order !== undefined) this.listener.expired(orderId, order.left, this.view.timeNs);
  }

  /** What is left of an order goes to another price, at the back of its queue, in one step; undefined: it takes what is displayed. */
  move(orderId: number, limitPrice: number | undefined): void {
    const order = this.withdraw(orderId);
    if (order !== undefined) this.submit({ orderId, sign: order.sign, size: order.left, limitPrice });
  }

  onTrade(view: MarketView): void {
    if (this.resting.length === 0 || !view.isOpen || view.tradeSign === 0 || !isExecution(view)) return;
    let volume = view.tradeSize;
    // Orders stand in the order of their priority.
    for (const order of this.resting) {
      if (order.sign === view.tradeSign) continue;
      const size = Math.min(order.left, reachOf(order, view, volume));
      if (size > 0) this.fill(order, size);
      volume -= size;
    }
    if (volume < view.tradeSize) this.sweep();
  }

  onBook(view: MarketView): void {
    this.taken.bookChanged(view);
    if (this.resting.length === 0) return;
    let hasFilled = false;
    for (const order of this.resting) {
      const { left } = order;
      this.meetOtherSide(order);
      if (order.left < left) hasFilled = true;
      order.queue.bookChanged(displayedAt(view, ownSide(order.sign), order.level));
    }
    if (hasFilled) this.sweep();
  }

  onSecond(): void {
    if (this.resting.length > 0) this.look();
  }

  private withdraw(orderId: number): RestingOrder | undefined {
    const at = this.resting.findIndex((order) => order.orderId === orderId);
    return at < 0 ? undefined : this.resting.splice(at, 1)[0];
  }

  /** Takes what is displayed within the limit; what is left of the order. */
  private cross(orderId: number, sign: Sign, size: number, limitPrice: number | undefined): number {
    const side = otherSide(sign);
    let left = size;
    visitLevels(this.view, side, (price, displayed) => {
      const paid = price + this.shift;
      if (limitPrice !== undefined && sign * (paid - limitPrice) > 0) return false;
      const taken = Math.min(left, this.taken.left(side, price, displayed));
      if (taken > 0) {
        this.taken.take(side, price, taken);
        this.tell(orderId, sign, 'REMOVED', paid, taken);
        left -= taken;
      }
      return left > 0;
    });
    if (left < size) this.look();
    return left;
  }

  private rest(orderId: number, sign: Sign, left: number, limitPrice: number): void {
    const level = this.levelOf(limitPrice);
    const order = { orderId, sign, limitPrice, left, level, queue: this.queueModel(orderId, ownSide(sign), level) };
    order.queue.join(displayedAt(this.view, ownSide(sign), level));
    // Better prices first, then those that came first.
    const at = this.resting.findIndex((other) => sign * (limitPrice - other.limitPrice) > 0);
    this.resting.splice(at < 0 ? this.resting.length : at, 0, order);
    this.listener.rested({ orderId, size: left, ahead: order.queue.ahead });
  }

  /** Whoever displays at our price or through it, where our side no longer stands, would have met us. */
  private meetOtherSide(order: RestingOrder): void {
    const { view } = this;
    const side = otherSide(order.sign);
    const comesToUs = order.sign * (order.level - bestPrice(view, side)) >= 0;
    if (!comesToUs || !view.isOpen || !(view.askPrice > view.bidPrice)) return;
    visitLevels(view, side, (price, displayed) => {
      if (order.sign * (price - order.level) > 0) return false;
      const size = Math.min(order.left, this.taken.left(side, price, displayed));
      if (size > 0) {
        this.taken.take(side, price, size);
        this.fill(order, size);
      }
      return order.left > 0;
    });
  }

  private fill(order: RestingOrder, size: number): void {
    order.left -= size;
    this.tell(order.orderId, order.sign, 'ADDED', order.limitPrice, size);
  }

  private tell(orderId: number, sign: Sign, liquidity: Execution['liquidity'], price: number, size: number): void {
    const { view, shift } = this;
    this.listener.executed({
      orderId,
      timeNs: view.timeNs,
      liquidity,
      price,
      size,
      mid: this.mids.last,
      ownShift: shift,
    });
    this.ownImpact.executed(view.timeNs, (sign * size) / view.sizeUnitsPerUnit);
  }

  /** After fills: drops the orders that are done. */
  private sweep(): void {
    const { resting } = this;
    let kept = 0;
    for (const order of resting) {
      if (order.left === 0) continue;
      resting[kept] = order;
      kept += 1;
    }
    resting.length = kept;
    this.look();
  }

  /** Takes the shift of this moment; orders whose queue is another one now join it. */
  private look(): void {
    this.shift = shiftOf(this.ownImpact.shiftBps(this.view.timeNs), this.mids.last);
    for (const order of this.resting) {
      const level = this.levelOf(order.limitPrice);
      if (level === order.level) continue;
      const side = ownSide(order.sign);
      order.level = level;
      order.queue = this.queueModel(order.orderId, side, level);
      order.queue.join(displayedAt(this.view, side, level));
    }
  }

  private levelOf(limitPrice: number): number {
    if (this.shift === 0) return limitPrice;
    const { tickUnits } = this.view;
    // Towards the next tick alike for buys and sells.
    return limitPrice - Math.sign(this.shift) * Math.round(Math.abs(this.shift) / tickUnits) * tickUnits;
  }
}

const isExecution = ({ tradeCondition }: MarketView): boolean =>
  tradeCondition === TradeCondition.DISPLAYED || tradeCondition === TradeCondition.HIDDEN;

/** How much of a print reaches a resting order, when so much of it is left by our orders before it. */
const reachOf = (order: RestingOrder, { tradePrice, tradeSize }: MarketView, volume: number): number => {
  const through = order.sign * (order.level - tradePrice);
  if (through > 0) return volume;
  return through === 0 ? order.queue.traded(tradeSize, volume) : 0;
};

import { type Rng } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { ANONYMOUS } from '../../order-book/index.js';
import { type FlowDesk, type FlowSource } from '../flow-source.js';
import { drawUnits, type OrderSizes } from '../order-sizes.js';
import { cancelRate, type ZeroIntelligenceRates } from './zero-intelligence-rates.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { abs, floor, max, min } = Math;

const FIRST_ORDERS = 1024;

/**
 * The flow of Cont, Stoikov and Talreja (2010), which assumes that nobody looks at anything but the best prices: limit orders
 * at a distance from the other side's best, market orders, and cancellations, each order with a hazard of its own, all Poisson.
 * An order costs O(log distances).
 *
 * Cancellations are proposed for every order that was ever sent and not yet seen to be gone, at the highest rate of any
 * distance, and thinned: a proposal that meets an order which is gone is none, and the order is forgotten. Exact, and
 * nobody has to tell the flow about its fills.
 *
 * Expects rates and sizes that their checks find nothing wrong with.
 */
export class ZeroIntelligenceFlow implements FlowSource {
  nextSeconds = 0;
  private orders = new Float64Array(FIRST_ORDERS);
  private orderCount = 0;
  /** Cumulative limit rates of both sides by distance. */
  private readonly limitSums: Float64Array;
  private readonly limitRate: number;
  private readonly cancelMax: number;
  private totalRate = 0;

  constructor(
    private readonly rates: ZeroIntelligenceRates,
    private readonly sizes: OrderSizes,
    private readonly rng: Rng,
  ) {
    let sum = 0;
    this.limitSums = Float64Array.from(rates.limit, (rate) => (sum += 2 * rate));
    this.limitRate = sum;
    this.cancelMax = max(...rates.cancel);
    this.wait();
  }

  act(desk: FlowDesk): void {
    const limit = this.limitRate;
    const market = 2 * this.rates.market;
    const u = this.rng.uniform() * this.totalRate;
    if (u < limit) this.sendLimit(desk, this.distanceAt(u));
    else if (u < limit + market) desk.take(ANONYMOUS, this.anySide(), drawUnits(this.sizes, this.rng), NaN);
    else this.proposeCancel(desk, min(floor((u - limit - market) / this.cancelMax), this.orderCount - 1));
    this.wait();
  }

  /**
   * Orders that wait from the first: at every distance as many as come in the mean life of one, as if nothing had
   * traded.
   */
  fill(desk: FlowDesk): void {
    for (let d = 1; d <= this.rates.limit.length; d += 1) {
      const mean = this.rates.limit[d - 1]! / cancelRate(this.rates, d);
      for (const side of [BID, ASK] as const) {
        const count = floor(mean + this.rng.uniform());
        for (let i = 0; i < count; i += 1) this.sendAt(desk, side, desk.best.opposite(side) + (side === BID ? -d : d));
      }
    }
    this.wait();
  }

  private wait(): void {
    this.totalRate = this.limitRate + 2 * this.rates.market + this.orderCount * this.cancelMax;
    this.nextSeconds += this.rng.exponential(this.totalRate);
  }

  private sendLimit(desk: FlowDesk, distance: number): void {
    const side = this.anySide();
    this.sendAt(desk, side, desk.best.opposite(side) + (side === BID ? -distance : distance));
  }

  private sendAt(desk: FlowDesk, side: BookSide, priceTicks: number): void {
    const orderId = desk.limit(ANONYMOUS, side, priceTicks, drawUnits(this.sizes, this.rng));
    if (orderId !== 0) this.remember(orderId);
  }

  private proposeCancel(desk: FlowDesk, place: number): void {
    const { book } = desk;
    const orderId = this.orders[place]!;
    if (!book.has(orderId)) {
      this.forget(place);
      return;
    }
    const side = book.sideOf(orderId) as BookSide;
    const distance = abs(desk.best.opposite(side) - book.priceOf(orderId));
    if (this.rng.uniform() * this.cancelMax >= cancelRate(this.rates, distance)) return;
    desk.cancel(ANONYMOUS, orderId);
    this.forget(place);
  }

  private anySide(): BookSide {
    return this.rng.uniform() < 0.5 ? BID : ASK;
  }

  /** The distance whose rate holds a point of the stacked limit rates. */
  private distanceAt(u: number): number {
    const { limitSums } = this;
    let [low, high] = [0, limitSums.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (limitSums[middle]! > u) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  }

  private remember(orderId: number): void {
    if (this.orderCount === this.orders.length) {
      const longer = new Float64Array(2 * this.orders.length);
      longer.set(this.orders);
      this.orders = longer;
    }
    this.orders[this.orderCount] = orderId;
    this.orderCount += 1;
  }

  private forget(place: number): void {
    this.orderCount -= 1;
    this.orders[place] = this.orders[this.orderCount]!;
  }
}

import { ASK, BID, type BookSide } from '#domain/market-data';
import { type BookView } from './book-view.js';
import { type PriceBand } from './order-book-parameters.js';
import {
  BEHIND,
  FLAGS,
  HIDDEN_BIT,
  ICEBERG_BIT,
  NONE,
  OPEN,
  OrderSlab,
  OWNER,
  PENDING,
  QUEUE,
  RESERVE,
  SIDE_BIT,
  WIDTH_BITS,
} from './order-slab.js';
import { PriceQueues } from './price-queues.js';
import { SidePrices } from './side-prices.js';

/**
 * The orders that rest, by price and time. Each price has two queues: displayed orders, and behind all of them hidden ones.
 * Bids and asks share the queues, as no price has both.
 *
 * Orders are named by their records (see `OrderSlab`), which hold what is not an argument.
 */
export class RestingOrders implements BookView {
  readonly slab = new OrderSlab();
  readonly bids: SidePrices;
  readonly asks: SidePrices;
  readonly queues: PriceQueues;
  orderCount = 0;
  private readonly lowestPriceTicks: number;
  /** Units of the reserves of icebergs, by queue. */
  private readonly reserves: Float64Array;

  constructor(band: PriceBand) {
    const queues = 2 * (band.highestPriceTicks - band.lowestPriceTicks + 1);
    this.lowestPriceTicks = band.lowestPriceTicks;
    this.bids = new SidePrices(BID, band);
    this.asks = new SidePrices(ASK, band);
    this.queues = new PriceQueues(this.slab, queues);
    this.reserves = new Float64Array(queues);
  }

  /** The record of an order that rests; NONE where there is none of this id. */
  find(orderId: number): number {
    const order = this.slab.find(orderId);
    return this.slab.records[order + QUEUE] === PENDING ? NONE : order;
  }

  pricesOf(side: number): SidePrices {
    return side === BID ? this.bids : this.asks;
  }

  queueAt(priceTicks: number, isHidden: boolean): number {
    return 2 * (priceTicks - this.lowestPriceTicks) + (isHidden ? 1 : 0);
  }

  ticksOf(order: number): number {
    return (this.slab.records[order + QUEUE]! >> 1) + this.lowestPriceTicks;
  }

  /** An order that is in no queue joins the one of its kind at a price, with `units` or the first tranche of them. */
  rest(order: number, priceTicks: number, units: number): void {
    const { records } = this.slab;
    const flags = records[order + FLAGS]!;
    const open = (flags & ICEBERG_BIT) === 0 ? units : Math.min(this.trancheOf(order), units);
    const queue = this.queueAt(priceTicks, (flags & HIDDEN_BIT) !== 0);
    records[order + OPEN] = open;
    records[order + RESERVE] = units - open;
    this.reserves[queue] = this.reserves[queue]! + units - open;
    this.orderCount += 1;
    this.join(order, queue);
  }

  /** An order leaves its queue with all that is left of it. */
  withdraw(order: number): void {
    const { records } = this.slab;
    const queue = records[order + QUEUE]!;
    this.reserves[queue] = this.reserves[queue]! - records[order + RESERVE]!;
    this.orderCount -= 1;
    this.leave(order);
  }

  /** The open units of an order have traded: its next tranche goes to the back. Says whether there was one. */
  refill(order: number): boolean {
    const { records } = this.slab;
    const reserve = records[order + RESERVE]!;
    if (reserve === 0) return false;
    const queue = records[order + QUEUE]!;
    const open = Math.min(this.trancheOf(order), reserve);
    this.leave(order);
    records[order + OPEN] = open;
    records[order + RESERVE] = reserve - open;
    this.reserves[queue] = this.reserves[queue]! - open;
    this.join(order, queue);
    return true;
  }

  /** Takes units off an order that keeps its place: of its reserve first. */
  reduce(order: number, units: number): void {
    const { records } = this.slab;
    const ofReserve = Math.min(units, records[order + RESERVE]!);
    const queue = records[order + QUEUE]!;
    records[order + RESERVE] = records[order + RESERVE]! - ofReserve;
    this.reserves[queue] = this.reserves[queue]! - ofReserve;
    if (units > ofReserve) this.queues.reduce(order, units - ofReserve);
  }

  private trancheOf(order: number): number {
    return this.slab.tranches[order >> WIDTH_BITS]!;
  }

  reserveAt(queue: number): number {
    return this.reserves[queue]!;
  }

  bestTicks(side: BookSide): number {
    const prices = this.pricesOf(side);
    const rank = prices.displayed.highest;
    return rank < 0 ? NaN : prices.ticksOf(rank);
  }

  bestUnits(side: BookSide): number {
    const prices = this.pricesOf(side);
    const rank = prices.displayed.highest;
    return rank < 0 ? 0 : this.queues.units[this.queueAt(prices.ticksOf(rank), false)]!;
  }

  nextTicks(side: BookSide, priceTicks: number): number {
    const prices = this.pricesOf(side);
    const rank = prices.displayed.below(prices.rankOf(priceTicks));
    return rank < 0 ? NaN : prices.ticksOf(rank);
  }

  unitsAt(side: BookSide, priceTicks: number): number {
    return this.isOf(side, priceTicks, false) ? this.queues.units[this.queueAt(priceTicks, false)]! : 0;
  }

  ordersAt(side: BookSide, priceTicks: number): number {
    return this.isOf(side, priceTicks, false) ? this.queues.count(this.queueAt(priceTicks, false)) : 0;
  }

  hiddenUnitsAt(side: BookSide, priceTicks: number): number {
    const displayed = this.queueAt(priceTicks, false);
    const reserve = this.isOf(side, priceTicks, false) ? this.reserves[displayed]! : 0;
    return reserve + (this.isOf(side, priceTicks, true) ? this.queues.units[displayed + 1]! : 0);
  }

  readBest(side: BookSide, pricesTicks: Float64Array, units: Float64Array): number {
    const prices = this.pricesOf(side);
    let count = 0;
    for (let rank = prices.displayed.highest; rank >= 0 && count < pricesTicks.length; count += 1) {
      const ticks = prices.ticksOf(rank);
      pricesTicks[count] = ticks;
      units[count] = this.queues.units[this.queueAt(ticks, false)]!;
      rank = prices.displayed.below(rank);
    }
    return count;
  }

  has(orderId: number): boolean {
    return this.find(orderId) !== NONE;
  }

  sideOf(orderId: number): number {
    const order = this.find(orderId);
    return order === NONE ? NaN : this.slab.records[order + FLAGS]! & SIDE_BIT;
  }

  priceOf(orderId: number): number {
    const order = this.find(orderId);
    return order === NONE ? NaN : this.ticksOf(order);
  }

  ownerOf(orderId: number): number {
    const order = this.find(orderId);
    return order === NONE ? NaN : this.slab.records[order + OWNER]!;
  }

  unitsLeft(orderId: number): number {
    const order = this.find(orderId);
    return order === NONE ? NaN : this.slab.records[order + OPEN]! + this.slab.records[order + RESERVE]!;
  }

  unitsOpen(orderId: number): number {
    const order = this.find(orderId);
    return order === NONE ? NaN : this.slab.records[order + OPEN]!;
  }

  unitsAhead(orderId: number): number {
    const order = this.find(orderId);
    if (order === NONE) return NaN;
    const ahead = this.queues.unitsAhead(order);
    if ((this.slab.records[order + FLAGS]! & HIDDEN_BIT) === 0) return ahead;
    const displayed = this.queueAt(this.ticksOf(order), false);
    return ahead + this.queues.units[displayed]! + this.reserves[displayed]!;
  }

  frontOrder(side: BookSide, priceTicks: number): number {
    if (!this.isOf(side, priceTicks, false)) return 0;
    return this.queues.front(this.queueAt(priceTicks, false));
  }

  backOrder(side: BookSide, priceTicks: number): number {
    if (!this.isOf(side, priceTicks, false)) return 0;
    return this.queues.back(this.queueAt(priceTicks, false));
  }

  orderBehind(orderId: number): number {
    const order = this.find(orderId);
    return order === NONE ? 0 : this.slab.records[order + BEHIND]!;
  }

  /** Whether displayed (or hidden) orders of this side rest at a price. */
  private isOf(side: BookSide, priceTicks: number, isHidden: boolean): boolean {
    const prices = this.pricesOf(side);
    return (isHidden ? prices.hidden : prices.displayed).has(prices.rankOf(priceTicks));
  }

  private join(order: number, queue: number): void {
    if (!this.queues.join(order, queue)) return;
    const prices = this.pricesOf(this.slab.records[order + FLAGS]! & SIDE_BIT);
    const rank = prices.rankOf((queue >> 1) + this.lowestPriceTicks);
    if ((queue & 1) === 0) prices.displayed.add(rank);
    else prices.hidden.add(rank);
  }

  private leave(order: number): void {
    if (!this.queues.leave(order)) return;
    const queue = this.slab.records[order + QUEUE]!;
    const prices = this.pricesOf(this.slab.records[order + FLAGS]! & SIDE_BIT);
    const rank = prices.rankOf((queue >> 1) + this.lowestPriceTicks);
    if ((queue & 1) === 0) prices.displayed.remove(rank);
    else prices.hidden.remove(rank);
  }
}

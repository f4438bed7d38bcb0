import { GrowingColumn } from '#domain/core';
import {
  ASK,
  BID,
  EventKind,
  FROM_SNAPSHOT,
  OrderAction,
  type BookSide,
  type EventBatch,
  type L3Book,
  type MarketListener,
  type MarketView,
  type SessionDepth,
} from '#domain/market-data';
import { BlockSums } from '../block-bootstrap.js';
import { blockOf } from '../blocks.js';
import { isInHours, type TapeSession } from '../market-tape.js';
import { BipowerVariation } from './bipower-variation.js';
import { binOf, MOST_DISTANCE } from './distance-bins.js';
import {
  CANCELLED_UNITS,
  FLOW_FIELDS,
  FLOW_WIDTH,
  LIMIT_ORDERS,
  LIMIT_UNITS,
  PRICE_SECONDS,
  SECONDS,
  TRADES,
  UNIT_SECONDS,
  type OrderFlow,
} from './order-flow.js';
import { SecondOfFlow } from './second-of-flow.js';

const NS_PER_SECOND = 1e9;
/** Enough for a distribution. */
const SIZES_MOST = 200_000;
/** A second whose return is beyond so many standard deviations (bipower) is one in which value jumped. */
const JUMP_SDS = 5;
/** A smaller move is none, however quiet the market: half-tick steps of a price that hardly moves. */
const JUMP_TICKS_MIN = 3;
/** Returns before which nothing is said of jumps. */
const RETURNS_MIN = 300;

/**
 * Counts what comes into a book and what leaves it, in one pass over its events: to be told of each row before the tracker
 * applies it, and to follow the tracker as its listener. Keeps what a second brought until its end: where the mid jumped, everybody
 * withdraws and comes back at once, which is no rate of anything.
 *
 * Orders are counted where the session tells orders, else changes of levels are, with what trades took from them
 * subtracted. Of a session of best prices only, trades are all that is known.
 */
export class OrderFlowRecorder implements MarketListener {
  private readonly blocks = new BlockSums(FLOW_WIDTH);
  private readonly second = new SecondOfFlow();
  private readonly variation = new BipowerVariation();
  private readonly trades = {
    timeNs: new GrowingColumn(),
    sign: new GrowingColumn(),
    units: new GrowingColumn(),
    displayedUnits: new GrowingColumn(),
  };
  private readonly limitSizes = new GrowingColumn();
  private readonly prices = new Float64Array(MOST_DISTANCE);
  private readonly sizes = new Float64Array(MOST_DISTANCE);
  /** What trades took at a price of each side and no level has shown yet. */
  private readonly takenPrice = [NaN, NaN];
  private readonly taken = [0, 0];
  private jumpSeconds = 0;
  private secondsWithoutMarket = 0;
  private orderSequence = NaN;
  private lastMid = NaN;

  constructor(private readonly session: TapeSession & { readonly depth: SessionDepth }) {}

  /** A row that is about to be applied. `orders`: the tracker's, where there are any. */
  onRow(batch: EventBatch, row: number, view: MarketView, orders: L3Book | undefined): void {
    const isChange = (batch.flags[row]! & FROM_SNAPSHOT) === 0;
    if (batch.kind[row] === EventKind.ORDER) {
      this.orderSequence = batch.sequence[row]!;
      if (isChange && view.isOpen) this.orderChanges(batch, row, view, orders!);
    } else if (batch.kind[row] === EventKind.LEVEL && batch.sequence[row] !== this.orderSequence) {
      if (isChange && view.isOpen) this.levelChanges(batch, row, view);
    }
  }

  onBook(): void {
    // Only rows and seconds count.
  }

  onTrade(view: MarketView): void {
    if (view.tradeSign === 0 || !isInHours(this.session, view.timeNs)) return;
    const hit = view.tradeSign > 0 ? ASK : BID;
    const units = view.tradeSize / this.session.sizeUnitsPerUnit;
    this.taken[hit] = view.tradePrice === this.takenPrice[hit] ? this.taken[hit]! + view.tradeSize : view.tradeSize;
    this.takenPrice[hit] = view.tradePrice;
    const { trades } = this;
    const last = trades.timeNs.length - 1;
    if (last >= 0 && trades.timeNs.at(last) === view.timeNs && trades.sign.at(last) === view.tradeSign) {
      trades.units.set(last, trades.units.at(last) + units);
      return;
    }
    trades.timeNs.push(view.timeNs);
    trades.sign.push(view.tradeSign);
    trades.units.push(units);
    trades.displayedUnits.push((hit === ASK ? view.askSize : view.bidSize) / this.session.sizeUnitsPerUnit);
    this.second.trades += 1;
  }

  onSecond(view: MarketView, second: number): void {
    const endNs = second * NS_PER_SECOND;
    const logReturn = Math.log(view.mid / this.lastMid);
    this.lastMid = view.mid;
    if (endNs > this.session.openNs && endNs <= this.session.closeNs) this.count(view, endNs, logReturn);
    this.second.clear();
  }

  /** The session so far; to be asked for at its end. */
  flow(): OrderFlow {
    return {
      blocks: this.blocks,
      trades: {
        timeNs: this.trades.timeNs.toArray(),
        sign: this.trades.sign.toArray(),
        units: this.trades.units.toArray(),
        displayedUnits: this.trades.displayedUnits.toArray(),
      },
      limitUnits: this.limitSizes.toArray(),
      jumpSeconds: this.jumpSeconds,
      secondsWithoutMarket: this.secondsWithoutMarket,
    };
  }

  private orderChanges(batch: EventBatch, row: number, view: MarketView, orders: L3Book): void {
    const side = batch.side[row] as BookSide;
    const [price, size, orderId] = [batch.price[row]!, batch.size[row]!, batch.orderId[row]!];
    const action = batch.detail[row]!;
    if (action === OrderAction.EXECUTE) return;
    if (action === OrderAction.ADD) {
      this.comes(side, price, size, view);
      return;
    }
    const [priceBefore, sizeBefore] = [orders.priceOf(orderId), orders.sizeOf(orderId)];
    const isReduced = action === OrderAction.CHANGE && price === priceBefore && size <= sizeBefore;
    this.leaves(side, priceBefore, isReduced ? sizeBefore - size : sizeBefore, view);
    if (action === OrderAction.CHANGE && !isReduced) this.comes(side, price, size, view);
  }

  private levelChanges(batch: EventBatch, row: number, view: MarketView): void {
    const side = batch.side[row] as BookSide;
    const price = batch.price[row]!;
    const change = batch.size[row]! - view.book.sizeAtPrice(side, price);
    if (change < 0) {
      const byTrades = price === this.takenPrice[side] ? Math.min(this.taken[side]!, -change) : 0;
      this.taken[side]! -= byTrades;
      this.leaves(side, price, -change - byTrades, view);
    } else if (this.session.depth === 'LEVELS') {
      // Where orders are told too, a level that grows without one has come into sight.
      this.comes(side, price, change, view);
    }
  }

  private comes(side: BookSide, price: number, size: number, view: MarketView): void {
    const distance = this.distance(side, price, view);
    if (!(size > 0) || Number.isNaN(distance)) return;
    const units = size / this.session.sizeUnitsPerUnit;
    this.second.push(binOf(distance), units);
    if (this.limitSizes.length < SIZES_MOST) this.limitSizes.push(units);
  }

  private leaves(side: BookSide, price: number, size: number, view: MarketView): void {
    const distance = this.distance(side, price, view);
    if (size > 0 && !Number.isNaN(distance)) this.second.push(binOf(distance), -size / this.session.sizeUnitsPerUnit);
  }

  /** Ticks from the other side's best price; NaN where there is none, or it is too far away. */
  private distance(side: BookSide, price: number, view: MarketView): number {
    const ticks = side === BID ? view.askPrice - price : price - view.bidPrice;
    const distance = Math.round(ticks / this.session.tickUnits);
    return distance >= 1 && distance <= MOST_DISTANCE ? distance : NaN;
  }

  private count(view: MarketView, endNs: number, logReturn: number): void {
    if (Number.isNaN(view.mid)) {
      this.secondsWithoutMarket += 1;
      return;
    }
    if (this.isJump(logReturn, view)) {
      this.jumpSeconds += 1;
      return;
    }
    this.variation.add(logReturn);
    const sums = this.blocks.of(blockOf(0, this.session, endNs - 1));
    this.addSecond(sums);
    if (!view.isDepthValid) return;
    this.addDepth(sums, BID, view.askPrice, view);
    this.addDepth(sums, ASK, view.bidPrice, view);
  }

  private isJump(logReturn: number, { mid }: MarketView): boolean {
    const leastMove = (JUMP_TICKS_MIN * this.session.tickUnits) / mid;
    const size = Math.abs(logReturn);
    return this.variation.count >= RETURNS_MIN && size > Math.max(leastMove, JUMP_SDS * this.variation.sd);
  }

  private addSecond(sums: Float64Array): void {
    const { second } = this;
    for (let i = 0; i < second.length; i += 1) {
      const offset = second.bin(i) * FLOW_FIELDS;
      const units = second.units(i);
      if (units > 0) {
        sums[offset + LIMIT_ORDERS]! += 1;
        sums[offset + LIMIT_UNITS]! += units;
      } else sums[offset + CANCELLED_UNITS]! -= units;
    }
    sums[SECONDS]! += 1;
    sums[TRADES]! += second.trades;
  }

  /** What rests on a side now, as it did for a second. */
  private addDepth(sums: Float64Array, side: BookSide, otherBest: number, view: MarketView): void {
    const { session, prices, sizes } = this;
    const levels = view.book.readBest(side, prices, sizes);
    let furthest = 0;
    for (let level = 0; level < levels; level += 1) {
      const distance = Math.round(Math.abs(otherBest - prices[level]!) / session.tickUnits);
      if (distance > MOST_DISTANCE) break;
      furthest = distance;
      if (distance >= 1)
        sums[binOf(distance) * FLOW_FIELDS + UNIT_SECONDS]! += sizes[level]! / session.sizeUnitsPerUnit;
    }
    const visible = session.depth === 'LEVELS_AND_ORDERS' ? furthest : session.depth === 'TOP' ? 0 : MOST_DISTANCE;
    for (let distance = 1; distance <= visible; distance += 1) {
      sums[binOf(distance) * FLOW_FIELDS + PRICE_SECONDS]! += 1;
    }
  }
}

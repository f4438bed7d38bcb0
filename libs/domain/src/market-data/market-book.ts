import { type Stateful, type StateReader, type StateWriter } from '#domain/core';
import { type EventBatch } from './event-batch.js';
import { ASK, BID, EventKind, NO_SIDE, type BookSide } from './event-codes.js';
import { type SessionDepth } from './market-session.js';
import { L2Book, type BookLevel } from './l2-book.js';
import { L3Book } from './l3-book.js';
import { type MarketView } from './market-view.js';
import { TopQuote } from './top-quote.js';

/**
 * All that a session tells of one book: sizes by price, a best quote that may be told by a stream of its own, and orders
 * where the session has them. Events that it does not know are not of the book.
 */
export class MarketBook implements Stateful {
  readonly levels: L2Book;
  /** Where the session tells orders. */
  readonly orders: L3Book | undefined;
  private readonly top = new TopQuote();
  private readonly bestIsSeparate: boolean;

  constructor(tickUnits: number, depth: SessionDepth) {
    this.levels = new L2Book(tickUnits);
    const tellsOrders = depth === 'ORDERS' || depth === 'LEVELS_AND_ORDERS';
    this.orders = tellsOrders ? new L3Book(this.levels, depth) : undefined;
    this.bestIsSeparate = depth !== 'TOP';
  }

  /** Applies one row and notes in the view what it touched. RangeError when it carries a bad number. */
  apply(batch: EventBatch, row: number, view: MarketView): void {
    const side = batch.side[row]!;
    switch (batch.kind[row]) {
      case EventKind.LEVEL:
        this.setLevel(side as BookSide, batch.price[row]!, batch.size[row]!, view);
        this.top.depthSequence = batch.sequence[row]!;
        break;
      case EventKind.BEST:
        this.setBest(side as BookSide, batch, row, view);
        break;
      case EventKind.ORDER:
        this.setOrder(side as BookSide, batch, row, view);
        break;
      case EventKind.CLEAR:
        this.clear(side, view);
        break;
      default:
        break;
    }
  }

  /** Puts the best prices and sizes into the view; whether a price changed. */
  readBest(view: MarketView): boolean {
    const { top, levels } = this;
    const isToldApart = top.isNewer;
    const bidPrice = isToldApart ? top.bestPrice(BID) : levels.bestPrice(BID);
    const askPrice = isToldApart ? top.bestPrice(ASK) : levels.bestPrice(ASK);
    view.bidSize = isToldApart ? top.bestSize(BID) : levels.bestSize(BID);
    view.askSize = isToldApart ? top.bestSize(ASK) : levels.bestSize(ASK);
    if (bidPrice === view.bidPrice && askPrice === view.askPrice) return false;
    view.bidPrice = bidPrice;
    view.askPrice = askPrice;
    return true;
  }

  /** The best `count` levels of a side, best first; fewer where the book ends. */
  best(side: BookSide, count: number): readonly BookLevel[] {
    return this.top.isNewer ? this.top.over(this.levels, side, count) : this.levels.top(side, count);
  }

  save(into: StateWriter): void {
    for (const part of this.parts()) part.save(into);
  }

  restore(from: StateReader): void {
    for (const part of this.parts()) part.restore(from);
  }

  private parts(): readonly Stateful[] {
    return this.orders === undefined ? [this.levels, this.top] : [this.levels, this.top, this.orders];
  }

  private setLevel(side: BookSide, price: number, size: number, view: MarketView): void {
    this.levels.set(side, price, size);
    this.orders?.levelSet(side, price, size);
    touch(view, side, price);
  }

  private setBest(side: BookSide, batch: EventBatch, row: number, view: MarketView): void {
    const price = batch.price[row]!;
    const size = batch.size[row]!;
    if (this.bestIsSeparate) {
      this.top.set(side, price, size, batch.sequence[row]!);
      return;
    }
    this.levels.setBest(side, price, size);
    touchAll(view, side);
  }

  private setOrder(side: BookSide, batch: EventBatch, row: number, view: MarketView): void {
    const { orders } = this;
    if (orders === undefined) return;
    const orderId = batch.orderId[row]!;
    const before = orders.priceOf(orderId);
    const price = batch.price[row]!;
    orders.apply(batch.detail[row]!, orderId, side, price, batch.size[row]!);
    touch(view, side, price);
    if (before === before && before !== price) touch(view, side, before);
    this.top.depthSequence = batch.sequence[row]!;
  }

  private clear(side: number, view: MarketView): void {
    view.isToldAnew = true;
    // What is left are the best prices, if they are told separately.
    if (side === NO_SIDE) this.top.depthSequence = -1;
    if (side !== ASK) this.clearSide(BID, view);
    if (side !== BID) this.clearSide(ASK, view);
  }

  private clearSide(side: BookSide, view: MarketView): void {
    this.orders?.clear(side);
    this.levels.clear(side);
    touchAll(view, side);
  }
}

const touch = (view: MarketView, side: BookSide, price: number): void => {
  if (side === BID) touchBids(view, price, price);
  else touchAsks(view, price, price);
};

const touchAll = (view: MarketView, side: BookSide): void => {
  if (side === BID) touchBids(view, Infinity, 0);
  else touchAsks(view, 0, Infinity);
};

const touchBids = (view: MarketView, best: number, worst: number): void => {
  if (!(view.touchedBid >= best)) view.touchedBid = best;
  if (!(view.touchedBidWorst <= worst)) view.touchedBidWorst = worst;
};

const touchAsks = (view: MarketView, best: number, worst: number): void => {
  if (!(view.touchedAsk <= best)) view.touchedAsk = best;
  if (!(view.touchedAskWorst >= worst)) view.touchedAskWorst = worst;
};

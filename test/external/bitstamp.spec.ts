import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine } from '#adapters/recordings';
import {
  ASK,
  BID,
  EventKind,
  L2Book,
  L3Book,
  MORE_FOLLOWS,
  OrderAction,
  type BookSide,
  type EventBatch,
  type MarketSession,
} from '#domain/market-data';

// Real recordings lie outside the project; this suite says so loudly when they do not.
const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');

const open = async (quarantine: Quarantine): Promise<MarketSession> => {
  const opened = await openSessions([join(RECORDINGS, 'bitstamp')], quarantine);
  if (!opened.ok) throw opened.error;
  expect(opened.value.length).toBe(1);
  return opened.value[0]!;
};

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to their folder`);
});

/** What is counted while a session plays into a level 3 book. */
class Tally {
  readonly book = new L3Book(new L2Book(), 'ORDERS');
  readonly orders: Record<string, number> = {};
  readonly trades = { count: 0, size: 0, notFirstInQueue: 0, behindBest: 0, restingUnknown: 0 };
  smallestSize = Infinity;
  timeWentBack = 0;
  private crossedNs = 0;
  private isCrossed = false;
  private firstNs = NaN;
  private lastNs = NaN;

  take(batch: EventBatch): void {
    for (let row = 0; row < batch.length; row += 1) {
      this.passTo(batch.decisionNs[row]!);
      if (batch.kind[row] === EventKind.TRADE) this.trade(batch, row);
      if (batch.kind[row] === EventKind.ORDER) this.order(batch, row);
      if ((batch.flags[row]! & MORE_FOLLOWS) === 0) this.isCrossed = this.bidPrice() >= this.askPrice();
    }
  }

  get crossedShare(): number {
    return this.crossedNs / (this.lastNs - this.firstNs);
  }

  bidPrice(): number {
    return this.book.levels.priceAt(BID, 0) ?? NaN;
  }

  askPrice(): number {
    return this.book.levels.priceAt(ASK, 0) ?? NaN;
  }

  private passTo(timeNs: number): void {
    if (Number.isNaN(this.firstNs)) [this.firstNs, this.lastNs] = [timeNs, timeNs];
    if (timeNs < this.lastNs) this.timeWentBack += 1;
    if (this.isCrossed) this.crossedNs += timeNs - this.lastNs;
    this.lastNs = timeNs;
  }

  /** The order that was resting is told next. */
  private trade(batch: EventBatch, row: number): void {
    const { trades, book } = this;
    const resting = batch.orderId[row + 1]!;
    trades.count += 1;
    trades.size += batch.size[row]!;
    if (!book.has(resting)) trades.restingUnknown += 1;
    else if (book.ordersAhead(resting) > 0) trades.notFirstInQueue += 1;
    else if (book.levels.priceAt(batch.side[row] as BookSide, 0) !== batch.price[row]) trades.behindBest += 1;
  }

  private order(batch: EventBatch, row: number): void {
    const [side, price] = [batch.side[row] as BookSide, batch.price[row]!];
    const action = Object.keys(OrderAction)[batch.detail[row]!]!;
    this.orders[action] = (this.orders[action] ?? 0) + 1;
    this.book.apply(batch.detail[row]!, batch.orderId[row]!, side, price, batch.size[row]!);
    this.smallestSize = Math.min(this.smallestSize, this.book.levels.sizeAtPrice(side, price));
  }
}

describe('Bitstamp, BTCUSD 2015-05-01', () => {
  // Counted independently from the same file, in Python.
  it('every row is an event or counted, no size is ever below zero, trades are those of the file', async () => {
    const quarantine = new Quarantine();
    const session = await open(quarantine);
    expect(session).toMatchObject({ instrumentId: 'BTCUSD', closeNs: 86_400e9, depth: 'ORDERS' });
    const tally = new Tally();
    for await (const batch of session.events()) tally.take(batch);
    const setAside = { ORDER_GONE: 92, ORDER_EXISTS: 1 };
    expect(Object.fromEntries(quarantine.countsByReason())).toEqual({ ...setAside, UNPAIRED_EXECUTION: 31 });
    expect(tally.orders).toEqual({ ADD: 82_743, CHANGE: 224, EXECUTE: 5537, DELETE: 79_939 });
    const rows = Object.values(tally.orders).reduce((sum, count) => sum + count, 0);
    expect(rows + setAside.ORDER_GONE + setAside.ORDER_EXISTS).toBe(168_536);
    expect(tally.smallestSize).toBe(0);
    expect(tally.timeWentBack).toBe(0);
    expect(tally.trades).toMatchObject({ count: 2753, size: 449_339_258_603 });
    expect(tally.book).toMatchObject({ orderCount: 358, unknownOrders: 348, duplicateOrders: 0 });
    // Aggressors rest for moments before they are matched: price and time priority show that the pairs are right.
    expect(tally.trades).toMatchObject({ restingUnknown: 78, notFirstInQueue: 0, behindBest: 3 });
    expect(tally.crossedShare).toBeCloseTo(0.004569, 6);
    expect([tally.bidPrice(), tally.askPrice()]).toEqual([23_422, 23_439]);
  });
});

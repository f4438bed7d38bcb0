import { describe, expect, it } from '@jest/globals';
import { KeyedRng } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { OrderBook, OrderType } from '../../order-book/index.js';
import { BestPrices } from '../best-prices.js';
import { type FlowDesk } from '../flow-source.js';
import { type MakerParameters } from './maker-parameters.js';
import { MarketMakers } from './market-makers.js';

const ONE: MakerParameters = {
  count: 1,
  quoteUnits: 100,
  halfSpreadTicks: 2,
  widerTicks: 0,
  looksPerSecond: 1,
  reactionSeconds: 0.1,
  surpriseTicks: 1,
  memoryTrades: [20],
  anchorHalfLifeSeconds: 1e300,
  inventoryUnits: 1000,
};

/** A book with one maker in it and orders far away, who looks at his quotes whenever asked. */
const surroundings = (parameters: MakerParameters, mood = { spreadFactor: 1, depthFactor: 1 }) => {
  const orders = new OrderBook({ lowestPriceTicks: 1, highestPriceTicks: 2000, maxQuantity: 1e6 });
  const best = new BestPrices(900, 1100);
  const makers = new MarketMakers(parameters, 1, 1000, mood, new KeyedRng(1));
  const heard = (): void => {
    best.look(orders.resting);
    makers.hear(orders.events, makers.nextSeconds);
  };
  const desk: FlowDesk = {
    book: orders.resting,
    best,
    limit: (owner, side, priceTicks, units) => {
      const orderId = orders.issueId();
      orders.submit(orderId, owner, side, OrderType.LIMIT, priceTicks, units);
      heard();
      return orders.resting.has(orderId) ? orderId : 0;
    },
    take: (owner, side, units) => {
      orders.submit(orders.issueId(), owner, side, OrderType.MARKET, 0, units);
      heard();
    },
    cancel: (owner, orderId) => {
      orders.cancel(orderId, owner);
      heard();
    },
  };
  desk.limit(0, BID, 900, 10_000);
  desk.limit(0, ASK, 1100, 10_000);
  makers.act(desk);
  const quotes = (): readonly number[] => [orders.resting.bestTicks(BID), orders.resting.bestTicks(ASK)];
  const trade = (side: BookSide, units = 1): void => {
    desk.take(0, side, units, NaN);
    // Twice: a bid that is moved first stays below the ask that is still to be moved.
    makers.act(desk);
    makers.act(desk);
  };
  return { desk, makers, quotes, trade };
};

describe('MarketMakers', () => {
  it('quote both sides of what they think is fair', () => {
    expect(surroundings(ONE).quotes()).toEqual([998, 1002]);
  });

  it('quote wider and less when the mood is tense', () => {
    const { desk, quotes } = surroundings(ONE, { spreadFactor: 3, depthFactor: 0.25 });
    expect(quotes()).toEqual([994, 1006]);
    expect(desk.book.bestUnits(BID)).toBe(25);
  });

  it('move with a trade that surprises, and less with each that follows from the ones before', () => {
    const { quotes, trade } = surroundings({ ...ONE, inventoryUnits: 1e9, surpriseTicks: 4 });
    const moves: number[] = [];
    let [before] = quotes();
    for (let k = 0; k < 80; k += 1) {
      trade(BID);
      const [now] = quotes();
      moves.push(now! - before!);
      before = now;
    }
    const sum = (from: number): number => moves.slice(from, from + 5).reduce((total, move) => total + move, 0);
    expect(moves[0]).toBe(4);
    expect(sum(0)).toBeGreaterThan(4 * sum(30));
    expect(sum(75)).toBeLessThanOrEqual(2);
    trade(ASK);
    expect(quotes()[0]! - before!).toBeLessThan(-6);
  });

  it('lean against what they hold', () => {
    const { quotes, trade } = surroundings({ ...ONE, surpriseTicks: 0, inventoryUnits: 100 });
    trade(ASK, 50);
    expect(quotes()).toEqual([997, 1001]);
    trade(ASK, 50);
    expect(quotes()).toEqual([996, 1000]);
  });

  it('keep a quote that still fits in its place, and never take', () => {
    const { desk, makers, quotes } = surroundings(ONE);
    const mine = desk.book.frontOrder(BID, 998);
    makers.act(desk);
    expect(desk.book.has(mine)).toBe(true);
    // Somebody asks less than they would bid.
    makers.shift(20);
    desk.limit(0, ASK, 1001, 500);
    makers.act(desk);
    expect(quotes()).toEqual([1000, 1001]);
    expect(desk.book.bestUnits(ASK)).toBe(500);
  });
});

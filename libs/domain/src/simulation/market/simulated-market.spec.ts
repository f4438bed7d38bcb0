import { describe, expect, it } from '@jest/globals';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { curveShare } from '../flow/intraday/intraday-curve.js';
import { type ScheduledNews } from '../flow/news/scheduled-news.js';
import { BookEventKind, OrderType, Reason } from '../order-book/index.js';
import { LIQUID_STOCK, type MarketParameters } from './market-parameters.js';
import { FIRST_DESK, SimulatedMarket } from './simulated-market.js';

const HOUR: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 3600, warmUpSeconds: 600 };

const open = (parameters: MarketParameters, seed = 1): SimulatedMarket => {
  const opened = SimulatedMarket.open(parameters, seed);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

describe('SimulatedMarket', () => {
  it('is the same to the last event for one seed, run at once or in steps, and another for another seed', () => {
    const [whole, stepped, other] = [open(HOUR), open(HOUR), open(HOUR, 2)];
    whole.advanceTo(1200);
    for (let second = 1; second <= 1200; second += 1) stepped.advanceTo(second);
    other.advanceTo(1200);
    expect(stepped.hash()).toBe(whole.hash());
    expect(whole.hash()).toMatch(/^[0-9a-f]{16}$/);
    expect([stepped.eventCount, stepped.best.midTicks]).toEqual([whole.eventCount, whole.best.midTicks]);
    expect(other.hash()).not.toBe(whole.hash());
  });

  it('is never crossed, and every share that is bought is sold', () => {
    const market = open(HOUR, 3);
    const held = new Map<number, number>();
    const add = (owner: number, units: number): void => void held.set(owner, (held.get(owner) ?? 0) + units);
    market.listen((events) => {
      for (let row = 0; row < events.length; row += 1) {
        if (events.kind(row) !== BookEventKind.EXECUTED) continue;
        const signed = (events.side(row) === BID ? 1 : -1) * events.quantity(row);
        add(events.owner(row), signed);
        add(events.makerOwner(row), -signed);
      }
      expect(market.book.bestTicks(BID) >= market.book.bestTicks(ASK)).toBe(false);
    });
    market.advanceTo(300);
    expect([...held.values()].reduce((sum, units) => sum + units, 0)).toBe(0);
    expect(held.size).toBeGreaterThan(3);
  });

  it('moves with a desk’s metaorder, in its direction', () => {
    const impact = (side: BookSide, seed: number): number => {
      const market = open(HOUR, seed);
      const before = market.best.midTicks;
      for (let second = 10; second <= 600; second += 10) {
        market.advanceTo(second);
        market.send(FIRST_DESK, side, OrderType.MARKET, 0, 300);
      }
      return market.best.midTicks - before - market.jumpedTicks;
    };
    // Half of the difference between buying and selling in one and the same market.
    const impacts = [1, 2, 3, 4, 5, 6].map((seed) => (impact(BID, seed) - impact(ASK, seed)) / 2);
    const mean = impacts.reduce((sum, ticks) => sum + ticks, 0) / impacts.length;
    expect(mean).toBeGreaterThan(5);
  });

  it('trades by the volume curve', () => {
    const day: MarketParameters = { ...LIQUID_STOCK, warmUpSeconds: 600 };
    const market = open(day, 5);
    const volumeBy = (seconds: number): number => {
      market.advanceTo(seconds);
      return market.tradedUnits;
    };
    const [start, early, late, end] = [0, 5850, 17_550, 23_400].map(volumeBy) as [number, number, number, number];
    const outer = (early - start + end - late) / (end - start);
    expect(Math.abs(outer - 2 * curveShare(LIQUID_STOCK.volumeCurve, 0.25))).toBeLessThan(0.05);
  });

  it('lets a jump of value pass everybody by but a desk, whose order is taken at its price', () => {
    const market = open({ ...HOUR, jumps: { jumpsPerSecond: 0.05, sdBps: 20 } }, 8);
    const priceTicks = market.best.bidTicks - 30;
    const { orderId } = market.send(FIRST_DESK, BID, OrderType.LIMIT, priceTicks, 500);
    let fill = NaN;
    market.listen((events) => {
      for (let row = 0; row < events.length; row += 1) {
        if (events.kind(row) === BookEventKind.EXECUTED && events.makerId(row) === orderId) fill = events.price(row);
      }
    });
    for (let second = 1; second <= 1200 && Number.isNaN(fill); second += 1) market.advanceTo(second);
    expect(fill).toBe(priceTicks);
    expect(market.jumpedTicks).not.toBe(0);
  });

  it('widens before news, jumps with it, and calms down', () => {
    const news: ScheduledNews = {
      atSeconds: 1800,
      leadSeconds: 900,
      spreadFactor: 6,
      depthFactor: 0.5,
      volatilityFactor: 1,
      gapBps: 100,
      recoveryHalfLifeSeconds: 60,
    };
    const quiet = { ...HOUR, jumps: { jumpsPerSecond: 0, sdBps: 0 } };
    const spread = (market: SimulatedMarket, from: number, to: number): number => {
      let sum = 0;
      for (let second = from; second < to; second += 1) {
        market.advanceTo(second);
        sum += market.best.askTicks - market.best.bidTicks;
      }
      return sum / (to - from);
    };
    const market = open({ ...quiet, news: [news] }, 6);
    const [early, before] = [spread(market, 300, 900), spread(market, 1600, 1800)];
    const beforeJump = market.jumpedTicks;
    market.advanceTo(1801);
    expect(beforeJump).toBe(0);
    expect(Math.abs(market.jumpedTicks)).toBeGreaterThan(1);
    expect(before).toBeGreaterThan(1.5 * early);
    expect(spread(market, 3000, 3600)).toBeLessThan(before);
  });

  it.each<[string, Partial<Parameters<SimulatedMarket['send']>>, number]>([
    ['no number', [FIRST_DESK, BID, OrderType.LIMIT, 100, NaN], Reason.BAD_QUANTITY],
    ['a negative one', [FIRST_DESK, BID, OrderType.LIMIT, 100, -5], Reason.BAD_QUANTITY],
    ['a price that is none', [FIRST_DESK, ASK, OrderType.LIMIT, NaN, 5], Reason.PRICE_OFF_GRID],
    ['more than there can be', [FIRST_DESK, BID, OrderType.MARKET, 0, 2 ** 40], Reason.QUANTITY_TOO_LARGE],
  ])('refuses an order of %s', (_, request, reason) => {
    const market = open(HOUR);
    const count = market.book.orderCount;
    expect(market.send(...(request as Parameters<SimulatedMarket['send']>)).reason).toBe(reason);
    expect(market.book.orderCount).toBe(count);
  });
});

describe('SimulatedMarket.open', () => {
  const { hiddenOrders, makers } = LIQUID_STOCK;

  it.each<[string, Partial<MarketParameters>]>([
    ['tickSize', { tickSize: 0 }],
    ['sessionSeconds', { sessionSeconds: -1 }],
    ['warmUpSeconds', { warmUpSeconds: NaN }],
    ['initialMidTicks', { initialMidTicks: 0 }],
    ['initialMidTicks', { initialMidTicks: 100.3 }],
    ['liquidity.limit.1', { liquidity: { limit: [1, -1], cancel: [1], market: 0 } }],
    ['liquidity.market', { liquidity: { limit: [1], cancel: [1], market: -1 } }],
    ['liquiditySizes.lotUnits', { liquiditySizes: { lotUnits: 0, meanLots: 2 } }],
    ['liquiditySizes.meanLots', { liquiditySizes: { lotUnits: 1, meanLots: 0.5 } }],
    ['makers.count', { makers: { ...makers!, count: -1 } }],
    ['makers.memoryTrades.0', { makers: { ...makers!, memoryTrades: [1] } }],
    ['jumps.sdBps', { jumps: { jumpsPerSecond: 1, sdBps: -1 } }],
    ['volumeCurve.depth', { volumeCurve: { depth: 3 } }],
    [
      'hiddenOrders.metaorders.tailExponent',
      { hiddenOrders: { ...hiddenOrders!, metaorders: { ...hiddenOrders!.metaorders, tailExponent: 3 } } },
    ],
    [
      'hiddenOrders.arrivals.branchingRatio',
      { hiddenOrders: { ...hiddenOrders!, arrivals: { ...hiddenOrders!.arrivals, offspring: [[1]] } } },
    ],
  ])('refuses an impossible %s by name', (field, change) => {
    expect(SimulatedMarket.open({ ...LIQUID_STOCK, ...change }, 1)).toMatchObject({
      ok: false,
      error: { code: 'IMPOSSIBLE_PARAMETERS', field, message: expect.stringContaining(field) },
    });
  });
});

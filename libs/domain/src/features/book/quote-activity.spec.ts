import { describe, expect, it } from '@jest/globals';
import { ASK, BID, type MarketEvent } from '#domain/market-data';
import { book, FeatureMarket, level, status, trade } from '../../../../../test/factories/feature-market.js';
import { bookVolatility } from './book-volatility.js';
import { quoteRevisions } from './quote-revisions.js';
import { tradeThrough } from './trade-through.js';

describe('bookVolatility', () => {
  const doubling = (count: number): MarketEvent[] =>
    Array.from({ length: count }, (_, i) => book(i + 0.5, [[100, 2 ** i]], [[102, 3 * 2 ** i]])).flat();

  it('of the depth is ln 2 where the depth doubles every second; the weighted mid stands still', () => {
    const market = new FeatureMarket([bookVolatility]).play(...doubling(11)).advanceTo(11);
    expect(market.value('bestDepthVolatility60s')).toBeCloseTo(Math.LN2, 12);
    expect(market.value('weightedMidVolatility60sBpsPerSqrtSecond')).toBe(0);
  });

  it('of the weighted mid feels sizes too', () => {
    // 3 against 1, then 1 against 3, and so on: 101.5, 100.5, 101.5, ...
    const swings = Array.from({ length: 11 }, (_, i) =>
      book(i + 0.5, [[100, i % 2 === 0 ? 30 : 10]], [[102, i % 2 === 0 ? 10 : 30]]),
    );
    const market = new FeatureMarket([bookVolatility]).play(...swings.flat()).advanceTo(11);
    expect(market.value('weightedMidVolatility60sBpsPerSqrtSecond')).toBeCloseTo(1e4 * Math.log(101.5 / 100.5), 9);
    expect(market.value('bestDepthVolatility300s')).toBe(0);
  });

  it('is missing until ten changes were seen; a halt breaks the chain', () => {
    expect(
      new FeatureMarket([bookVolatility])
        .play(...doubling(11))
        .advanceTo(10)
        .value('bestDepthVolatility60s'),
    ).toBeNaN();
    const halted = [...doubling(6), status(5.6, 'HALTED'), status(6.4, 'OPEN'), level(6.5, BID, 100, 32)];
    const market = new FeatureMarket([bookVolatility]).play(...halted).advanceTo(12);
    // The ends of seconds 1 to 5 give four changes, of ln 2 each, those of seconds 7 to 13 six of nothing.
    expect(market.value('bestDepthVolatility60s')).toBeNaN();
    expect(market.advanceTo(13).value('bestDepthVolatility60s')).toBeCloseTo(Math.LN2 * Math.sqrt(0.4), 12);
  });
});

describe('quoteRevisions', () => {
  it('counts changes of the best quote per second, and nothing behind it', () => {
    const market = new FeatureMarket([quoteRevisions]).play(
      ...book(
        0,
        [
          [100, 10],
          [99, 10],
        ],
        [[101, 10]],
      ),
      ...Array.from({ length: 30 }, (_, i) => level(0.1 + i / 4, BID, i % 2 === 0 ? 99 : 100, 11 + i)),
    );
    expect(market.advanceTo(9).value('quoteRevisions10sPerSecond')).toBeNaN();
    expect(market.advanceTo(10).value('quoteRevisions10sPerSecond')).toBe(1.5);
    expect(market.advanceTo(10.5).value('quoteRevisions10sPerSecond')).toBeCloseTo(15 / 10.5, 12);
    expect(market.value('quoteRevisions60sPerSecond')).toBeNaN();
  });
});

describe('tradeThrough', () => {
  const START = book(
    0,
    [[100, 10]],
    [
      [101, 10],
      [102, 10],
    ],
  );
  const share = (...events: MarketEvent[]): number =>
    new FeatureMarket([tradeThrough]).play(...START, ...events).value('tradeThroughShare60s');

  it.each<[string, MarketEvent[], number]>([
    ['at the best price', [trade(1, ASK, 101, 5), trade(2, BID, 100, 5)], 0],
    ['above the ask', [trade(1, ASK, 102, 5), trade(2, ASK, 101, 5)], 0.5],
    ['below the bid', [trade(1, BID, 99, 5)], 1],
    ['one order that walks two levels', [trade(1, ASK, 101, 10), level(1, ASK, 101, 0), trade(1, ASK, 102, 5)], 0.5],
    ['two orders, one after the other', [trade(1, ASK, 101, 10), level(1, ASK, 101, 0), trade(2, ASK, 102, 5)], 0],
    ['none', [], NaN],
    ['off the book only', [{ ...trade(1, ASK, 102, 5), condition: 'OFF_EXCHANGE' } as MarketEvent], NaN],
  ])('is the share of trades beyond the best price: %s', (_, events, expected) => {
    expect(share(...events)).toBe(expected);
  });

  it('is forgotten after the window', () => {
    const market = new FeatureMarket([tradeThrough]).play(...START, trade(1, ASK, 102, 5)).advanceTo(62);
    expect([market.value('tradeThroughShare60s'), market.value('tradeThroughShare300s')]).toEqual([NaN, 1]);
  });
});

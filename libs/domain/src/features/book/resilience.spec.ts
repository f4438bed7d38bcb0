import { describe, expect, it } from '@jest/globals';
import { ASK, BID, type MarketEvent } from '#domain/market-data';
import { book, FeatureMarket, level, status, trade } from '../../../../../test/factories/feature-market.js';
import { resilience } from './resilience.js';

const NAMES = ['bidRefillMean300sSeconds', 'askRefillMean300sSeconds'];
const START = book(
  0,
  [
    [100, 100],
    [99, 500],
  ],
  [
    [102, 50],
    [103, 50],
  ],
);

const means = (events: readonly MarketEvent[], seconds: number): number[] => {
  const market = new FeatureMarket([resilience]).play(...START, ...events).advanceTo(seconds);
  return NAMES.map((name) => market.value(name));
};

const hole = [trade(1, BID, 100, 60), level(1, BID, 100, 40)];
const refill = [level(3, BID, 100, 89), level(4, BID, 100, 90)];

describe('resilience', () => {
  it('is the time from a trade until nine tenths of the depth are back', () => {
    expect(means([...hole, ...refill], 5)).toEqual([3, NaN]);
  });

  it('is of each side', () => {
    expect(means([trade(1, ASK, 102, 50), level(1, ASK, 102, 0), level(1.5, ASK, 102, 45)], 5)).toEqual([NaN, 0.5]);
  });

  it('counts depth at a better price, and is the mean over refills', () => {
    // 90 rest at 100 and are taken; two seconds later 81 rest at 100 or better.
    const second = [trade(10, BID, 100, 90), level(10, BID, 100, 0), level(11, BID, 100, 50), level(12, BID, 101, 31)];
    expect(means([...hole, ...refill, ...second], 20)).toEqual([2.5, NaN]);
  });

  it('is forgotten after the window', () => {
    expect(means([...hole, ...refill], 304.9)).toEqual([3, NaN]);
    expect(means([...hole, ...refill], 305)).toEqual([NaN, NaN]);
  });

  it('is a minute where it takes longer', () => {
    expect(means(hole, 60.9)).toEqual([NaN, NaN]);
    expect(means(hole, 61)).toEqual([60, NaN]);
  });

  it.each<[string, MarketEvent[]]>([
    ['a trade of a tenth of the level', [trade(1, BID, 100, 10), level(1, BID, 100, 85), level(2, BID, 100, 100)]],
    [
      'a hole that never showed',
      [trade(1, BID, 100, 60), level(1.1, BID, 100, 95), ...refill.slice(0, 1), level(4, BID, 100, 95)],
    ],
    ['a halt in between', [...hole, status(2, 'HALTED'), status(2.5, 'OPEN'), ...refill]],
    ['a trade inside the spread', [trade(1, BID, 101, 60), level(1, BID, 100, 40), ...refill]],
  ])('does not count %s', (_, events) => {
    expect(means(events, 100)).toEqual([NaN, NaN]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type MarketEvent } from '#domain/market-data';
import { at, book, FeatureMarket, level, status } from '../../../../../test/factories/feature-market.js';
import { ofiBest } from './ofi-best.js';
import { ofiLevels } from './ofi-levels.js';

const BID = 0;

describe('ofiBest', () => {
  it('has the values of the reference', () => {
    const first = new FeatureMarket([ofiBest])
      .play(...book(0, [[100, 10]], [[101, 20]]), ...book(0.5, [[100, 15]], [[101, 12]]))
      .advanceTo(1);
    expect(first.value('ofiBest1sUnits')).toBe(13);
    const second = new FeatureMarket([ofiBest])
      .play(...book(0, [[100, 10]], [[102, 20]]), level(0.5, BID, 101, 7))
      .advanceTo(1);
    expect(second.value('ofiBest1sUnits')).toBe(7);
  });

  it('is over the last seconds that ended and the running one', () => {
    const market = new FeatureMarket([ofiBest], { session: { sizeUnitsPerUnit: 10 } })
      .play(...book(0, [[100, 10]], [[101, 20]]), ...book(0.5, [[100, 15]], [[101, 12]]))
      .advanceTo(1.9);
    expect([market.value('ofiBest1sUnits'), market.value('ofiBest10sUnits')]).toEqual([1.3, NaN]);
    market.advanceTo(10);
    expect([market.value('ofiBest1sUnits'), market.value('ofiBest10sUnits')]).toEqual([0, 1.3]);
    market.advanceTo(11);
    expect(market.value('ofiBest10sUnits')).toBe(0);
  });

  it('is divided by the mean depth of the same window', () => {
    const market = new FeatureMarket([ofiBest], { session: { sizeUnitsPerUnit: 10 } })
      .play(...book(0, [[100, 10]], [[101, 20]]), ...book(0.5, [[100, 15]], [[101, 12]]))
      .advanceTo(1);
    // Half a second of (10 + 20)/2, half a second of (15 + 12)/2.
    expect(market.value('ofiBestPerDepth1s')).toBeCloseTo(13 / 14.25, 12);
  });

  it.each<[string, MarketEvent[]]>([
    ['a halt', [status(0.4, 'HALTED'), ...book(0.5, [[100, 15]], [[101, 12]]), status(0.6, 'OPEN')]],
    ['a new start of the book', [{ kind: 'CLEAR', timeNs: at(0.5) }, ...book(0.5, [[100, 15]], [[101, 12]])]],
  ])('is nothing across %s', (_, events) => {
    const market = new FeatureMarket([ofiBest]).play(...book(0, [[100, 10]], [[101, 20]]), ...events).advanceTo(1);
    expect(market.value('ofiBest1sUnits')).toBe(0);
  });
});

describe('ofiLevels', () => {
  const FIVE = book(
    0,
    [100, 99, 98, 97, 96, 95].map((price) => [price, 10] as const),
    [101, 102, 103, 104, 105].map((price) => [price, 10] as const),
  );

  it.each<[string, MarketEvent, number]>([
    ['more at the third level', level(0.5, BID, 98, 14), 4],
    ['less at the best ask', level(0.5, 1, 101, 7), 3],
    ['behind the fifth level', level(0.5, BID, 95, 50), 0],
    // Levels 3, 4, 5 fall from 98, 97, 96 to 97, 96, 95, 10 each.
    ['a level that leaves', level(0.5, BID, 98, 0), -30],
    // Levels 3, 4, 5 fall from 103, 104, 105 to 102.5, 103, 104: new offers of 6, 10 and 10.
    ['a level between two others', level(0.5, 1, 102.5, 6), -26],
  ])('sums the imbalance of five levels: %s', (_, change, flow) => {
    const market = new FeatureMarket([ofiLevels]).play(...FIVE, change).advanceTo(1);
    expect(market.value('ofi5Levels1sUnits')).toBe(flow);
  });

  it('sees every level that one message changes', () => {
    const market = new FeatureMarket([ofiLevels]).play(
      ...FIVE,
      { ...level(0.5, BID, 97, 13), moreFollows: true },
      { ...level(0.5, BID, 99, 15), moreFollows: true },
      level(0.5, BID, 98, 9),
    );
    expect(market.advanceTo(1).value('ofi5Levels1sUnits')).toBe(7);
  });

  it('is divided by the mean depth of a level', () => {
    const market = new FeatureMarket([ofiLevels]).play(...FIVE, level(0.5, BID, 98, 14)).advanceTo(1);
    // 100 on ten levels for half a second, 104 for half a second.
    expect(market.value('ofi5LevelsPerDepth1s')).toBeCloseTo(4 / 10.2, 12);
  });

  it('is missing where no five levels were known in the window', () => {
    const market = new FeatureMarket([ofiLevels]).play(...book(0, [[100, 10]], [[101, 20]])).advanceTo(2);
    expect([market.value('ofi5Levels1sUnits'), market.value('ofi5LevelsPerDepth1s')]).toEqual([NaN, NaN]);
  });

  it('does not count the change from four levels to five', () => {
    const market = new FeatureMarket([ofiLevels]).play(
      ...FIVE,
      level(0.1, 1, 105, 0),
      level(0.2, BID, 100, 77),
      level(0.3, 1, 106, 10),
      level(0.4, BID, 100, 78),
    );
    expect(market.advanceTo(1).value('ofi5Levels1sUnits')).toBe(1);
  });
});

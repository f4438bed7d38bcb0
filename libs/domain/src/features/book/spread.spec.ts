import { describe, expect, it } from '@jest/globals';
import { book, FeatureMarket, status } from '../../../../../test/factories/feature-market.js';
import { spread } from './spread.js';

const TWO_BPS = book(0, [[9999, 1]], [[10_001, 1]]);
const FOUR_BPS = book(
  30,
  [
    [9999, 0],
    [9998, 1],
  ],
  [
    [10_001, 0],
    [10_002, 1],
  ],
);
const fresh = (): FeatureMarket => new FeatureMarket([spread]);

describe('spread', () => {
  it('is in bps of the mid and in ticks', () => {
    const market = fresh().play(...TWO_BPS);
    expect([market.value('spreadBps'), market.value('spreadTicks')]).toEqual([2, 2]);
  });

  it.each<[number, number]>([
    [40, 2.5], // 2 bps for 30 s, 4 bps for 10 s
    [70, 200 / 60], // 2 bps for 20 s, 4 bps for 40 s
    [70.5, 202 / 60.5], // and another half second of 4 bps
    [90, 4],
  ])('has at %d s a mean of %d bps over the last minute', (seconds, mean) => {
    const market = fresh()
      .play(...TWO_BPS, ...FOUR_BPS)
      .advanceTo(seconds);
    expect(market.value('spreadMean60sBps')).toBeCloseTo(mean, 12);
  });

  it('does not count a halt in the mean', () => {
    const market = fresh()
      .play(...TWO_BPS, ...FOUR_BPS, status(40, 'HALTED'))
      .advanceTo(60);
    expect(market.value('spreadMean60sBps')).toBeCloseTo(2.5, 12);
    expect(market.value('spreadMean300sBps')).toBeCloseTo(2.5, 12);
    expect(market.value('spreadBps')).toBeNaN();
    expect(market.advanceTo(200).value('spreadMean60sBps')).toBeNaN();
  });

  it('is missing for a book that is one-sided or crossed', () => {
    expect(
      fresh()
        .play(...book(0, [[9999, 1]], []))
        .value('spreadBps'),
    ).toBeNaN();
    expect(
      fresh()
        .play(...book(0, [[9999, 1]], [[9998, 1]]))
        .value('spreadTicks'),
    ).toBeNaN();
  });
});

import { describe, expect, it } from '@jest/globals';
import { type DailyBar } from '#domain/market-data';
import { FeatureMarket } from '../../../../../test/factories/feature-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { dailyHistory } from './daily-history.js';

/** Closes rise by 10 bps a day and end at 10,000; each range is 200 bps. */
const bars = (count: number): DailyBar[] =>
  Array.from({ length: count }, (_, i) => {
    const close = 10_000 * Math.exp(0.001 * (i + 1 - count));
    const high = close * Math.exp(0.01);
    return { date: `2012-05-${i + 1}`, open: close, high, low: high * Math.exp(-0.02), close, volume: 1000 };
  });

const NAMES = [
  'dailyReturn1dBps',
  'dailyReturn5dBps',
  'dailyReturn20dBps',
  'dailyVolatilityParkinson20d',
  'dailyVolatilityCloseToClose20d',
  'openGapBps',
];
const valuesAfter = (count: number, firstMid = 10_100): number[] => {
  const market = new FeatureMarket([dailyHistory], { context: { dailyBars: bars(count) } });
  market.play(...quoteAround(-2, 9000), ...quoteAround(-1, firstMid), ...quoteAround(5, 12_000));
  return NAMES.map((name) => market.value(name));
};

describe('daily history', () => {
  it('is the trend and the volatility of the days before, and the gap at the open', () => {
    const expected = [10, 50, 200, 0.02 / Math.sqrt(4 * Math.LN2), 0.001, 1e4 * Math.log(1.01)];
    for (const [i, value] of valuesAfter(25).entries()) expect(value).toBeCloseTo(expected[i]!, 9);
  });

  it.each([
    [0, []],
    [1, ['openGapBps']],
    [2, ['dailyReturn1dBps', 'openGapBps']],
    [20, ['dailyReturn1dBps', 'dailyReturn5dBps', 'dailyVolatilityParkinson20d', 'openGapBps']],
    [21, NAMES],
  ])('with %d bars says %j', (count, known) => {
    const values = valuesAfter(count);
    expect(NAMES.filter((_, i) => !Number.isNaN(values[i]))).toEqual(known);
  });
});

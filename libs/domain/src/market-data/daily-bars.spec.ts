import { describe, expect, it } from '@jest/globals';
import { dailyInputs, type DailyBar } from './index.js';

const bars = (count: number): DailyBar[] =>
  Array.from({ length: count }, (_, i) => ({
    date: `2013-09-${String(i + 1).padStart(2, '0')}`,
    open: 10,
    high: 10 * Math.exp(0.02),
    low: 10,
    close: 10.1,
    volume: 1000 + i,
  }));

describe('dailyInputs', () => {
  it('takes the 20 bars strictly before the day', () => {
    const inputs = dailyInputs([...bars(25)].reverse(), '2013-09-23');
    expect(inputs?.averageDailyVolume).toBe(1000 + (2 + 21) / 2);
    expect(inputs?.dailyVolatility).toBeCloseTo(0.02 / Math.sqrt(4 * Math.LN2), 12);
  });

  it.each([
    ['traded', { volume: 0 }],
    ['moved', { high: 10, low: 10 }],
  ])('says nothing where nothing %s on them', (_, still) => {
    expect(
      dailyInputs(
        bars(25).map((bar) => ({ ...bar, ...still })),
        '2013-09-26',
      ),
    ).toBeUndefined();
  });

  it('says nothing with fewer than 20', () => {
    expect(dailyInputs(bars(25), '2013-09-20')).toBeUndefined();
    expect(dailyInputs(bars(25), '2013-09-21')).toBeDefined();
  });
});

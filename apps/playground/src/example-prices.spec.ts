import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ExampleMarket } from './example-market.js';
import { blockUnits, offersAbove } from './example-prices.js';

const market = (overrides: Partial<ExampleMarket> = {}): ExampleMarket => ({
  instrumentId: 'TEST',
  mid: 100,
  tickSize: 0.01,
  lotSize: 1,
  averageDailyVolume: 4_000_000,
  source: { kind: 'RECORDED' },
  ...overrides,
});

const anyMarket = fc
  .record({
    mid: fc.double({ min: 0.05, max: 100_000, noNaN: true }),
    tickSize: fc.constantFrom(0.0001, 0.01, 0.05, 0.5, 1),
    lotSize: fc.constantFrom(0.001, 1, 100),
    averageDailyVolume: fc.double({ min: 1, max: 1e9, noNaN: true }),
    source: fc.constant({ kind: 'RECORDED' }),
  })
  .map(market);

describe('offersAbove', () => {
  it.each([
    ['a mid on the tick', 100, 0.01, [100.03, 100.05, 100.08]],
    ['a mid between two ticks', 223.455, 0.01, [223.53, 223.57, 223.64]],
    ['ticks wider than the distance between the offers', 14.005, 0.01, [14.01, 14.02, 14.03]],
    ['a price of many ticks', 64_123.5, 0.1, [64_142.8, 64_155.6, 64_174.8]],
  ])('prices from %s', (_, mid, tickSize, expected) => {
    expect(offersAbove(market({ mid, tickSize }), [3, 5, 8])).toEqual(expected);
  });

  it('is on the tick, above the mid and ascending, whatever the market', () => {
    fc.assert(
      fc.property(anyMarket, ({ mid, tickSize, ...rest }) => {
        const offers = offersAbove({ mid, tickSize, ...rest }, [3, 5, 8]);
        expect([...offers].sort((a, b) => a - b)).toEqual(offers);
        expect(new Set(offers).size).toBe(3);
        for (const offer of offers) {
          expect(offer).toBeGreaterThan(mid * (1 - 1e-9));
          expect(Math.abs(offer / tickSize - Math.round(offer / tickSize))).toBeLessThan(1e-3);
        }
      }),
    );
  });
});

describe('blockUnits', () => {
  it.each([
    ['half a percent of the day', market(), 20_000],
    ['a number of two digits', market({ averageDailyVolume: 3_456_789 }), 17_000],
    ['whole lots', market({ lotSize: 300 }), 20_100],
    ['fractions where the lot is one', market({ averageDailyVolume: 1_234, lotSize: 0.001 }), 6.2],
    ['a lot at least', market({ averageDailyVolume: 3 }), 1],
  ])('is %s', (_, given, expected) => {
    expect(blockUnits(given)).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type Quote } from '#domain/rfq';
import { forecast, market } from '../../../../test/factories/market.js';
import { eligibleQuotes, fairPrice, remainderCost } from './index.js';

const quote = (overrides: Partial<Quote> = {}): Quote => ({
  dealer: 'A',
  price: 100.05,
  quantity: 10_000,
  validForMs: 60_000,
  lastLookMs: 0,
  ...overrides,
});

describe('fairPrice', () => {
  it('is the weighted mid plus the hedge cost, in the direction that is worse for the client', () => {
    const leaning = market({ bids: [{ price: 100, size: 300 }], asks: [{ price: 100.02, size: 100 }] });
    expect(fairPrice('BUY', leaning, forecast(4)).price).toBeCloseTo(100.015 + 4e-4 * 100.01, 9);
    expect(fairPrice('SELL', leaning, forecast(4)).price).toBeCloseTo(100.015 - 4e-4 * 100.01, 9);
  });
});

describe('remainderCost', () => {
  it.each([
    // The square root: half of the block costs 10 / sqrt(2), so its other half costs what is left of 10.
    [0.5, 10, 10 * Math.SQRT1_2, 20 - 10 * Math.SQRT1_2],
    [0.25, 10, 5, (10 - 1.25) / 0.75],
    // Linear costs do not meet each other any differently.
    [0.5, 10, 10, 10],
  ])('of a share of %d, the whole at %d and the part at %d bps, is %d bps', (share, whole, part, expected) => {
    const cost = remainderCost(share, forecast(whole), forecast(part), forecast(7, 21));
    expect(cost.meanBps).toBeCloseTo(expected, 9);
    expect(cost.sdBps).toBe(21);
  });
});

describe('eligibleQuotes', () => {
  it('returns every quote, scored or with its reason', () => {
    const { eligible, discarded } = eligibleQuotes(
      [
        quote(),
        quote({ dealer: 'B', validForMs: 0 }),
        quote({ dealer: 'C', price: 10_000 }),
        quote({ dealer: 'D', price: 1 }),
      ],
      market(),
    );
    expect(eligible.map((q) => q.dealer)).toEqual(['A']);
    expect(discarded.map((d) => [d.quote.dealer, d.reason])).toEqual([
      ['B', 'EXPIRED'],
      ['C', 'OFF_MARKET'],
      ['D', 'OFF_MARKET'],
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { market } from '../../../../test/factories/market.js';
import { marketView } from './index.js';

const view = (bid: number, ask: number) =>
  marketView(market({ bids: [{ price: bid, size: 1 }], asks: [{ price: ask, size: 1 }] }));

describe('the market as it is shown', () => {
  it('has the mid that a person would write down', () => {
    expect((13.86 + 13.87) / 2).toBe(13.864999999999998);
    expect(view(13.86, 13.87).mid).toBe(13.865);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 0, max: 100 }), (cents, spread) => {
        const { mid } = view(cents / 100, (cents + spread) / 100);
        expect(String(mid)).toBe(String((2 * cents + spread) / 200));
      }),
    );
  });
});

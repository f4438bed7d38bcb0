import { describe, expect, it } from '@jest/globals';
import { PriceGate } from './index.js';

describe('PriceGate', () => {
  it.each([
    ['moves', [100, 110, 95, 900, 100], [true, true, true, true, true]],
    ['a slipped digit, either way', [100, 100_000, 101, 1, 99], [true, false, true, false, true]],
    ['an absurd first price', [1, 100, 101, 99, 100, 100, 1], [true, false, false, false, false, true, false]],
    [
      'disagreeing nonsense',
      [100, 1e6, 1e9, 1e3 + 1, 1e7, 1, 1e6, 100],
      [true, false, false, false, false, false, false, true],
    ],
  ])('%s', (_, prices, accepted) => {
    const gate = new PriceGate();
    expect(prices.map((price) => gate.accepts(price))).toEqual(accepted);
  });
});

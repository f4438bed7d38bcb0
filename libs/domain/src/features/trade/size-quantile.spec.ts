import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SizeQuantile } from './size-quantile.js';

const PROBABILITY = 0.95;
/** A bucket is an eighth of an octave wide. */
const WIDTH = 2 ** (1 / 8);

const filled = (sizes: readonly number[]): SizeQuantile => {
  const quantile = new SizeQuantile(PROBABILITY);
  for (const size of sizes) quantile.add(size);
  return quantile;
};

describe('SizeQuantile', () => {
  it('is the quantile, but for the width of a bucket', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(sizes, (all) => {
        const exact = [...all].sort((a, b) => a - b)[Math.ceil(PROBABILITY * all.length) - 1]!;
        const quantile = filled(all);
        expect(quantile.isExceededBy(Math.ceil(exact * WIDTH))).toBe(true);
        expect(quantile.isExceededBy(exact)).toBe(false);
      }),
    );
  });

  it('does not depend on the order', () => {
    const sizes = Array.from({ length: 200 }, (_, i) => 1 + ((i * 7919) % 5000));
    const probes = [1, 10, 4000, 4500, 4700, 4800, 5000, 6000];
    const above = (quantile: SizeQuantile): boolean[] => probes.map((size) => quantile.isExceededBy(size));
    expect(above(filled([...sizes].sort((a, b) => b - a)))).toEqual(above(filled(sizes)));
  });

  it('takes the smallest and the largest size there is', () => {
    const quantile = filled([1, Number.MAX_SAFE_INTEGER, 1]);
    expect(quantile.isExceededBy(Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(filled([1, 1]).isExceededBy(2)).toBe(true);
  });
});

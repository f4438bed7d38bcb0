import { describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import { SizeGate } from './size-gate.js';

/** A gate that has seen a hundred sizes, the largest 7. */
const seasoned = (): SizeGate => {
  const gate = new SizeGate();
  for (let i = 0; i < 100; i += 1) gate.accepts(1 + (i % 7));
  return gate;
};

describe('SizeGate', () => {
  it.each<[string, number[], boolean[]]>([
    ['a large size, and an absurd one', [60_000, 1e8, 3], [true, false, true]],
    [
      'absurd sizes that agree, five in a row',
      [1e8, 2e8, 1e8, 2e8, 1e8, 1e8],
      [false, false, false, false, true, true],
    ],
    ['absurd sizes that do not', [1e8, 1e10, 1e8, 1e10, 1e8], [false, false, false, false, false]],
    [
      'absurd sizes between plausible ones',
      [1e8, 1, 1e8, 1, 1e8, 1, 1e8, 1, 1e8],
      [false, true, false, true, false, true, false, true, false],
    ],
  ])('%s', (_, sizes, accepted) => {
    const gate = seasoned();
    expect(sizes.map((size) => gate.accepts(size))).toEqual(accepted);
  });

  it('believes a million sizes with a tail of exponent 1.5, and after them no other unit', () => {
    const rng = seededRng(5);
    const gate = new SizeGate();
    let refused = 0;
    for (let i = 0; i < 1e6; i += 1) if (!gate.accepts((1 - rng.uniform()) ** (-1 / 1.5))) refused += 1;
    expect(refused).toBe(0);
    expect(gate.accepts(1e8)).toBe(false);
  });
});

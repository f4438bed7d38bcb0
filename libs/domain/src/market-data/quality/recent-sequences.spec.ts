import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecentSequences } from './recent-sequences.js';

it('remembers the last 256 numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 600 }), (steps) => {
      const recent = new RecentSequences();
      const numbers: number[] = [];
      for (const step of steps) {
        numbers.push((numbers.at(-1) ?? 0) + step);
        recent.add(numbers.at(-1)!);
      }
      const last = new Set(numbers.slice(-256));
      expect(recent.oldest()).toBe([...last][0] ?? NaN);
      const probes = Array.from({ length: (numbers.at(-1) ?? 0) + 2 }, (_, number) => number);
      expect(probes.filter((number) => recent.has(number))).toEqual([...last]);
    }),
  );
});

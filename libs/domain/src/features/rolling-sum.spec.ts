import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StateReader, StateWriter } from '#domain/core';
import { RollingSum } from './rolling-sum.js';

const WINDOWS = [1, 2, 5, 60];
const seconds = fc.array(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 3 }), { maxLength: 150 });

const fed = (values: readonly (readonly number[])[]): RollingSum => {
  const sum = new RollingSum(WINDOWS);
  for (const [i, second] of values.entries()) {
    if (i > 0) sum.endSecond();
    for (const value of second) sum.add(value);
  }
  return sum;
};

const all = (sum: RollingSum): number[] => WINDOWS.map((_, window) => sum.sum(window));

describe('RollingSum', () => {
  it('adds up the last seconds that have ended and the running one', () => {
    const sum = fed([[1], [10], [100, 100], [1000]]);
    expect(all(sum)).toEqual([1200, 1210, 1211, 1211]);
  });

  it('equals the plain sum over the window', () => {
    fc.assert(
      fc.property(seconds, (values) => {
        const plain = WINDOWS.map((window) =>
          values
            .slice(-window - 1)
            .flat()
            .reduce((total, value) => total + value, 0),
        );
        expect(all(fed(values))).toEqual(plain);
      }),
    );
  });

  it('keeps no trace of a huge value that has left', () => {
    const sum = fed([[1e300, 0.1], ...Array.from({ length: 61 }, () => [0.25])]);
    expect(all(sum)).toEqual([0.5, 0.75, 1.5, 15.25]);
  });

  it('is full once as many seconds have ended as it is long', () => {
    const sum = fed(Array.from({ length: 6 }, () => [1]));
    expect(WINDOWS.map((_, window) => sum.isFull(window))).toEqual([true, true, true, false]);
  });

  it('goes on from a saved state as if it had never stopped', () => {
    fc.assert(
      fc.property(seconds, seconds, (before, after) => {
        const [sum, resumed] = [fed(before), new RollingSum(WINDOWS)];
        const state = new StateWriter();
        sum.save(state);
        const reader = new StateReader(state.state());
        resumed.restore(reader);
        reader.end();
        for (const second of after) {
          for (const each of [sum, resumed]) {
            for (const value of second) each.add(value / 3);
            each.endSecond();
          }
        }
        expect(all(resumed)).toEqual(all(sum));
      }),
    );
  });
});

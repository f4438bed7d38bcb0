import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RollingTimeMean } from './rolling-time-mean.js';

const MS = 1e6;
const SECOND_MS = 1000;
const WINDOW_SECONDS = 5;

/** From `timeMs` on the value is this; undefined: there is none. */
type Change = readonly [timeMs: number, value: number | undefined];

const changes = fc
  .array(fc.tuple(fc.nat({ max: 3000 }), fc.option(fc.nat({ max: 100 }), { nil: undefined })), { minLength: 1 })
  .map((steps) => {
    let timeMs = 0;
    return steps.map(([waitMs, value]): Change => [(timeMs += waitMs), value]);
  });

const played = (list: readonly Change[], endMs: number): RollingTimeMean => {
  const mean = new RollingTimeMean([WINDOW_SECONDS]);
  let nextSecond = 1;
  const passTo = (timeMs: number): void => {
    for (; nextSecond * SECOND_MS <= timeMs; nextSecond += 1) mean.endSecond(nextSecond * SECOND_MS * MS);
  };
  for (const [timeMs, value] of list) {
    passTo(timeMs);
    mean.set(value ?? NaN, timeMs * MS);
  }
  passTo(endMs);
  return mean;
};

/** Millisecond by millisecond. */
const plainMean = (list: readonly Change[], endMs: number): number => {
  const values: number[] = [];
  const startMs = Math.max(0, (Math.floor(endMs / SECOND_MS) - WINDOW_SECONDS) * SECOND_MS);
  for (const [i, [timeMs, value]] of list.entries()) {
    if (value === undefined) continue;
    const [from, to] = [Math.max(timeMs, startMs), list[i + 1]?.[0] ?? endMs];
    for (let ms = from; ms < to; ms += 1) values.push(value);
  }
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

describe('RollingTimeMean', () => {
  it('is the mean over every moment of the window at which there was a value', () => {
    fc.assert(
      fc.property(changes, fc.nat({ max: 9000 }), (list, laterMs) => {
        const endMs = list.at(-1)![0] + laterMs;
        const [mean, plain] = [played(list, endMs).mean(0, endMs * MS), plainMean(list, endMs)];
        if (Number.isNaN(plain)) expect(mean).toBeNaN();
        else expect(mean).toBeCloseTo(plain, 9);
      }),
    );
  });
});

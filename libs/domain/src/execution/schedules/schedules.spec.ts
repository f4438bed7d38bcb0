import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Result } from '#domain/core';
import { volumeShare } from '#domain/market-data';
import { povSchedule, povTarget } from './pov.js';
import { type InvalidSchedule, type Schedule } from './schedule.js';
import { twapSchedule } from './twap.js';
import { vwapCurveSchedule, vwapSchedule } from './vwap.js';

const slicesOf = (result: Result<Schedule, InvalidSchedule>): readonly number[] => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value.slices;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const quantity = fc.integer({ min: 0, max: 1e9 });

describe('schedules', () => {
  it.each<[string, Result<Schedule, InvalidSchedule>, readonly number[]]>([
    ['TWAP of 10 in 4', twapSchedule(10, 4), [3, 2, 3, 2]],
    ['TWAP of nothing', twapSchedule(0, 2), [0, 0]],
    ['VWAP of 100 over 1, 2, 0, 1', vwapSchedule(100, [1, 2, 0, 1]), [25, 50, 0, 25]],
    ['POV of 100 at 20 %', povSchedule(100, 0.2, [200, 100, 500]), [50, 25, 25]],
    ['POV of 1 at 50 %', povSchedule(1, 0.5, [1]), [1]],
  ])('%s', (_, schedule, slices) => {
    expect(slicesOf(schedule)).toEqual(slices);
  });

  it('are whole, never against the order, add up to it, and follow their weights to a unit', () => {
    const weights = fc
      .array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 })
      .filter((list) => sum(list) > 1e-6);
    fc.assert(
      fc.property(quantity, weights, (units, list) => {
        const slices = slicesOf(vwapSchedule(units, list));
        expect(sum(slices)).toBe(units);
        slices.forEach((slice, i) => {
          expect(Number.isInteger(slice) && slice >= 0).toBe(true);
          expect(Math.abs(slice - (units * list[i]!) / sum(list))).toBeLessThan(1 + 1e-6 * units);
        });
      }),
    );
  });

  it('VWAP by the session’s curve trades what the curve says', () => {
    const slices = slicesOf(
      vwapCurveSchedule(1_000_000, 3, { fromSeconds: 0, toSeconds: 11_700, sessionSeconds: 23_400 }),
    );
    const shares = [0, 3900, 7800, 11_700].map((seconds) => volumeShare(seconds, 23_400) / 0.5);
    slices.forEach((slice, i) => {
      expect(Math.abs(slice - 1e6 * (shares[i + 1]! - shares[i]!))).toBeLessThanOrEqual(1);
    });
  });

  it('POV is the rate of all volume until it is done', () => {
    fc.assert(
      fc.property(quantity, fc.double({ min: 0.01, max: 0.9, noNaN: true }), quantity, (units, rate, volume) => {
        const target = povTarget(units, rate, volume);
        expect(target).toBeLessThanOrEqual(units);
        expect(target / (target + volume + 1e-9)).toBeLessThanOrEqual(rate + 1e-9);
        if (target < units) expect((target + 1) / (target + 1 + volume)).toBeGreaterThan(rate - 1e-9);
      }),
    );
  });

  it.each<[string, Result<Schedule, InvalidSchedule>]>([
    ['quantity', twapSchedule(-1, 4)],
    ['quantity', twapSchedule(1.5, 4)],
    ['quantity', vwapSchedule(NaN, [1])],
    ['intervals', twapSchedule(10, 0)],
    ['intervals', twapSchedule(10, Infinity)],
    ['intervals', vwapSchedule(10, [])],
    ['expectedVolumes.1', vwapSchedule(10, [1, -1])],
    ['expectedVolumes', vwapSchedule(10, [0, 0])],
    ['expectedVolumes.0', povSchedule(10, 0.1, [NaN])],
    ['rate', povSchedule(10, 1, [100])],
    ['rate', povSchedule(10, 0, [100])],
    ['rate', povSchedule(100, 0.2, [200])],
    ['fromSeconds', vwapCurveSchedule(10, 2, { fromSeconds: 10, toSeconds: 20, sessionSeconds: 10 })],
    ['toSeconds', vwapCurveSchedule(10, 2, { fromSeconds: 5, toSeconds: 5, sessionSeconds: 10 })],
    ['sessionSeconds', vwapCurveSchedule(10, 2, { fromSeconds: 0, toSeconds: 5, sessionSeconds: -1 })],
  ])('refuse an impossible %s by name', (field, schedule) => {
    expect(schedule).toMatchObject({ ok: false, error: { code: 'INVALID_SCHEDULE', field } });
  });

  it('say which rate would do', () => {
    const result = povSchedule(100, 0.2, [300]);
    expect(result).toMatchObject({ ok: false, error: { allowed: expect.stringContaining('0.2500') } });
    expect(povSchedule(100, 0.25, [300]).ok).toBe(true);
  });
});

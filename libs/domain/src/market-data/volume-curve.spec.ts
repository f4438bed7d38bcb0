import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayVolume, volumeShare } from './volume-curve.js';

describe('volumeShare', () => {
  it.each([
    [-5, 23_400, 0],
    [0, 23_400, 0],
    [11_700, 23_400, 0.5],
    [23_400, 23_400, 1],
    [30_000, 23_400, 1],
    [21_600, 86_400, 0.25],
  ])('%d s into a session of %d s', (elapsed, sessionSeconds, share) => {
    expect(volumeShare(elapsed, sessionSeconds)).toBeCloseTo(share, 12);
  });

  it('never falls', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 23_400, noNaN: true }),
        fc.double({ min: 0, max: 999, noNaN: true }),
        (s, d) => {
          expect(volumeShare(s + d, 23_400)).toBeGreaterThanOrEqual(volumeShare(s, 23_400));
        },
      ),
    );
  });

  it('the same part of a day tells the same day, wherever it lies', () => {
    const day = 1e6;
    for (const [from, to] of [
      [0, 600],
      [9000, 15_000],
      [20_000, 23_400],
    ] as const) {
      const volume = day * (volumeShare(to, 23_400) - volumeShare(from, 23_400));
      expect(dayVolume(volume, from, to, 23_400)).toBeCloseTo(day, 3);
    }
  });
});

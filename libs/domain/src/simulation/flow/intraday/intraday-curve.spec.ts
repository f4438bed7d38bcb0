import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { volumeShare } from '#domain/market-data';
import { checkIntradayCurve, curveLevel, curveShare, curveTime } from './intraday-curve.js';

const depth = fc.constantFrom(0, 1e-6, 0.3, 1.2, 2.9);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('intraday curve', () => {
  it('is the volume curve of the rest of the product at a depth of 1.2', () => {
    fc.assert(
      fc.property(share, (x) => {
        expect(curveShare({ depth: 1.2 }, x)).toBeCloseTo(volumeShare(x * 23_400, 23_400), 12);
      }),
    );
  });

  it('finds the time at which a share is reached', () => {
    fc.assert(
      fc.property(depth, share, (a, x) => {
        expect(curveTime({ depth: a }, curveShare({ depth: a }, x))).toBeCloseTo(x, 6);
      }),
    );
  });

  it('grows by its level, from 0 to 1', () => {
    fc.assert(
      fc.property(depth, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, x) => {
        const curve = { depth: a };
        const slope = (curveShare(curve, x + 1e-5) - curveShare(curve, x - 1e-5)) / 2e-5;
        expect(slope).toBeCloseTo(curveLevel(curve, x), 6);
        expect(curveLevel(curve, x)).toBeGreaterThan(0);
        expect([curveShare(curve, 0), curveShare(curve, 1)]).toEqual([expect.closeTo(0, 12), expect.closeTo(1, 12)]);
      }),
    );
  });

  it.each([-0.1, 3, NaN])('refuses a depth of %d by name', (a) => {
    expect(checkIntradayCurve({ depth: a }, 'volumeCurve.depth')?.field).toBe('volumeCurve.depth');
  });
});

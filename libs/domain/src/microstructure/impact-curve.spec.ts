import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { impactCurve, type ImpactRows } from './index.js';

interface Planted {
  readonly seed: number;
  readonly orders?: number;
  /** Impact in bps of an order of a thousandth of the daily volume. */
  readonly levelBps: number;
  readonly exponent: number;
  /** Move of the market whatever the order, bps. */
  readonly driftBps?: number;
}

/** Orders from 1e-5 to 1e-2 of the daily volume, 50 to a block, each with noise of 5 bps. */
const planted = ({ seed, orders = 20_000, levelBps, exponent, driftBps = 0 }: Planted): ImpactRows => {
  const rng = seededRng(seed);
  const rows = Array.from({ length: orders }, (_, i) => {
    const participation = 10 ** (-5 + 3 * rng.uniform());
    const side = rng.uniform() < 0.5 ? 1 : -1;
    const impactBps = levelBps * (participation / 1e-3) ** exponent + side * driftBps + 5 * rng.normal();
    return { participation, side, impactBps, block: Math.floor(i / 50) };
  });
  return {
    participation: Float64Array.from(rows, (row) => row.participation),
    impactBps: Float64Array.from(rows, (row) => row.impactBps),
    side: Float64Array.from(rows, (row) => row.side),
    block: Float64Array.from(rows, (row) => row.block),
  };
};

describe('impactCurve', () => {
  it('finds the square root that was planted, within its interval', () => {
    const curve = impactCurve(planted({ seed: 1, levelBps: 6, exponent: 0.5 }), seededRng(1))!;
    expect(curve.exponent.low).toBeLessThan(0.5);
    expect(curve.exponent.high).toBeGreaterThan(0.5);
    expect(curve.exponent.value).toBeCloseTo(0.5, 1);
    expect(curve.isIdentified).toBe(true);
    expect(curve.bins).toHaveLength(15);
    expect(curve.rows).toBe(20_000);
    const atThousandth = curve.levelBps.value * (1e-3 / curve.referenceParticipation) ** curve.exponent.value;
    expect(atThousandth).toBeCloseTo(6, 0);
  });

  it('finds any exponent that a market could have', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 1.2, noNaN: true }),
        fc.integer({ min: 1, max: 1e6 }),
        (exponent, seed) => {
          const curve = impactCurve(planted({ seed, orders: 4000, levelBps: 40, exponent }), seededRng(seed))!;
          expect(Math.abs(curve.exponent.value - exponent)).toBeLessThan(0.1);
        },
      ),
      { numRuns: 5, seed: 1 },
    );
  });

  it('has levels of buys and sells that agree, and a law that goes through its bins', () => {
    const curve = impactCurve(planted({ seed: 2, levelBps: 6, exponent: 0.5 }), seededRng(2))!;
    expect(curve.sideAsymmetry.low).toBeLessThan(0);
    expect(curve.sideAsymmetry.high).toBeGreaterThan(0);
    for (const { impactBps, lawBps } of curve.bins) expect(Math.abs(lawBps.value - impactBps.value)).toBeLessThan(1);
  });

  it('shows a drift as levels of buys and sells that are opposed', () => {
    const curve = impactCurve(planted({ seed: 3, levelBps: 0, exponent: 0.5, driftBps: 3 }), seededRng(3))!;
    expect(curve.sideAsymmetry.value).toBe(1);
    expect(curve.buyLevelBps.low).toBeGreaterThan(0);
    expect(curve.sellLevelBps.high).toBeLessThan(0);
  });

  it('does not call identified what is noise', () => {
    const curve = impactCurve(planted({ seed: 4, levelBps: 0, exponent: 0.5 }), seededRng(4))!;
    expect(curve.isIdentified).toBe(false);
  });

  it('says nothing of 50 orders', () => {
    expect(impactCurve(planted({ seed: 5, orders: 50, levelBps: 6, exponent: 0.5 }), seededRng(5))).toBeUndefined();
  });
});

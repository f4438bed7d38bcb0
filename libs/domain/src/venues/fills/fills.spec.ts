import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { assumedFills, checkFillCurve, expectedFillUnits, fillProbability, liquidityUnits } from './fill-curve.js';
import { FILL_ORDERS_LEAST, learnedFills, type FilledOrder } from './kaplan-meier.js';

const PRIOR = { anyProbability: 0.35, meanUnits: 1_000 };
const repeated = (count: number, order: FilledOrder): readonly FilledOrder[] =>
  new Array<FilledOrder>(count).fill(order);

describe('learnedFills', () => {
  it('is the product-limit estimate: a table by hand', () => {
    // Of 40 orders of 300: 10 found nothing, 10 found 100, 20 were filled. Of 20 orders of 100: 5 nothing, 15 filled.
    const curve = learnedFills(
      [
        ...repeated(10, { units: 300, filledUnits: 0 }),
        ...repeated(10, { units: 300, filledUnits: 100 }),
        ...repeated(20, { units: 300, filledUnits: 300 }),
        ...repeated(5, { units: 100, filledUnits: 0 }),
        ...repeated(15, { units: 100, filledUnits: 100 }),
      ],
      PRIOR,
    );
    expect(curve.sizesUnits).toEqual([0, 100]);
    expect(curve.survival[0]).toBeCloseTo(1 - 15 / 60, 12);
    // Those of 100 cannot tell whether there was more than 100.
    expect(curve.survival[1]).toBeCloseTo((1 - 15 / 60) * (1 - 10 / 30), 12);
    expect(curve).toMatchObject({ knownToUnits: 300, tailUnits: 1_000, evidence: 60, basis: 'LEARNED' });
    expect(fillProbability(curve, 100)).toBeCloseTo(0.75, 12);
    expect(fillProbability(curve, 101)).toBeCloseTo(0.5, 12);
    expect(expectedFillUnits(curve, 300)).toBeCloseTo(75 + 100, 10);
  });

  it('says what was assumed while orders are few', () => {
    const few = learnedFills(repeated(FILL_ORDERS_LEAST - 1, { units: 100, filledUnits: 100 }), PRIOR);
    expect(few).toEqual({ ...assumedFills(PRIOR), evidence: FILL_ORDERS_LEAST - 1 });
    expect(fillProbability(few, 1_000)).toBeCloseTo(0.35 * Math.exp(-1), 12);
  });

  it.each([-1, 101, NaN])('throws for %s of 100 filled', (filledUnits) => {
    expect(() => learnedFills([{ units: 100, filledUnits }], PRIOR)).toThrow('orders.0.filledUnits');
  });

  it('finds a planted curve whatever the orders’ sizes, and its band covers it as often as it says', () => {
    let [covered, looked] = [0, 0];
    for (let seed = 0; seed < 200; seed += 1) {
      const rng = seededRng(seed);
      const orders = Array.from({ length: 300 }, () => {
        const liquidity = rng.uniform() < 0.4 ? 0 : 1 + Math.floor(rng.exponential(1 / 500));
        const units = 1 + rng.below(1_500);
        return { units, filledUnits: Math.min(units, liquidity) };
      });
      const curve = learnedFills(orders, PRIOR);
      for (const size of [0, 100, 300, 600, 1_000]) {
        let at = 0;
        while (at + 1 < curve.sizesUnits.length && curve.sizesUnits[at + 1]! <= size) at += 1;
        const planted = 0.6 * Math.exp(-size / 500);
        looked += 1;
        if (curve.low[at]! <= planted && planted <= curve.high[at]!) covered += 1;
      }
    }
    expect(covered / looked).toBeGreaterThan(0.92);
    expect(covered / looked).toBeLessThan(0.98);
  });

  it('is a survival curve within its band, for any orders', () => {
    const order = fc
      .record({ units: fc.integer({ min: 0, max: 50 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ units, share }) => ({ units, filledUnits: Math.floor(units * share) }));
    fc.assert(
      fc.property(fc.array(order, { minLength: 40, maxLength: 80 }), (orders) => {
        const curve = learnedFills(orders, PRIOR);
        expect(checkFillCurve(curve)).toBeUndefined();
        for (const [i, probability] of curve.survival.entries()) {
          expect(curve.low[i]).toBeLessThanOrEqual(probability + 1e-12);
          expect(curve.high[i]).toBeGreaterThanOrEqual(probability - 1e-12);
        }
      }),
    );
  });
});

describe('a fill curve', () => {
  const curve = learnedFills(
    [
      ...repeated(20, { units: 400, filledUnits: 0 }),
      ...repeated(20, { units: 400, filledUnits: 150 }),
      ...repeated(20, { units: 400, filledUnits: 400 }),
    ],
    PRIOR,
  );

  it('draws liquidity whose mean fill is the expected one', () => {
    const draws = 10_000;
    for (const units of [100, 150, 400, 2_000]) {
      let filled = 0;
      for (let i = 0; i < draws; i += 1) filled += Math.min(units, liquidityUnits(curve, (i + 0.5) / draws)) / draws;
      expect(Math.abs(filled - expectedFillUnits(curve, units))).toBeLessThan(0.5);
    }
  });

  it.each([
    ['survival', { survival: [1] }],
    ['survival.1', { survival: [0.5, 0.6] }],
    ['sizesUnits.1', { sizesUnits: [0, 0] }],
    ['knownToUnits', { knownToUnits: 10 }],
    ['tailUnits', { tailUnits: NaN }],
    ['evidence', { evidence: -1 }],
  ])('is refused by %s', (field, change) => {
    expect(checkFillCurve({ ...curve, ...change })).toMatchObject({ code: 'IMPOSSIBLE_VENUES', field });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Result } from '#domain/core';
import {
  almgrenChriss,
  almgrenChrissSchedule,
  efficientFrontier,
  leastValueAtRisk,
  liquidityValueAtRisk,
  type AlmgrenChrissOrder,
} from './almgren-chriss.js';
import { type InvalidSchedule } from './schedule.js';
import { twapSchedule } from './twap.js';

/** The paper's example (reference 2). */
const ORDER: AlmgrenChrissOrder = {
  quantity: 1e6,
  horizon: 5,
  intervals: 5,
  volatility: 0.95,
  fixedCost: 0.0625,
  permanentImpact: 2.5e-7,
  temporaryImpact: 2.5e-6,
};

const valueOf = <T>(result: Result<T, InvalidSchedule>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

describe('almgrenChriss', () => {
  it('is the example at a risk aversion of 1e-6', () => {
    const { urgency, holdings, expectedCost, costSd } = valueOf(almgrenChriss(ORDER, 1e-6));
    expect(urgency).toBeCloseTo(0.607_08, 5);
    expect(holdings.map((held) => Math.round(held / 100) / 10)).toEqual([1000, 542, 289.9, 147.9, 62.1, 0]);
    expect(Math.round(expectedCost)).toBe(911_227);
    expect(Math.round(costSd)).toBe(603_431);
  });

  it('is TWAP for who does not mind risk', () => {
    const { urgency, holdings, expectedCost, costSd } = valueOf(almgrenChriss(ORDER, 0));
    expect(urgency).toBe(0);
    expect(holdings.map(Math.round)).toEqual([1e6, 8e5, 6e5, 4e5, 2e5, 0]);
    expect(expectedCost).toBeCloseTo(662_500, 6);
    expect(Math.round(costSd)).toBe(1_040_673);
    expect(valueOf(almgrenChrissSchedule(ORDER, 0))).toEqual(valueOf(twapSchedule(1e6, 5)));
  });

  it('is the best: no small change of a trade lowers cost + aversion x variance', () => {
    const lam = 1e-6;
    const { holdings } = valueOf(almgrenChriss(ORDER, lam));
    const objective = (path: readonly number[]): number => {
      let total = 0;
      for (let k = 1; k < path.length; k += 1) {
        total += 2.375e-6 * (path[k - 1]! - path[k]!) ** 2 + lam * 0.95 ** 2 * path[k]! ** 2;
      }
      return total;
    };
    for (let k = 1; k < 5; k += 1) {
      for (const change of [-1000, 1000]) {
        const other = holdings.map((held, i) => (i === k ? held + change : held));
        expect(objective(other)).toBeGreaterThan(objective(holdings));
      }
    }
  });

  it('trades whole units that add up, earlier the more risk matters', () => {
    const slices = (aversion: number): readonly number[] => valueOf(almgrenChrissSchedule(ORDER, aversion)).slices;
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (aversion) => {
        const trades = slices(aversion);
        expect(trades.reduce((total, trade) => total + trade, 0)).toBe(1e6);
        expect(trades.every((trade) => Number.isInteger(trade) && trade >= 0)).toBe(true);
        expect(trades[0]!).toBeGreaterThanOrEqual(slices(aversion / 2)[0]!);
      }),
    );
    expect(slices(1e6)).toEqual([1e6, 0, 0, 0, 0]);
    expect(valueOf(almgrenChrissSchedule({ ...ORDER, quantity: 0 }, 1e-6)).slices).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('efficientFrontier', () => {
  it('pays for less risk with cost', () => {
    const points = valueOf(efficientFrontier(ORDER, [0, 1e-7, 1e-6, 1e-5, 1e-4]));
    for (let i = 1; i < points.length; i += 1) {
      expect(points[i]!.costSd).toBeLessThan(points[i - 1]!.costSd);
      expect(points[i]!.expectedCost).toBeGreaterThan(points[i - 1]!.expectedCost);
    }
  });
});

describe('leastValueAtRisk', () => {
  it('is no worse than any point of the frontier, and inside of it', () => {
    const best = valueOf(leastValueAtRisk(ORDER, 0.95));
    const aversions = Array.from({ length: 200 }, (_, i) => 10 ** (-9 + i * 0.03));
    const least = Math.min(
      ...valueOf(efficientFrontier(ORDER, aversions)).map((point) => liquidityValueAtRisk(point, 0.95)),
    );
    expect(liquidityValueAtRisk(best, 0.95)).toBeLessThanOrEqual(least + 1e-6);
    expect(liquidityValueAtRisk(best, 0.95)).toBeCloseTo(best.expectedCost + 1.644_853_627 * best.costSd, 2);
    expect(best.urgency).toBeGreaterThan(0.1);
  });

  it.each([
    ['a market that stands still', { ...ORDER, volatility: 0 }, 0.95],
    ['who looks at the median', ORDER, 0.5],
  ])('is even for %s', (_, order, probability) => {
    expect(valueOf(leastValueAtRisk(order, probability)).urgency).toBe(0);
  });
});

describe('refusals', () => {
  it.each<[string, Partial<AlmgrenChrissOrder>]>([
    ['quantity', { quantity: -1 }],
    ['horizon', { horizon: 0 }],
    ['intervals', { intervals: 2.5 }],
    ['volatility', { volatility: NaN }],
    ['fixedCost', { fixedCost: -0.01 }],
    ['permanentImpact', { permanentImpact: Infinity }],
    ['temporaryImpact', { temporaryImpact: -1 }],
    ['temporaryImpact', { permanentImpact: 5e-6 }],
  ])('name an impossible %s', (field, change) => {
    const order = { ...ORDER, ...change };
    for (const result of [
      almgrenChriss(order, 1e-6),
      almgrenChrissSchedule(order, 1e-6),
      efficientFrontier(order, [1e-6]),
      leastValueAtRisk(order, 0.95),
    ]) {
      expect(result).toMatchObject({ ok: false, error: { code: 'INVALID_SCHEDULE', field } });
    }
  });

  it('name an impossible aversion, probability, and a part of a unit', () => {
    expect(almgrenChriss(ORDER, -1)).toMatchObject({ error: { field: 'riskAversion' } });
    expect(efficientFrontier(ORDER, [0, NaN])).toMatchObject({ error: { field: 'riskAversions.1' } });
    expect(leastValueAtRisk(ORDER, 1)).toMatchObject({ error: { field: 'probability' } });
    expect(almgrenChrissSchedule({ ...ORDER, quantity: 0.5 }, 0)).toMatchObject({ error: { field: 'quantity' } });
  });
});

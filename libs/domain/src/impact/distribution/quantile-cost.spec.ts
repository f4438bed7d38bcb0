import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalQuantile } from '#domain/core';
import {
  exceedanceProbability,
  expectedShortfallBps,
  gaussian,
  quantileBps,
  quantileCost,
  type QuantileCost,
} from '../index.js';

const PROBABILITIES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const NORMAL = quantileCost(PROBABILITIES, PROBABILITIES.map(normalQuantile));

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
/** Knots at any probabilities, with steps between quantiles that may be zero. */
const cost: fc.Arbitrary<QuantileCost> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: 12 }),
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 50, noNaN: true })), {
      minLength: 12,
      maxLength: 12,
    }),
    fc.double({ min: -100, max: 100, noNaN: true }),
  )
  .map(([thousandths, steps, first]) => {
    const probabilities = thousandths.sort((a, b) => a - b).map((p) => p / 1000);
    let at = first;
    return quantileCost(
      probabilities,
      probabilities.map((_, k) => (at += steps[k]!)),
    );
  });

/** Mean of the quantile function over [from, 1), by the middle of equal steps in ln(1 - u): fine where the tail is. */
const shortfallByMidpoints = (of: QuantileCost, from: number): number => {
  const [steps, deepest] = [200_000, 1e-12];
  const width = Math.log((1 - from) / deepest) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i += 1) {
    const [left, right] = [(1 - from) * Math.exp(-i * width), (1 - from) * Math.exp(-(i + 1) * width)];
    sum += (left - right) * quantileBps(of, 1 - (left + right) / 2);
  }
  return sum / (1 - from);
};

describe('a cost by its knots', () => {
  it('passes through the knots', () => {
    fc.assert(
      fc.property(cost, (of) => {
        for (const [k, p] of of.probabilities.entries()) {
          expect(quantileBps(of, p)).toBeCloseTo(of.quantilesBps[k]!, 9);
        }
      }),
    );
  });

  it.each([
    // Uniform on [0, 10] between the knots, tails by hand: b = 5 / ln 5.
    [0.5, 5],
    [0.3, 3],
    [0.99, 9 + (4 / Math.log(5)) * Math.log(10)],
    [0.01, 1 - (4 / Math.log(5)) * Math.log(10)],
  ])('at %d is %d', (p, expected) => {
    expect(quantileBps(quantileCost([0.1, 0.5, 0.9], [1, 5, 9]), p)).toBeCloseTo(expected, 12);
  });

  it('a cost is exceeded with 1 - p at the quantile of p, and at none else', () => {
    fc.assert(
      fc.property(cost, probability, (of, p) => {
        const at = quantileBps(of, p);
        expect(exceedanceProbability(of, at)).toBeLessThanOrEqual(1 - p + 1e-9);
        expect(exceedanceProbability(of, at - 1e-6)).toBeGreaterThanOrEqual(1 - p - 1e-9);
      }),
    );
  });

  it('never falls in the probability, nor rises in the threshold', () => {
    fc.assert(
      fc.property(cost, probability, probability, (of, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(quantileBps(of, more)).toBeGreaterThanOrEqual(quantileBps(of, less) - 1e-9);
        expect(expectedShortfallBps(of, more)).toBeGreaterThanOrEqual(expectedShortfallBps(of, less) - 1e-9);
        const [low, high] = [200 * less - 100, 200 * more - 100];
        expect(exceedanceProbability(of, high)).toBeLessThanOrEqual(exceedanceProbability(of, low));
      }),
    );
  });

  it('the worst outcomes cost more than the value at risk and than the mean; the mean lies between the tails', () => {
    fc.assert(
      fc.property(cost, probability, (of, p) => {
        const shortfall = expectedShortfallBps(of, p);
        expect(shortfall).toBeGreaterThanOrEqual(quantileBps(of, p) - 1e-9);
        expect(shortfall).toBeGreaterThanOrEqual(of.meanBps - 1e-9);
        expect(of.meanBps).toBeGreaterThanOrEqual(quantileBps(of, 1e-9) - 1e-9);
        expect(of.meanBps).toBeLessThanOrEqual(quantileBps(of, 1 - 1e-9) + 1e-9);
      }),
    );
  });

  it('mean, standard deviation and expected shortfall are integrals of the quantile function', () => {
    const of = quantileCost([0.05, 0.3, 0.5, 0.9], [-4, 1, 1, 12]);
    expect(of.meanBps).toBeCloseTo(shortfallByMidpoints(of, 0), 3);
    for (const p of [0.02, 0.2, 0.4, 0.85, 0.95]) {
      expect(expectedShortfallBps(of, p)).toBeCloseTo(shortfallByMidpoints(of, p), 4);
    }
    let squares = 0;
    const steps = 400_000;
    for (let i = 0; i < steps; i += 1) squares += (quantileBps(of, (i + 0.5) / steps) - of.meanBps) ** 2 / steps;
    expect(of.sdBps / Math.sqrt(squares)).toBeCloseTo(1, 4);
  });

  it('mean and expected shortfall up to the last knot but one rise with every knot', () => {
    const knots = fc
      .array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 9, maxLength: 9 })
      .map((quantiles) => quantiles.sort((a, b) => a - b));
    const level = fc.double({ min: 1e-6, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(knots, fc.nat(8), fc.double({ min: 0, max: 1, noNaN: true }), level, (quantiles, k, share, p) => {
        const most = quantiles[k + 1] ?? quantiles[k]! + 10;
        const higher = Math.min(most, quantiles[k]! + share * (most - quantiles[k]!));
        const of = quantileCost(PROBABILITIES, quantiles);
        const raised = quantileCost(PROBABILITIES, quantiles.with(k, higher));
        expect(raised.meanBps).toBeGreaterThanOrEqual(of.meanBps - 1e-9);
        expect(expectedShortfallBps(raised, p)).toBeGreaterThanOrEqual(expectedShortfallBps(of, p) - 1e-9);
      }),
    );
  });

  it('moves and stretches with its knots', () => {
    fc.assert(
      fc.property(cost, probability, (of, p) => {
        const moved = quantileCost(
          of.probabilities,
          of.quantilesBps.map((q) => 3 * q + 7),
        );
        expect(moved.meanBps).toBeCloseTo(3 * of.meanBps + 7, 6);
        expect(moved.sdBps).toBeCloseTo(3 * of.sdBps, 6);
        expect(expectedShortfallBps(moved, p)).toBeCloseTo(3 * expectedShortfallBps(of, p) + 7, 5);
      }),
    );
  });

  it('is a certain cost when its knots agree', () => {
    const certain = quantileCost([0.1, 0.9], [5, 5]);
    expect([certain.meanBps, certain.sdBps, quantileBps(certain, 0.999), expectedShortfallBps(certain, 0.95)]).toEqual([
      5, 0, 5, 5,
    ]);
    expect([4.999, 5, 5.001].map((threshold) => exceedanceProbability(certain, threshold))).toEqual([1, 0, 0]);
  });
});

describe('the knots of a normal cost', () => {
  it('give its moments, quantiles and tail within the stated errors', () => {
    expect(NORMAL.meanBps).toBeCloseTo(0, 12);
    expect(Math.abs(NORMAL.sdBps - 1)).toBeLessThan(0.04);
    for (let p = 0.01; p < 0.99; p += 0.001) {
      expect(Math.abs(quantileBps(NORMAL, p) - normalQuantile(p))).toBeLessThan(0.12);
    }
    const exact = expectedShortfallBps(gaussian(0, 1), 0.95);
    expect(Math.abs(expectedShortfallBps(NORMAL, 0.95) - exact)).toBeLessThan(0.09);
  });
});

describe('refusals', () => {
  it.each<[string, () => unknown]>([
    ['quantilesBps', () => quantileCost([0.5], [1])],
    ['quantilesBps', () => quantileCost([0.1, 0.5], [1])],
    ['probabilities.0', () => quantileCost([0, 0.5], [1, 2])],
    ['probabilities.1', () => quantileCost([0.5, 0.5], [1, 2])],
    ['probabilities.1', () => quantileCost([0.5, NaN], [1, 2])],
    ['quantilesBps.1', () => quantileCost([0.1, 0.5], [2, 1])],
    ['quantilesBps.0', () => quantileCost([0.1, 0.5], [-Infinity, 1])],
    ['quantilesBps.1', () => quantileCost([0.1, 0.5], [1, NaN])],
    ['probability', () => quantileBps(NORMAL, 1)],
    ['probability', () => expectedShortfallBps(NORMAL, 0)],
  ])('names %s', (variable, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(variable);
  });
});

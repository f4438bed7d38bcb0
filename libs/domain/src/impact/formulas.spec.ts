import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  almgrenImpact,
  crossoverFactor,
  iStarImpact,
  iStarTimingRiskBps,
  squareRootImpactBps,
  timingRiskBps,
  TRADING_DAYS_PER_YEAR,
} from './index.js';

// Sizes, volatilities and times over which the laws are meant, and well beyond.
const sizeDays = fc.double({ min: 1e-9, max: 100, noNaN: true });
const dailyVolatility = fc.double({ min: 1e-4, max: 1, noNaN: true });
const horizonDays = fc.double({ min: 1e-4, max: 10, noNaN: true });

describe('square root', () => {
  it.each([
    // Reference 1: sig 2 %, Q/V 10 %, Y 1.
    [0.02, 0.1, 1, 63.25],
    [0.02, 0.1, 0.5, 31.62],
    [0.015, 0.04, 0.75, 22.5],
    [0.02, 0, 1, 0],
    [0, 0.1, 1, 0],
  ])('sig %d, Q/V %d, Y %d -> %d bps', (dailyVolatility, sizeDays, prefactor, expected) => {
    expect(squareRootImpactBps({ dailyVolatility, sizeDays, prefactor })).toBeCloseTo(expected, 2);
  });

  it('four times the size moves the mid twice as far', () => {
    fc.assert(
      fc.property(sizeDays, dailyVolatility, (sizeDays, dailyVolatility) => {
        const single = squareRootImpactBps({ dailyVolatility, sizeDays, prefactor: 1 });
        expect(squareRootImpactBps({ dailyVolatility, sizeDays: 4 * sizeDays, prefactor: 1 }) / single).toBeCloseTo(
          2,
          9,
        );
      }),
    );
  });
});

describe('Almgren 2005', () => {
  // The paper's IBM example: 10 % of daily volume, sig 1.57 %, Theta/V 263.
  const ibm = { dailyVolatility: 0.0157, sizeDays: 0.1, inverseTurnoverDays: 263 };

  it.each([
    [0.1, 19.85, 32.22],
    [0.2, 19.85, 24.63],
    [0.5, 19.85, 18.41],
  ])('T %d day -> I %d, J %d bps', (horizonDays, permanentBps, costBps) => {
    const impact = almgrenImpact({ ...ibm, horizonDays });
    expect(impact.permanentBps).toBeCloseTo(permanentBps, 2);
    expect(impact.costBps).toBeCloseTo(costBps, 2);
    expect(impact.temporaryBps).toBeCloseTo(costBps - permanentBps / 2, 2);
  });

  it('costs nothing at size zero', () => {
    expect(almgrenImpact({ ...ibm, sizeDays: 0, horizonDays: 1 })).toEqual({
      permanentBps: 0,
      temporaryBps: 0,
      costBps: 0,
    });
  });

  it('is linear in size when lasting, a 3/5 power of the pace when passing', () => {
    fc.assert(
      fc.property(sizeDays, dailyVolatility, horizonDays, (sizeDays, dailyVolatility, horizonDays) => {
        const inputs = { dailyVolatility, sizeDays, horizonDays, inverseTurnoverDays: 200 };
        const [single, double] = [almgrenImpact(inputs), almgrenImpact({ ...inputs, sizeDays: 2 * sizeDays })];
        expect(double.permanentBps / single.permanentBps).toBeCloseTo(2, 9);
        expect(double.temporaryBps / single.temporaryBps).toBeCloseTo(2 ** 0.6, 9);
        const slower = almgrenImpact({ ...inputs, sizeDays: 2 * sizeDays, horizonDays: 2 * horizonDays });
        expect(slower.temporaryBps / single.temporaryBps).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('I-Star', () => {
  // Reference 1: Q/V 10 %, sigA 25 %, POV 20 %.
  const order = { sizeDays: 0.1, annualVolatility: 0.25, participationRate: 0.2 };

  it('reproduces I*, MI and TR', () => {
    const impact = iStarImpact(order);
    expect(impact.instantaneousBps).toBeCloseTo(74.57, 2);
    expect(impact.costBps).toBeCloseTo(34.17, 2);
    expect(impact.permanentBps).toBeCloseTo(0.02 * 74.57, 2);
    expect(impact.temporaryBps).toBeCloseTo(34.17 - 0.02 * 74.57, 2);
    expect(iStarTimingRiskBps(order)).toBeCloseTo(57.74, 2);
  });

  it('costs I* when the whole market is the order, and its permanent part when nobody waits for it', () => {
    const { instantaneousBps, permanentBps } = iStarImpact(order);
    expect(iStarImpact({ ...order, participationRate: 1 }).costBps).toBeCloseTo(instantaneousBps, 10);
    expect(iStarImpact({ ...order, participationRate: 0 }).costBps).toBe(permanentBps);
    expect(iStarTimingRiskBps({ ...order, participationRate: 1 })).toBe(0);
  });

  it('costs nothing at size zero', () => {
    expect(iStarImpact({ ...order, sizeDays: 0 }).costBps).toBe(0);
  });

  it('has the timing risk of an evenly worked order', () => {
    fc.assert(
      fc.property(sizeDays, dailyVolatility, horizonDays, (sizeDays, dailyVolatility, horizonDays) => {
        const annualVolatility = dailyVolatility * Math.sqrt(TRADING_DAYS_PER_YEAR);
        const participationRate = sizeDays / (sizeDays + horizonDays);
        // Where the order is the whole market, 1 - POV has lost its digits.
        fc.pre(participationRate < 0.999);
        const risk = iStarTimingRiskBps({ sizeDays, annualVolatility, participationRate });
        expect(risk / timingRiskBps(dailyVolatility, horizonDays)).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('crossover', () => {
  const squareRootWithCrossover = (sizeDays: number): number =>
    Math.sqrt(sizeDays) * crossoverFactor({ sizeDays, exponent: 0.5, crossoverDays: 1e-3 });

  it.each([1e-9, 1e-7, 1e-5])('is linear at Q/V %d', (sizeDays) => {
    expect(squareRootWithCrossover(2 * sizeDays) / squareRootWithCrossover(sizeDays)).toBeCloseTo(2, 3);
    expect(squareRootWithCrossover(sizeDays) / (sizeDays / Math.sqrt(1e-3))).toBeCloseTo(1, 3);
  });

  it.each([0.1, 1, 100])('is the square root at Q/V %d', (sizeDays) => {
    expect(squareRootWithCrossover(sizeDays) / Math.sqrt(sizeDays)).toBeCloseTo(1, 4);
  });

  it.each([
    [1e-3, 2 ** -0.25],
    [1e-2, 1.01 ** -0.25],
    [0, 0],
  ])('at Q/V %d the square root keeps %d of itself', (sizeDays, expected) => {
    expect(crossoverFactor({ sizeDays, exponent: 0.5, crossoverDays: 1e-3 })).toBeCloseTo(expected, 12);
  });

  it('keeps the law increasing and concave', () => {
    const anyExponent = fc.double({ min: 0.3, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(sizeDays, anyExponent, (sizeDays, exponent) => {
        const law = (x: number): number =>
          x ** exponent * crossoverFactor({ sizeDays: x, exponent, crossoverDays: 1e-3 });
        const [low, middle, high] = [law(sizeDays), law(1.5 * sizeDays), law(2 * sizeDays)];
        expect(middle).toBeGreaterThan(low);
        expect(high).toBeGreaterThan(middle);
        expect(middle).toBeGreaterThanOrEqual(((low + high) / 2) * (1 - 1e-12));
      }),
    );
  });
});

describe('refusals', () => {
  const almgren = { dailyVolatility: 0.02, sizeDays: 0.1, inverseTurnoverDays: 200, horizonDays: 1 };
  const iStar = { sizeDays: 0.1, annualVolatility: 0.25, participationRate: 0.2 };
  const squareRoot = { dailyVolatility: 0.02, sizeDays: 0.1, prefactor: 1 };
  const bend = { sizeDays: 0.1, exponent: 0.5, crossoverDays: 1e-3 };

  it.each<[string, () => unknown]>([
    ['dailyVolatility', () => squareRootImpactBps({ ...squareRoot, dailyVolatility: -0.01 })],
    ['sizeDays', () => squareRootImpactBps({ ...squareRoot, sizeDays: NaN })],
    ['prefactor', () => squareRootImpactBps({ ...squareRoot, prefactor: Infinity })],
    ['dailyVolatility', () => almgrenImpact({ ...almgren, dailyVolatility: NaN })],
    ['sizeDays', () => almgrenImpact({ ...almgren, sizeDays: -1 })],
    ['inverseTurnoverDays', () => almgrenImpact({ ...almgren, inverseTurnoverDays: 0 })],
    ['horizonDays', () => almgrenImpact({ ...almgren, horizonDays: 0 })],
    ['sizeDays', () => iStarImpact({ ...iStar, sizeDays: Infinity })],
    ['annualVolatility', () => iStarImpact({ ...iStar, annualVolatility: -1 })],
    ['participationRate', () => iStarImpact({ ...iStar, participationRate: 1.01 })],
    ['participationRate', () => iStarTimingRiskBps({ ...iStar, participationRate: 0 })],
    ['sizeDays', () => crossoverFactor({ ...bend, sizeDays: -1 })],
    ['exponent', () => crossoverFactor({ ...bend, exponent: 0 })],
    ['crossoverDays', () => crossoverFactor({ ...bend, crossoverDays: 0 })],
    ['horizonDays', () => timingRiskBps(0.02, -1)],
  ])('names %s', (variable, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(variable);
  });
});

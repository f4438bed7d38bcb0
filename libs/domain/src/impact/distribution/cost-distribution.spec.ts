import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { exceedanceProbability, expectedShortfallBps, gaussian, quantileBps } from '../index.js';

const mean = fc.double({ min: -1e3, max: 1e4, noNaN: true });
const sd = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

describe('closed forms', () => {
  it.each([
    // probability, quantile and expected shortfall of the standard normal.
    [0.5, 0, 0.797_884_560_802_865],
    [0.95, 1.644_853_626_951_473, 2.062_712_807_507_423],
    [0.99, 2.326_347_874_040_841, 2.665_214_220_345_802],
    [0.05, -1.644_853_626_951_473, 0.108_563_831_974_075],
  ])('at %d', (probability, quantile, expectedShortfall) => {
    expect(quantileBps(gaussian(0, 1), probability)).toBeCloseTo(quantile, 10);
    expect(expectedShortfallBps(gaussian(0, 1), probability)).toBeCloseTo(expectedShortfall, 10);
    expect(quantileBps(gaussian(7, 3), probability)).toBeCloseTo(7 + 3 * quantile, 10);
    expect(expectedShortfallBps(gaussian(7, 3), probability)).toBeCloseTo(7 + 3 * expectedShortfall, 10);
  });

  it.each([
    [11.7, 4.41, 0.65],
    [5.9, 3.96, 0.15],
    [3.4, 4.01, 0.05],
  ])('mean %d, sd %d exceeds 10 bps with probability %d', (meanBps, sdBps, expected) => {
    expect(exceedanceProbability(gaussian(meanBps, sdBps), 10)).toBeCloseTo(expected, 3);
  });

  it('the cost exceeded with 1 - p is the quantile at p', () => {
    fc.assert(
      fc.property(mean, sd, probability, (meanBps, sdBps, p) => {
        const cost = gaussian(meanBps, sdBps);
        expect(exceedanceProbability(cost, quantileBps(cost, p))).toBeCloseTo(1 - p, 6);
      }),
    );
  });

  it('the worst outcomes cost more than the value at risk', () => {
    fc.assert(
      fc.property(mean, sd, probability, (meanBps, sdBps, p) => {
        const cost = gaussian(meanBps, sdBps);
        expect(expectedShortfallBps(cost, p)).toBeGreaterThanOrEqual(quantileBps(cost, p) - 1e-9);
        expect(expectedShortfallBps(cost, p)).toBeGreaterThanOrEqual(meanBps - 1e-9);
      }),
    );
  });

  it('a certain cost is its own tail', () => {
    const cost = gaussian(5, 0);
    expect([quantileBps(cost, 0.95), expectedShortfallBps(cost, 0.95)]).toEqual([5, 5]);
    expect([4.999, 5, 5.001].map((threshold) => exceedanceProbability(cost, threshold))).toEqual([1, 0, 0]);
  });
});

describe('against 200,000 draws', () => {
  const cost = gaussian(9.8, 6.5);
  const rng = seededRng(20120621);
  const draws = Float64Array.from({ length: 200_000 }, () => cost.meanBps + cost.sdBps * rng.normal()).sort();

  it.each([0.05, 0.5, 0.75, 0.95, 0.99])('quantile and expected shortfall at %d', (p) => {
    const tail = draws.subarray(Math.floor(p * draws.length));
    // Four standard errors of the least certain of these, at 0.99, are 0.15 bps.
    expect(Math.abs(quantileBps(cost, p) - tail[0]!)).toBeLessThan(0.2);
    const tailMean = tail.reduce((sum, draw) => sum + draw, 0) / tail.length;
    expect(Math.abs(expectedShortfallBps(cost, p) - tailMean)).toBeLessThan(0.25);
  });

  it.each([-5, 0, 10, 20])('share of costs above %d bps', (thresholdBps) => {
    const share = draws.filter((draw) => draw > thresholdBps).length / draws.length;
    expect(Math.abs(exceedanceProbability(cost, thresholdBps) - share)).toBeLessThan(0.005);
  });
});

describe('refusals', () => {
  it.each<[string, () => unknown]>([
    ['meanBps', () => gaussian(NaN, 1)],
    ['meanBps', () => gaussian(Infinity, 1)],
    ['sdBps', () => gaussian(1, -1e-9)],
    ['sdBps', () => gaussian(1, NaN)],
    ['sdBps', () => gaussian(1, Infinity)],
    ['probability', () => quantileBps(gaussian(0, 1), 1)],
    ['probability', () => expectedShortfallBps(gaussian(0, 1), 0)],
  ])('names %s', (variable, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(variable);
  });
});

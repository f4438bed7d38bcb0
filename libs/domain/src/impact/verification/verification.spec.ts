import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { meanPinballLossBps, pinballLossBps } from './pinball.js';
import { brierScore, expectedCalibrationError, RELIABILITY_BINS, reliabilityBin } from './reliability.js';

describe('pinball loss', () => {
  it.each([
    { outcomeBps: 3, quantileBps: 1, probability: 0.95, loss: 1.9 },
    { outcomeBps: 1, quantileBps: 3, probability: 0.95, loss: 0.1 },
    { outcomeBps: -2, quantileBps: 2, probability: 0.5, loss: 2 },
    { outcomeBps: 4, quantileBps: 4, probability: 0.25, loss: 0 },
  ])('of $quantileBps at $probability when $outcomeBps happened is $loss', (row) => {
    expect(pinballLossBps(row.outcomeBps, row.quantileBps, row.probability)).toBeCloseTo(row.loss, 12);
  });

  // Reference 7: N(0, 1) oracle .1031 at 5 % and 95 %, .3989 at 50 %.
  it.each([
    { probability: 0.05, quantile: -1.6449, loss: 0.1031 },
    { probability: 0.5, quantile: 0, loss: 0.3989 },
    { probability: 0.95, quantile: 1.6449, loss: 0.1031 },
  ])(
    'of the true quantile at $probability of a normal outcome is $loss on average',
    ({ probability, quantile, loss }) => {
      const step = 1e-3;
      let mean = 0;
      for (let z = -9; z < 9; z += step) {
        const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
        mean += pinballLossBps(z, quantile, probability) * density * step;
      }
      expect(mean).toBeCloseTo(loss, 4);
    },
  );

  it('over several quantiles is their mean', () => {
    expect(meanPinballLossBps(3, [1, 2], [0.5, 0.75])).toBeCloseTo((1 + 0.75) / 2, 12);
  });

  it('is never negative and scales with the unit', () => {
    const bps = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(bps, bps, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (outcome, quantile, probability) => {
        const loss = pinballLossBps(outcome, quantile, probability);
        expect(loss).toBeGreaterThanOrEqual(0);
        expect(pinballLossBps(2 * outcome, 2 * quantile, probability)).toBeCloseTo(2 * loss, 8);
      }),
    );
  });
});

describe('reliability', () => {
  it.each([
    [0, 0],
    [0.0999, 0],
    [0.1, 1],
    [0.95, 9],
    [1, 9],
  ])('puts %p into bin %p', (probability, bin) => {
    expect(reliabilityBin(probability)).toBe(bin);
  });

  it('has no calibration error where every bin happens as often as stated', () => {
    // Ten of .3 with three events, ten of .8 with eight.
    expect(expectedCalibrationError([10 * 0.3 - 3, 10 * 0.8 - 8], 20)).toBeCloseTo(0, 12);
  });

  it('does not let one bin make up for another', () => {
    // .2 never happens, .8 always does: overall .5 is right, and every forecast is wrong by .2.
    expect(expectedCalibrationError([5 * 0.2, 5 * 0.8 - 5], 10)).toBeCloseTo(0.2, 12);
  });

  it('scores a stated probability by its squared error', () => {
    expect([brierScore(0.7, true), brierScore(0.7, false)]).toEqual([
      expect.closeTo(0.09, 12),
      expect.closeTo(0.49, 12),
    ]);
  });

  it('covers [0, 1] with its bins', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (probability) => {
        const bin = reliabilityBin(probability);
        expect(bin).toBeGreaterThanOrEqual(0);
        expect(bin).toBeLessThan(RELIABILITY_BINS);
      }),
    );
  });
});

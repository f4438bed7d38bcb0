import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestReducedSpread, HitCurve, HitModel, REFERENCE_HIT_PARAMETERS, type HitFunction } from '#domain/rfq';
import { bestMarkup, exponentialHits, flowSensitivity, logisticHits, utilityOf } from './index.js';

const GAUSSIAN = new HitModel({
  ...REFERENCE_HIT_PARAMETERS,
  competitors: { location: 1, scale: 1, skewness: 0, shape: 2 },
});

/** By trying: shares nothing with what it checks. */
const bruteUtility = (hits: HitFunction, cost: number, riskAversion: number): number => {
  let best = 0;
  for (let i = 1; i <= 3_000; i += 1) {
    const d = cost + i * 0.004;
    best = Math.max(best, utilityOf(d - cost, riskAversion) * hits.hit(d));
  }
  return best;
};

describe('the best markup', () => {
  it.each([
    [0, 0, 1.492],
    [1, 0, 1.304],
    [3, 0, 0.993],
    [0, 0.5, 1.727],
    [1, 0.5, 1.59],
    [3, 0.5, 1.341],
  ])('against %d competitors at a cost of %d is that of reference 5', (competitors, cost, expected) => {
    const closed: HitFunction = {
      hit: (d) => GAUSSIAN.hit(d, competitors),
      hazard: (d) => GAUSSIAN.hazard(d, competitors),
    };
    expect(bestMarkup(closed, cost)).toBeCloseTo(expected, 3);
    expect(bestMarkup(new HitCurve(GAUSSIAN, competitors), cost)).toBeCloseTo(expected, 1);
    expect(bestMarkup(closed, cost)).toBeCloseTo(bestReducedSpread(GAUSSIAN, competitors, cost), 6);
  });

  it('of logistic hits is that of reference 5', () => {
    const hits = logisticHits(-0.3, 5);
    expect(bestMarkup(hits, 0)).toBeCloseTo(0.27, 3);
    expect(hits.hit(bestMarkup(hits, 0))).toBeCloseTo(0.2592, 4);
  });

  it.each([
    [0.1, 1.5],
    [2, 1.5],
    [40, 0.3],
  ])('at a risk aversion of %d and exponential hits of decay %d is that of Avellaneda and Stoikov', (gamma, k) => {
    expect(bestMarkup(exponentialHits(1, k), 0, gamma)).toBeCloseTo(Math.log1p(gamma / k) / gamma, 9);
  });

  it('is not beaten by trying, in 300 random markets', () => {
    const unit = { min: 0, max: 1, noNaN: true };
    const market = fc.record({
      mean: fc.double({ min: 0, max: 3, noNaN: true }),
      sd: fc.double({ min: 0.3, max: 2, noNaN: true }),
      location: fc.double({ min: -1, max: 2, noNaN: true }),
      scale: fc.double({ min: 0.3, max: 2, noNaN: true }),
      shape: fc.double({ min: 0.5, max: 2.5, noNaN: true }),
      responseProbability: fc.double(unit),
      competitors: fc.integer({ min: 0, max: 9 }),
      cost: fc.double({ min: -2, max: 3, noNaN: true }),
      riskAversion: fc.constantFrom(0, 0.1, 1, 5),
    });
    fc.assert(
      fc.property(
        market,
        ({ mean, sd, location, scale, shape, responseProbability, competitors, cost, riskAversion }) => {
          const model = new HitModel({
            reservation: { mean, sd },
            competitors: { location, scale, skewness: 0, shape },
            responseProbability,
          });
          const hits = new HitCurve(model, competitors);
          const best = bestMarkup(hits, cost, riskAversion);
          expect(best).toBeGreaterThan(cost);
          const utility = utilityOf(best - cost, riskAversion) * hits.hit(best);
          expect(utility).toBeGreaterThanOrEqual(bruteUtility(hits, cost, riskAversion) * (1 - 1e-6) - 1e-12);
          const scanned = bestMarkup({ hit: (d) => hits.hit(d), hazard: (d) => hits.hazard(d) }, cost, riskAversion);
          const byScan = utilityOf(scanned - cost, riskAversion) * hits.hit(scanned);
          expect(utility).toBeGreaterThanOrEqual(byScan * (1 - 1e-12));
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  it.each([-40, -8, 15.99, 16, 90])(
    'at a cost of %d, at the ends of the table and beyond, is still the best',
    (cost) => {
      const hits = new HitCurve(GAUSSIAN, 3);
      const best = bestMarkup(hits, cost, 0.2);
      const utility = (d: number): number => utilityOf(d - cost, 0.2) * hits.hit(d);
      expect(best).toBeGreaterThan(cost);
      for (let x = 0.001; x < 60; x *= 1.01) expect(utility(cost + x)).toBeLessThanOrEqual(utility(best) * (1 + 1e-12));
    },
  );

  it('rises with the cost, and a more risk-averse dealer asks for less', () => {
    const hits = new HitCurve(GAUSSIAN, 3);
    const byCost = [-1, 0, 1, 2].map((cost) => bestMarkup(hits, cost));
    expect(byCost).toEqual([...byCost].sort((a, b) => a - b));
    const byAversion = [0, 0.5, 2, 8].map((aversion) => bestMarkup(hits, 0, aversion));
    expect(byAversion).toEqual([...byAversion].sort((a, b) => b - a));
  });

  it('knows how fast flow reacts: of exponential hits k e^-1', () => {
    // hit(c + 1/k) = e^(-1 - k c) falls by k of itself; by a central difference over 0.2.
    expect(flowSensitivity(exponentialHits(1, 1.5), 0)).toBeCloseTo((Math.exp(-1) * Math.sinh(0.15)) / 0.1, 6);
  });
});

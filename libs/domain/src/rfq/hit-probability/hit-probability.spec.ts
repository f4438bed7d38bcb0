import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalCdf, normalPdf, seededRng } from '#domain/core';
import {
  bestReducedSpread,
  cheapestPanel,
  drawReservation,
  expectedMaximum,
  HitModel,
  lastLookCostBps,
  lastLookRejectProbability,
  panelCostBps,
  REFERENCE_HIT_PARAMETERS,
  reservationDensity,
  SkewExponentialPower,
  type HitParameters,
  type SkewExponentialPowerParameters,
} from './index.js';

/** V ~ N(1.7, 1), W ~ N(1, 1), p 0.4: what the golden values of reference 4 and 5 are for. */
const GAUSSIAN: HitParameters = {
  ...REFERENCE_HIT_PARAMETERS,
  competitors: { location: 1, scale: 1, skewness: 0, shape: 2 },
};

/** Midpoint sum on a fine grid: slow, and shares nothing with what it checks. */
const bruteIntegral = (f: (x: number) => number, low: number, high: number, cells: number): number => {
  const width = (high - low) / cells;
  let sum = 0;
  for (let i = 0; i < cells; i += 1) sum += f(low + (i + 0.5) * width);
  return sum * width;
};

const anyShape = fc.record({
  location: fc.double({ min: -2, max: 2, noNaN: true }),
  scale: fc.double({ min: 0.2, max: 3, noNaN: true }),
  skewness: fc.double({ min: -6, max: 6, noNaN: true }),
  shape: fc.double({ min: 0.4, max: 4, noNaN: true }),
});

describe('the skew exponential power distribution', () => {
  const density = ({ location, scale, skewness, shape }: SkewExponentialPowerParameters, y: number): number => {
    const z = (y - location) / scale;
    const w = Math.sign(z) * Math.abs(z) ** (shape / 2) * skewness * Math.sqrt(2 / shape);
    return (2 * normalCdf(w) * Math.exp(-(Math.abs(z) ** shape) / shape)) / (GAMMA_CONSTANTS.get(shape)! * scale);
  };
  /** c = 2 a^(1/a - 1) Gamma(1/a), from tables of the gamma function. */
  const GAMMA_CONSTANTS = new Map([
    [0.5, 2 * 0.5],
    [1, 2],
    [2, Math.sqrt(2 * Math.PI)],
    [4, 2 * 4 ** -0.75 * 3.625_609_908_221_908],
  ]);

  it.each<[string, SkewExponentialPowerParameters]>([
    ['normal', { location: 1, scale: 1, skewness: 0, shape: 2 }],
    ['skew normal', { location: 0, scale: 1.5, skewness: 3, shape: 2 }],
    ['skew Laplace', { location: -1, scale: 0.5, skewness: -1, shape: 1 }],
    ['sharp peak', { location: 1, scale: 1, skewness: 0.7, shape: 0.5 }],
    ['flat', { location: 0, scale: 2, skewness: -5, shape: 4 }],
  ])('has the density of reference 4 (%s)', (_, parameters) => {
    const distribution = new SkewExponentialPower(parameters);
    for (let y = -6; y <= 6; y += 0.37) expect(distribution.density(y)).toBeCloseTo(density(parameters, y), 12);
  });

  it.each<[string, SkewExponentialPowerParameters, number, number]>([
    ['normal', { location: 1, scale: 2, skewness: 0, shape: 2 }, 2.5, normalCdf(0.75)],
    ['Laplace, below', { location: 0, scale: 1, skewness: 0, shape: 1 }, -1.2, Math.exp(-1.2) / 2],
    ['Laplace, above', { location: 0, scale: 1, skewness: 0, shape: 1 }, 1.2, 1 - Math.exp(-1.2) / 2],
    // Of a skew normal: F(0) = 1/2 - atan(lam)/pi, and with lam 1 it is the square of the normal cdf.
    ['skew normal at 0', { location: 0, scale: 1, skewness: 2, shape: 2 }, 0, 0.5 - Math.atan(2) / Math.PI],
    ['skew normal, lam 1', { location: 0, scale: 1, skewness: 1, shape: 2 }, 0.8, normalCdf(0.8) ** 2],
    ['skew normal, lam 1, below', { location: 0, scale: 1, skewness: 1, shape: 2 }, -1.8, normalCdf(-1.8) ** 2],
  ])('has the cdf that is known in closed form (%s)', (_, parameters, y, expected) => {
    expect(Math.abs(new SkewExponentialPower(parameters).cdf(y) - expected)).toBeLessThan(1e-12);
  });

  it('has the cdf that its density adds up to', () => {
    fc.assert(
      fc.property(anyShape, fc.double({ min: -3, max: 3, noNaN: true }), (parameters, z) => {
        const distribution = new SkewExponentialPower(parameters);
        const { location, scale, shape } = parameters;
        const to = location + z * scale;
        // In t = sign(z) |z|^a' with a' = min(a, 1) the density has no cusp that a midpoint sum would feel.
        const power = 4 / Math.min(shape, 1);
        const inside = (t: number): number =>
          distribution.density(location + scale * Math.sign(t) * Math.abs(t) ** power) *
          scale *
          power *
          Math.abs(t) ** (power - 1);
        const root = Math.sign(z) * Math.abs(z) ** (1 / power);
        const [low, high] = [Math.min(root, 0), Math.max(root, 0)];
        const between = bruteIntegral(inside, low, high, 3_000);
        const change = Math.abs(distribution.cdf(to) - distribution.cdf(location));
        expect(Math.abs(change - between)).toBeLessThan(1e-5);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('is exact to 1e-9 against brute force at the defaults with a skewness', () => {
    const parameters = { location: 1, scale: 1, skewness: 0.8, shape: 0.7 };
    const distribution = new SkewExponentialPower(parameters);
    // z = t^(2/a): the density is smooth in t.
    const power = 2 / 0.7;
    const inside = (t: number): number => distribution.density(1 + t ** power) * power * t ** (power - 1);
    for (const z of [0.01, 0.5, 2, 9]) {
      const between = bruteIntegral(inside, 0, z ** (1 / power), 40_000);
      expect(Math.abs(distribution.cdf(1 + z) - distribution.cdf(1) - between)).toBeLessThan(1e-9);
    }
  });

  it('rises from 0 to 1, and mirrored skewness mirrors it', () => {
    fc.assert(
      fc.property(anyShape, fc.array(fc.double({ min: -50, max: 50, noNaN: true })), (parameters, values) => {
        const distribution = new SkewExponentialPower(parameters);
        const mirrored = new SkewExponentialPower({
          ...parameters,
          location: -parameters.location,
          skewness: -parameters.skewness,
        });
        let last = 0;
        for (const y of values.sort((a, b) => a - b)) {
          const probability = distribution.cdf(y);
          expect(probability).toBeGreaterThanOrEqual(last - 1e-12);
          expect(probability).toBeLessThanOrEqual(1);
          expect(Math.abs(probability + mirrored.cdf(-y) - 1)).toBeLessThan(1e-11);
          last = probability;
        }
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  it.each<SkewExponentialPowerParameters>([
    REFERENCE_HIT_PARAMETERS.competitors,
    { location: 1, scale: 2, skewness: 1.5, shape: 0.7 },
    { location: 0, scale: 1, skewness: -4, shape: 3 },
  ])('is drawn as its cdf says: %j', (parameters) => {
    const distribution = new SkewExponentialPower(parameters);
    const rng = seededRng(5);
    const draws = 40_000;
    const { location, scale } = parameters;
    const edges = Array.from({ length: 21 }, (_, i) => location + scale * (i - 10) * 0.3);
    const counts = new Float64Array(22);
    for (let i = 0; i < draws; i += 1) {
      const drawn = distribution.draw(rng);
      counts[edges.filter((edge) => edge <= drawn).length]! += 1;
    }
    const cdf = [0, ...edges.map((edge) => distribution.cdf(edge)), 1];
    const chiSquare = counts.reduce((sum, count, cell) => {
      const expected = draws * (cdf[cell + 1]! - cdf[cell]!);
      return expected < 5 ? sum : sum + (count - expected) ** 2 / expected;
    }, 0);
    // 99.9 % quantile of 21 degrees of freedom.
    expect(chiSquare).toBeLessThan(46.8);
  });

  it.each<[string, Partial<SkewExponentialPowerParameters>]>([
    ['scale', { scale: 0 }],
    ['shape', { shape: -1 }],
    ['skewness', { skewness: NaN }],
    ['location', { location: Infinity }],
  ])('names an impossible %s', (name, change) => {
    expect(() => new SkewExponentialPower({ ...GAUSSIAN.competitors, ...change })).toThrow(name);
  });
});

describe('the reservation', () => {
  it('is drawn as its density says', () => {
    const reservation = { mean: 1.7, sd: 0.5 };
    const rng = seededRng(9);
    const draws = 40_000;
    const counts = new Float64Array(9);
    for (let i = 0; i < draws; i += 1) {
      const cell = Math.floor((drawReservation(reservation, rng) - 0.8) / 0.2);
      if (cell >= 0 && cell < 9) counts[cell]! += 1;
    }
    counts.forEach((count, cell) => {
      const mass = bruteIntegral((v) => reservationDensity(reservation, v), 0.8 + 0.2 * cell, 1 + 0.2 * cell, 500);
      expect(Math.abs(count / draws - mass)).toBeLessThan(4 * Math.sqrt((mass * (1 - mass)) / draws));
    });
  });
});

describe('the hit model', () => {
  it.each<[number, readonly number[]]>([
    [0, [0.9554, 0.8849, 0.758, 0.5793, 0.3821]],
    [3, [0.7848, 0.5961, 0.3881, 0.2193, 0.1116]],
  ])('has the golden values of reference 4 for %d competitors', (competitors, expected) => {
    const model = new HitModel(GAUSSIAN);
    expect([0, 0.5, 1, 1.5, 2].map((d) => Number(model.hit(d, competitors).toFixed(4)))).toEqual(expected);
  });

  const anyModel = fc.record({
    reservation: fc.record({
      mean: fc.double({ min: 0, max: 3, noNaN: true }),
      sd: fc.double({ min: 0.2, max: 2, noNaN: true }),
    }),
    competitors: anyShape,
    responseProbability: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const competitorCount = fc.integer({ min: 0, max: 12 });
  const spread = fc.double({ min: -3, max: 6, noNaN: true });

  it('falls with the price and with every competitor, whatever the parameters', () => {
    fc.assert(
      fc.property(anyModel, competitorCount, spread, spread, (parameters, n, one, other) => {
        const model = new HitModel(parameters);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(model.hit(high, n)).toBeLessThanOrEqual(model.hit(low, n) + 1e-11);
        expect(model.hit(low, n + 1)).toBeLessThanOrEqual(model.hit(low, n) + 1e-12);
        expect(model.slope(low, n)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it('has the slope of its own difference quotient', () => {
    const model = new HitModel({ ...GAUSSIAN, competitors: { location: 1, scale: 1, skewness: 1, shape: 0.7 } });
    for (const d of [-0.5, 0.3, 0.9, 1.4, 2.2]) {
      const quotient = (model.hit(d + 1e-4, 4) - model.hit(d - 1e-4, 4)) / 2e-4;
      expect(Math.abs(model.slope(d, 4) - quotient)).toBeLessThan(1e-6);
    }
  });

  it('says what becomes of a quote: done, traded away and not traded as by brute force', () => {
    const model = new HitModel(REFERENCE_HIT_PARAMETERS);
    for (const [d, n] of [
      [0.5, 0],
      [0.8, 3],
      [1, 5],
      [2.4, 9],
    ] as const) {
      const { done, notTraded, tradedAway } = model.outcomes(d, n);
      const brute = bruteIntegral((v) => (1 - 0.4 * model.competitors.cdf(v)) ** n * normalPdf(v - 1.7), -7, d, 10_000);
      expect(notTraded).toBeCloseTo(brute, 7);
      expect(done).toBe(model.hit(d, n));
      expect(done + notTraded + tradedAway).toBeCloseTo(1, 12);
      if (n === 0) expect(tradedAway).toBeCloseTo(0, 10);
    }
  });

  it.each<[number, readonly number[]]>([
    [0, [1.492, 1.304, 0.993]],
    [0.5, [1.727, 1.59, 1.341]],
  ])('has the best quotes of reference 5 for a cost of %d', (cost, expected) => {
    const model = new HitModel(GAUSSIAN);
    const spreads = [0, 1, 3].map((n) => bestReducedSpread(model, n, cost));
    expect(spreads.map((d) => Number(d.toFixed(3)))).toEqual(expected);
  });

  it('finds no better quote by brute force, with a sharp peak and several optima too', () => {
    fc.assert(
      fc.property(anyModel, competitorCount, fc.double({ min: -2, max: 3, noNaN: true }), (parameters, n, cost) => {
        const model = new HitModel({ ...parameters, competitors: { ...parameters.competitors, skewness: 0 } });
        const utility = (d: number): number => (d - cost) * model.hit(d, n);
        const best = bestReducedSpread(model, n, cost);
        expect(best).toBeGreaterThan(cost);
        for (let i = 1; i < 300; i += 1) {
          expect(utility(cost + i * 0.03)).toBeLessThanOrEqual(utility(best) * (1 + 1e-6) + 1e-12);
        }
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it.each<[string, HitParameters]>([
    ['responseProbability', { ...GAUSSIAN, responseProbability: 1.1 }],
    ['reservation.sd', { ...GAUSSIAN, reservation: { mean: 1, sd: -1 } }],
    ['reservation.mean', { ...GAUSSIAN, reservation: { mean: NaN, sd: 1 } }],
  ])('names an impossible %s', (name, parameters) => {
    expect(() => new HitModel(parameters)).toThrow(name);
  });
});

describe('the best of several quotes', () => {
  it('is biased by d_N of reference 4', () => {
    const table = [0, 0.5642, 0.8463, 1.0294, 1.163, 1.2672, 1.3522, 1.4236, 1.485, 1.5388];
    expect(table.map((_, i) => Number(expectedMaximum(i + 1).toFixed(4)))).toEqual(table);
  });

  it('is exact where it is known in closed form, and goes on for any number', () => {
    expect(expectedMaximum(2)).toBeCloseTo(1 / Math.sqrt(Math.PI), 13);
    expect(expectedMaximum(3)).toBeCloseTo(1.5 / Math.sqrt(Math.PI), 13);
    // Harter, Biometrika 48, 1961: N = 100 and 1000.
    expect(expectedMaximum(100)).toBeCloseTo(2.507_593_6, 6);
    expect(expectedMaximum(1000)).toBeCloseTo(3.241_435_8, 6);
    // Gumbel's limit, from below and within its known slowness.
    expect(expectedMaximum(1e9)).toBeGreaterThan(6);
    expect(expectedMaximum(1e9)).toBeLessThan(Math.sqrt(2 * Math.log(1e9)));
  });

  it.each([0, -1, 1.5, NaN])('refuses to ask %d dealers', (count) => {
    expect(() => expectedMaximum(count)).toThrow('count');
  });

  it.each([
    [2, 0.2, 6],
    [2, 0.5, 3],
    [2, 1, 2],
    [1, 2, 1],
  ])('of sig %d and leakage %d costs least with %d dealers', (quoteSdBps, leakageBps, expected) => {
    const cost = { meanBps: 5, quoteSdBps, leakageBps };
    expect(cheapestPanel(cost, 50)).toBe(expected);
    const brute = Array.from({ length: 50 }, (_, i) => panelCostBps(cost, i + 1));
    expect(brute.indexOf(Math.min(...brute)) + 1).toBe(expected);
  });

  it('is to be had from everybody when nothing leaks', () => {
    expect(cheapestPanel({ meanBps: 0, quoteSdBps: 1, leakageBps: 0 }, 17)).toBe(17);
  });
});

describe('last look', () => {
  it('costs what the moves beyond the threshold add up to', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        (holdSeconds, thresholdBps) => {
          const sd = 1.2 * Math.sqrt(holdSeconds);
          const cost = bruteIntegral((m) => (m * normalPdf(m / sd)) / sd, thresholdBps, thresholdBps + 12 * sd, 4_000);
          const lastLook = { holdSeconds, thresholdBps };
          expect(lastLookCostBps(lastLook, 1.2)).toBeCloseTo(cost, 5);
          expect(lastLookRejectProbability(lastLook, 1.2)).toBeCloseTo(1 - normalCdf(thresholdBps / sd), 12);
        },
      ),
      { numRuns: 50, seed: 5 },
    );
  });

  it('costs nothing without a hold or without a moving market', () => {
    expect(lastLookCostBps({ holdSeconds: 0, thresholdBps: 0.5 }, 1)).toBe(0);
    expect(lastLookCostBps({ holdSeconds: 1, thresholdBps: 0.5 }, 0)).toBe(0);
    expect(lastLookRejectProbability({ holdSeconds: 1, thresholdBps: 0.5 }, 0)).toBe(0);
  });
});

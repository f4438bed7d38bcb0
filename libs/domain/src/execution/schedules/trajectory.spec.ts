import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { almgrenChriss } from './almgren-chriss.js';
import { cappedShares } from './capped-shares.js';
import { kernelMatrix, kernelShare } from './impact-kernel.js';
import { wholeLots } from './lots.js';
import { obizhaevaWang } from './obizhaeva-wang.js';
import { bestTrajectory, trajectoryOf, type TrajectoryModel } from './trajectory.js';

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);
const filled = (n: number, value: number): Float64Array => new Float64Array(n).fill(value);
const free = (n: number): Float64Array => filled(n, Infinity);

/** The paper's example (reference 2), in currency of the whole order. */
const [X, T, N, SIG, EPS, GAM, ETA] = [1e6, 5, 5, 0.95, 0.0625, 2.5e-7, 2.5e-6];
const PAPER: TrajectoryModel = {
  fixedBps: (GAM * X ** 2) / 2,
  linearBps: filled(N, EPS * X),
  passingBps: filled(N, (ETA - (GAM * T) / N / 2) * X ** 2 * (N / T)),
  varianceBps2: filled(N, (SIG ** 2 * X ** 2 * T) / N),
  isWorkedEvenly: false,
};

describe('trajectoryOf', () => {
  it('has the risk of an even trade, volatility x sqrt(T / 3), in however many intervals it is cut', () => {
    for (const n of [1, 2, 7, 40]) {
      const model: TrajectoryModel = {
        fixedBps: 0,
        linearBps: filled(n, 0),
        passingBps: filled(n, 0),
        varianceBps2: filled(n, 900 / n),
        isWorkedEvenly: true,
      };
      expect(trajectoryOf(model, filled(n, 1 / n)).costSdBps).toBeCloseTo(Math.sqrt(900 / 3), 9);
    }
  });
});

describe('bestTrajectory', () => {
  it('is the trajectory of Almgren and Chriss where theirs is the model', () => {
    const { shares, expectedCostBps, costSdBps } = bestTrajectory(PAPER, free(N), 1e-6);
    let left = 1;
    const holdings = Array.from(shares, (share) => (left -= share));
    expect(holdings.map((held) => Math.round(held * 1e4) / 10)).toEqual([542, 289.9, 147.9, 62.1, expect.closeTo(0)]);
    expect(Math.round(expectedCostBps)).toBe(911_227);
    expect(Math.round(costSdBps)).toBe(603_431);
  });

  it('agrees with the closed form at any aversion', () => {
    const order = {
      quantity: X,
      horizon: T,
      intervals: 40,
      volatility: SIG,
      fixedCost: EPS,
      permanentImpact: GAM,
      temporaryImpact: ETA,
    };
    const model: TrajectoryModel = {
      ...PAPER,
      linearBps: filled(40, EPS * X),
      passingBps: filled(40, (ETA - (GAM * T) / 40 / 2) * X ** 2 * (40 / T)),
      varianceBps2: filled(40, (SIG ** 2 * X ** 2 * T) / 40),
    };
    fc.assert(
      fc.property(fc.double({ min: -9, max: -4, noNaN: true }), (log) => {
        const closed = almgrenChriss(order, 10 ** log);
        if (!closed.ok) throw new Error(closed.error.message);
        const { expectedCostBps, costSdBps } = bestTrajectory(model, free(40), 10 ** log);
        expect(expectedCostBps / closed.value.expectedCost).toBeCloseTo(1, 6);
        expect(costSdBps / closed.value.costSd).toBeCloseTo(1, 4);
      }),
      { numRuns: 20 },
    );
  });

  it('is the schedule of Obizhaeva and Wang under exponential decay: a = exp(-rho tau), ends 1, between 1 - a', () => {
    const [times, resilience] = [Array.from({ length: 21 }, (_, k) => k / 20), 5];
    const kernel = kernelMatrix({ kind: 'EXPONENTIAL', resiliencePerSecond: resilience }, times);
    if (!kernel.ok) throw new Error(kernel.error.message);
    const { shares } = bestTrajectory(
      {
        fixedBps: 0,
        linearBps: filled(21, 0),
        passingBps: filled(21, 0),
        transientBps: kernel.value,
        varianceBps2: filled(21, 0),
        isWorkedEvenly: false,
      },
      free(21),
      0,
    );
    const between = 1 - Math.exp(-resilience / 20);
    shares.forEach((share, k) => {
      expect(share).toBeCloseTo((k === 0 || k === 20 ? 1 : between) / (2 + 19 * between), 7);
    });
  });

  it('beats every small change within the caps, with all that a model can have', () => {
    const n = 8;
    const model = fc.record({
      linearBps: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n, maxLength: n }),
      passingBps: fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: n, maxLength: n }),
      varianceBps2: fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: n, maxLength: n }),
      exponent: fc.double({ min: 0.2, max: 2, noNaN: true }),
      caps: fc.array(fc.double({ min: 0.15, max: 1, noNaN: true }), { minLength: n, maxLength: n }),
      aversion: fc.double({ min: 0, max: 1, noNaN: true }),
      isWorkedEvenly: fc.boolean(),
    });
    fc.assert(
      fc.property(model, ({ caps, aversion, exponent, isWorkedEvenly, ...drawn }) => {
        const lags = [...caps.keys()];
        const whole: TrajectoryModel = {
          fixedBps: 1,
          linearBps: Float64Array.from(drawn.linearBps),
          passingBps: Float64Array.from(drawn.passingBps),
          varianceBps2: Float64Array.from(drawn.varianceBps2),
          isWorkedEvenly,
          transientBps: lags.map((i) =>
            Float64Array.from(
              lags,
              (j) => 10 * kernelShare({ kind: 'POWER_LAW', lagSeconds: 1, exponent }, Math.abs(i - j)),
            ),
          ),
        };
        const objective = (shares: Float64Array): number => {
          const { expectedCostBps, costSdBps } = trajectoryOf(whole, shares);
          return expectedCostBps + aversion * costSdBps ** 2;
        };
        const { shares } = bestTrajectory(whole, Float64Array.from(caps), aversion);
        expect(sum(shares)).toBeCloseTo(1, 8);
        const least = objective(shares);
        shares.forEach((share, k) => {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(caps[k]! + 1e-9);
          const step = 1e-3;
          lags.forEach((to) => {
            if (to === k || share < step || shares[to]! + step > caps[to]!) return;
            const other = Float64Array.from(shares);
            other[k]! -= step;
            other[to]! += step;
            expect(objective(other)).toBeGreaterThan(least - 1e-7 * Math.abs(least));
          });
        });
      }),
      { numRuns: 50 },
    );
  });

  it('has no choice where the caps leave none', () => {
    const { shares } = bestTrajectory(PAPER, Float64Array.of(0.1, 0, 0.4, 0.2, 0.3), 1e-6);
    [0.1, 0, 0.4, 0.2, 0.3].forEach((cap, k) => {
      expect(shares[k]).toBeCloseTo(cap, 12);
    });
  });
});

describe('obizhaevaWang', () => {
  it('is the example of the reference, and trades everything', () => {
    const result = obizhaevaWang(1e5, 1, 5);
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.block).toBeCloseTo(14_285.7, 1);
    expect(2 * result.value.block + result.value.rate).toBeCloseTo(1e5, 6);
  });

  it.each([
    ['quantity', 0, 1, 5],
    ['horizon', 1, NaN, 5],
    ['resilience', 1, 1, -1],
  ])('refuses an impossible %s by name', (field, quantity, horizon, resilience) => {
    expect(obizhaevaWang(quantity, horizon, resilience)).toMatchObject({ ok: false, error: { field } });
  });
});

describe('kernelMatrix', () => {
  it('refuses a kernel that does not tell trades apart, and impossible ones, by name', () => {
    const times = [0, 60, 120];
    expect(kernelMatrix({ kind: 'EXPONENTIAL', resiliencePerSecond: 1e-15 }, times)).toMatchObject({
      error: { field: 'kernel', message: expect.stringContaining('singular') },
    });
    expect(kernelMatrix({ kind: 'EXPONENTIAL', resiliencePerSecond: 0 }, times)).toMatchObject({
      error: { field: 'kernel.resiliencePerSecond' },
    });
    expect(kernelMatrix({ kind: 'POWER_LAW', lagSeconds: NaN, exponent: 1 }, times)).toMatchObject({
      error: { field: 'kernel.lagSeconds' },
    });
  });
});

describe('lots and caps', () => {
  const problem = fc
    .array(fc.record({ weight: fc.double({ min: 0, max: 1, noNaN: true }), cap: fc.integer({ min: 0, max: 50 }) }), {
      minLength: 1,
      maxLength: 30,
    })
    .filter((parts) => parts.some(({ weight, cap }) => weight > 1e-3 && cap > 0));

  it('are whole, within the caps, and sum exactly', () => {
    fc.assert(
      fc.property(problem, fc.double({ min: 0, max: 1, noNaN: true }), (parts, fullness) => {
        const caps = parts.map(({ cap }) => cap);
        const weights = parts.map(({ weight }) => weight);
        const lots = Math.max(1, Math.floor(fullness * sum(caps)));
        const shares = cappedShares(
          weights,
          caps.map((cap) => cap / lots),
        );
        expect(sum(shares)).toBeLessThan(1 + 1e-9);
        const slices = wholeLots(lots, shares, caps);
        expect(sum(slices)).toBe(lots);
        slices.forEach((slice, k) => {
          expect(Number.isInteger(slice) && slice >= 0 && slice <= caps[k]!).toBe(true);
        });
      }),
    );
  });

  it('share in proportion what a cap cuts off', () => {
    expect([...cappedShares([1, 1, 2], [0.1, 1, 1])]).toEqual([0.1, expect.closeTo(0.3), expect.closeTo(0.6)]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { fanoBranchingRatio } from './fano-branching-ratio.js';
import { branchingRatio, checkHawkes, hawkesMeanRates, type HawkesParameters } from './hawkes-parameters.js';
import { HawkesProcess } from './hawkes-process.js';

/** Buys and sells that excite themselves more than each other; branching ratio .8. */
const TWO_SIDES: HawkesParameters = {
  baseline: [0.5, 0.5],
  offspring: [
    [0.6, 0.2],
    [0.2, 0.6],
  ],
  decays: [1, 10],
  weights: [0.5, 0.5],
};

describe('HawkesProcess', () => {
  it('has the rates and the branching ratio that it was given', () => {
    const process = new HawkesProcess(TWO_SIDES, seededRng(3));
    const [windows, windowSeconds] = [2000, 100];
    const counts = new Float64Array(windows);
    const byType = [0, 0];
    for (let type = process.advance(); process.seconds < windows * windowSeconds; type = process.advance()) {
      counts[Math.floor(process.seconds / windowSeconds)]! += 1;
      byType[type]! += 1;
    }
    const seconds = windows * windowSeconds;
    expect(hawkesMeanRates(TWO_SIDES)).toEqual([expect.closeTo(2.5, 9), expect.closeTo(2.5, 9)]);
    // The variance of a long count is its mean / (1 - n)^2: a standard error of .8 % here.
    for (const count of byType) expect(Math.abs(count / seconds / 2.5 - 1)).toBeLessThan(0.04);
    expect(Math.abs(fanoBranchingRatio(counts) - 0.8)).toBeLessThan(0.02);
  });

  it('keeps the time: what its compensator says has passed between events is exponential with mean 1', () => {
    // One type, one part: the integral of the intensity between events is known in closed form (time change theorem).
    const one: HawkesParameters = { baseline: [1], offspring: [[0.7]], decays: [2], weights: [1] };
    const process = new HawkesProcess(one, seededRng(11));
    const steps = 50_000;
    let [sum, squares, below] = [0, 0, 0];
    for (let step = 0; step < steps; step += 1) {
      const [before, excited] = [process.seconds, process.intensity(0) - 1];
      process.advance();
      const wait = process.seconds - before;
      const passed = wait + (excited / 2) * (1 - Math.exp(-2 * wait));
      sum += passed;
      squares += passed * passed;
      below += passed < Math.LN2 ? 1 : 0;
    }
    expect(Math.abs(sum / steps - 1)).toBeLessThan(0.02);
    expect(Math.abs(squares / steps - 2)).toBeLessThan(0.1);
    expect(Math.abs(below / steps - 0.5)).toBeLessThan(0.01);
  });

  it('repeats itself for one seed', () => {
    const run = (): readonly number[] => {
      const process = new HawkesProcess(TWO_SIDES, seededRng(5));
      return Array.from({ length: 100 }, () => process.advance() + process.seconds);
    };
    expect(run()).toEqual(run());
  });
});

describe('branchingRatio', () => {
  it('of two types is the larger root of the characteristic polynomial', () => {
    const mean = fc.double({ min: 0, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(mean, mean, mean, mean, (a, b, c, d) => {
        const parameters = { ...TWO_SIDES, offspring: [[a, b], [c, d]] }; // prettier-ignore
        const root = (a + d + Math.sqrt((a - d) ** 2 + 4 * b * c)) / 2;
        // Nearly equal eigenvalues are told apart slowly.
        expect(branchingRatio(parameters)).toBeCloseTo(root, 2);
      }),
    );
  });
});

describe('checkHawkes', () => {
  it('finds nothing wrong with a process that lasts', () => {
    expect(checkHawkes(TWO_SIDES)).toBeUndefined();
  });

  it.each<[string, Partial<HawkesParameters>]>([
    ['baseline.0', { baseline: [-1, 1] }],
    ['baseline', { baseline: [0, 0] }],
    ['offspring', { offspring: [[0.5]] }],
    ['offspring.0.1', { offspring: [[0.5, -0.1], [0, 0]] }], // prettier-ignore
    ['branchingRatio', { offspring: [[1, 0], [0, 0.5]] }], // prettier-ignore
    ['branchingRatio', { offspring: [[0.6, 0.5], [0.5, 0.6]] }], // prettier-ignore
    ['decays.1', { decays: [1, 0] }],
    ['weights.0', { weights: [-0.5, 1.5] }],
    ['weights', { weights: [0.5, 0.4] }],
    ['weights', { weights: [1] }],
  ])('refuses an impossible %s by name', (field, change) => {
    expect(checkHawkes({ ...TWO_SIDES, ...change })).toMatchObject({ code: 'IMPOSSIBLE_PARAMETERS', field });
  });
});

describe('fanoBranchingRatio', () => {
  it('is 0 for a Poisson process', () => {
    const rng = seededRng(2);
    const counts = new Float64Array(5000);
    for (let t = rng.exponential(1); t < 50_000; t += rng.exponential(1)) counts[Math.floor(t / 10)]! += 1;
    expect(Math.abs(fanoBranchingRatio(counts))).toBeLessThan(0.02);
  });

  it.each([[[]], [[3]], [[0, 0, 0]]])('is not known from %j', (counts) => {
    expect(fanoBranchingRatio(counts)).toBeNaN();
  });
});

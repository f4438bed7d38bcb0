import { describe, expect, it } from '@jest/globals';
import { KeyedRng, seededRng } from '#domain/core';
import { tapeOf } from '../../../../../test/factories/market-tape.js';
import { HawkesProcess } from '../flow/hawkes/hawkes-process.js';
import { type HawkesParameters } from '../flow/hawkes/hawkes-parameters.js';
import { curveTime } from '../flow/intraday/intraday-curve.js';
import { MetaorderSigns } from '../flow/metaorders/metaorder-signs.js';
import { drawUnits } from '../flow/order-sizes.js';
import { fitCurve } from './curve-fit.js';
import { fitHawkes } from './hawkes-fit.js';
import { fitJumps } from './jump-fit.js';
import { fitMetaorders } from './metaorder-fit.js';
import { censoredMeanLots, lotOf } from './size-fit.js';

/** Within three standard errors, of which the interval has two to a side: no seed is chosen for its luck. */
const holds = (
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  truth: number,
): boolean => Math.abs(value - truth) <= 0.75 * (high - low);

describe('what was planted is found', () => {
  it('a Hawkes process', () => {
    const planted: HawkesParameters = { baseline: [0.4], offspring: [[0.6]], decays: [0.2, 2], weights: [0.5, 0.5] };
    const process = new HawkesProcess(planted, seededRng(3));
    const times: number[] = [];
    for (process.advance(); process.seconds < 8000; process.advance()) times.push(process.seconds);
    const fit = fitHawkes([{ times: Float64Array.from(times), seconds: 8000 }])!;
    expect(holds(fit.branchingRatio, 0.6)).toBe(true);
    expect(fit.branchingRatio.high - fit.branchingRatio.low).toBeLessThan(0.2);
    expect(holds(fit.baseline, 0.4)).toBe(true);
    expect(holds(fit.decays[1], 2)).toBe(true);
    expect(fitHawkes([{ times: Float64Array.from(times.slice(0, 199)), seconds: 200 }])).toBeUndefined();
  });

  it('metaorders, from nothing but signs', () => {
    const planted = { concurrent: 10, tailExponent: 1.5, mostChildren: 500 };
    const flow = new MetaorderSigns(planted, seededRng(8));
    const signs = Float64Array.from({ length: 40_000 }, () => {
      const place = flow.nextPlace();
      const sign = flow.sign[place]!;
      flow.childDone(place);
      return sign;
    });
    const fit = fitMetaorders([signs], seededRng(1))!;
    expect(holds(fit.concurrent, 10)).toBe(true);
    expect(holds(fit.tailExponent, 1.5)).toBe(true);
    expect(fit.residual).toBeLessThan(0.02);
    expect(fitMetaorders([signs.subarray(0, 999)], seededRng(1))).toBeUndefined();
  });

  it('the size of orders, although the best price cuts some', () => {
    const [orders, displays] = [new KeyedRng(5).select(1, 0), new KeyedRng(5).select(2, 0)];
    const wished = Float64Array.from({ length: 20_000 }, () => drawUnits({ lotUnits: 100, meanLots: 3 }, orders));
    const displayedUnits = wished.map(() => drawUnits({ lotUnits: 100, meanLots: 4 }, displays));
    const units = wished.map((wish, i) => Math.min(wish, displayedUnits[i]!));
    expect(lotOf(units)).toBe(100);
    expect(censoredMeanLots({ units, displayedUnits }, 100)).toBeCloseTo(3, 1);
    expect(units.reduce((sum, one) => sum + one, 0) / units.length / 100).toBeLessThan(2.5);
    expect(lotOf([137, 1, 20])).toBe(1);
  });

  it('the course of a day', () => {
    const rng = seededRng(6);
    const shares = Float64Array.from({ length: 20_000 }, () => curveTime({ depth: 1.2 }, rng.uniform()));
    const fit = fitCurve([shares], seededRng(1));
    expect(holds(fit, 1.2)).toBe(true);
    expect(Math.abs(fit.depth - 1.2)).toBeLessThan(0.1);
  });

  it('jumps, among ordinary returns', () => {
    const rng = seededRng(9);
    let mid = 1e6;
    const mids = Array.from({ length: 23_400 }, () => {
      mid *= Math.exp(7e-5 * rng.normal() + (rng.uniform() < 0.004 ? 1e-3 * rng.normal() : 0));
      return mid;
    });
    const fit = fitJumps([tapeOf({ mids })], seededRng(1))!;
    expect(holds(fit.jumpsPerSecond, 0.004)).toBe(true);
    expect(holds(fit.sdBps, 10)).toBe(true);
    expect(fitJumps([tapeOf({ mids: mids.slice(0, 100) })], seededRng(1))).toBeUndefined();
  });
});

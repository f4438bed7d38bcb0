import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assumedFills, expectedFillUnits, fillProbability, type FillCurve } from '../fills/fill-curve.js';
import { splitLimits, worthPostingUnits, type LimitQueue } from './cont-kukanov.js';
import { splitByTails } from './dark-split.js';

const exponential = (meanUnits: number, anyProbability = 1): FillCurve => assumedFills({ anyProbability, meanUnits });
const queue = (change: Partial<LimitQueue> = {}): LimitQueue => ({
  name: 'Q',
  earnedBps: 2.5,
  adverseSelectionBps: 0.5,
  queueUnits: 500,
  outflow: exponential(1_000),
  ...change,
});

/** Cost of a split by its definition: bps x units. */
const costOf = (
  limits: readonly number[],
  units: number,
  queues: readonly LimitQueue[],
  take: number,
  under: number,
): number => {
  const posted = limits.reduce((sum, of) => sum + of, 0);
  return queues.reduce(
    (cost, { outflow, queueUnits, earnedBps, adverseSelectionBps }, k) => {
      const filled = expectedFillUnits(outflow, queueUnits + limits[k]!) - expectedFillUnits(outflow, queueUnits);
      return cost + filled * (adverseSelectionBps - earnedBps) + (limits[k]! - filled) * under;
    },
    (units - posted) * take,
  );
};

describe('splitLimits', () => {
  it.each([
    [2, 4, 500],
    [2, 8, 500],
    [1, 6, 0],
    [3, 3.5, 200],
  ])('is the closed form for one queue: take %s, underfill %s, queue %s', (takeBps, underfillBps, queueUnits) => {
    const one = queue({ queueUnits });
    const earned = one.earnedBps - one.adverseSelectionBps;
    // F(Q + L) = (h + f + e) / (e + u), with F exponential of mean 1,000.
    const closed = -1_000 * Math.log(1 - (takeBps + earned) / (earned + underfillBps)) - queueUnits;
    const limit = Math.min(1_000, Math.max(0, Math.floor(closed)));
    const { marketUnits, limitUnits } = splitLimits(1_000, 1, takeBps, underfillBps, [one]);
    expect(Math.abs(limitUnits[0]! - limit)).toBeLessThanOrEqual(1);
    expect(marketUnits).toBe(1_000 - limitUnits[0]!);
    expect(worthPostingUnits(one, takeBps, underfillBps, 1, 1_000)).toBe(limitUnits[0]);
  });

  it('is the best of all splits over two queues', () => {
    const venue = fc.record({
      earnedBps: fc.double({ min: 0, max: 4, noNaN: true }),
      adverseSelectionBps: fc.double({ min: 0, max: 3, noNaN: true }),
      queueUnits: fc.integer({ min: 0, max: 20 }),
      meanUnits: fc.double({ min: 1, max: 40, noNaN: true }),
    });
    fc.assert(
      fc.property(
        venue,
        venue,
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.integer({ min: 1, max: 15 }),
        (a, b, take, units) => {
          const queues = [a, b].map(({ meanUnits, ...terms }) => queue({ ...terms, outflow: exponential(meanUnits) }));
          const { marketUnits, limitUnits } = splitLimits(units, 1, take, 6, queues);
          expect(limitUnits.reduce((sum, of) => sum + of, marketUnits)).toBe(units);
          let best = Infinity;
          for (let i = 0; i <= units; i += 1)
            for (let j = 0; i + j <= units; j += 1) best = Math.min(best, costOf([i, j], units, queues, take, 6));
          expect(costOf(limitUnits, units, queues, take, 6)).toBeLessThan(best + 1e-9);
        },
      ),
    );
  });

  it('takes all where waiting in vain costs no less than taking would and posting earns nothing', () => {
    expect(splitLimits(1_000, 100, 2, 2, [queue({ earnedBps: -3 })])).toEqual({ marketUnits: 1_000, limitUnits: [0] });
  });
});

describe('splitByTails', () => {
  it('fills more on average than any other split', () => {
    const pool = fc.record({
      anyProbability: fc.double({ min: 0, max: 1, noNaN: true }),
      meanUnits: fc.double({ min: 1, max: 30, noNaN: true }),
    });
    fc.assert(
      fc.property(pool, pool, fc.integer({ min: 1, max: 30 }), (a, b, units) => {
        const pools = [assumedFills(a), assumedFills(b)];
        const split = splitByTails(units, 1, pools);
        const filled = (x: number): number => expectedFillUnits(pools[0]!, x) + expectedFillUnits(pools[1]!, units - x);
        expect(split[0]! + split[1]!).toBe(units);
        for (let x = 0; x <= units; x += 1) expect(filled(split[0]!)).toBeGreaterThan(filled(x) - 1e-9);
      }),
    );
  });

  it('evens out the tails', () => {
    const pools = [exponential(1_000, 0.8), exponential(3_000, 0.8)];
    const [small, large] = splitByTails(8_000, 10, pools) as [number, number];
    expect(fillProbability(pools[0]!, small)).toBeCloseTo(fillProbability(pools[1]!, large), 2);
    expect(small + large).toBe(8_000);
    expect(() => splitByTails(1, 1, [])).toThrow('pools');
  });
});

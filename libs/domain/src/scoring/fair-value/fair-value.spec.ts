import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { expectedMaximum } from '#domain/rfq';
import { bestOfNBps, expectedMinimumBps, fairPrior, fairValue, type QuoteEvidence, type QuoteError } from './index.js';

const PRIOR = { meanBps: 4, sdBps: 2 };

const error = (change: Partial<QuoteError> = {}): QuoteError => ({
  biasBps: 0,
  biasSdBps: 0,
  errorSdBps: 1,
  errorFreedom: Infinity,
  ...change,
});

const quote = (costBps: number, change: Partial<QuoteEvidence> = {}): QuoteEvidence => ({
  dealer: `D${costBps}`,
  costBps,
  stalenessSdBps: 0,
  error: error(),
  ...change,
});

describe('fairValue', () => {
  it('is the prior where nobody has quoted', () => {
    expect(fairValue(PRIOR, [])).toEqual({ costBps: 4, sdBps: 2, priorWeight: 1, quotes: [], bestOfNBps: 0 });
  });

  it('is the precision-weighted mean of prior and quotes less their biases', () => {
    const value = fairValue(PRIOR, [
      quote(5, { error: error({ biasBps: 0.5 }) }),
      quote(3, { error: error({ errorSdBps: 1.5, biasSdBps: 2 }) }),
    ]);
    const precision = 0.25 + 1 + 1 / 6.25;
    expect(value.costBps).toBeCloseTo((0.25 * 4 + 4.5 + 3 / 6.25) / precision, 12);
    expect(value.sdBps).toBeCloseTo(1 / Math.sqrt(precision), 12);
    expect(value.quotes.map(({ weight }) => weight)).toEqual([
      expect.closeTo(1 / precision, 12),
      expect.closeTo(1 / 6.25 / precision, 12),
    ]);
    expect(value.priorWeight + value.quotes[0]!.weight + value.quotes[1]!.weight).toBeCloseTo(1, 12);
  });

  it('holds the prior of the model and what the client may know beyond it', () => {
    expect(fairPrior({ costBps: 4, sdBps: 3 }, { meanBps: 1, sdBps: 4 })).toEqual({ meanBps: 5, sdBps: 5 });
  });

  it('gives a quote, however far off, no more pull than its error allows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { maxLength: 8 }),
        fc.double({ min: 20, max: 1e6, noNaN: true }),
        (costs, far) => {
          const others = costs.map((cost) => quote(cost));
          const without = fairValue(PRIOR, others).costBps;
          const value = fairValue(PRIOR, [...others, quote(far)]);
          // The prior alone resists with 1/4 per bps.
          expect(value.costBps - without).toBeLessThanOrEqual(2.5 / 0.25 + 1e-9);
          expect(value.costBps).toBeCloseTo(fairValue(PRIOR, [...others, quote(2 * far)]).costBps, 9);
          expect(value.quotes.at(-1)).toMatchObject({ flag: 'OFF_MARKET' });
        },
      ),
    );
  });

  it('believes a stale quote less, and says so', () => {
    const fresh = fairValue(PRIOR, [quote(8, { error: error({ errorSdBps: 2 }) })]);
    const stale = fairValue(PRIOR, [quote(8, { error: error({ errorSdBps: 2 }), stalenessSdBps: 3 })]);
    expect(stale.costBps).toBeLessThan(fresh.costBps);
    expect(fresh.quotes[0]!.flag).toBeUndefined();
    expect(stale.quotes[0]!.flag).toBe('STALE');
  });

  it('is as wide as errors that were learned from few quotes make it', () => {
    const freedom = 8;
    const rng = seededRng(6);
    // What is known of each error then: its variance is the sample's times f / chi-square of f.
    const errorSd = (): number => {
      let chiSquare = 0;
      for (let i = 0; i < freedom; i += 1) chiSquare += rng.normal() ** 2;
      return Math.sqrt(freedom / chiSquare);
    };
    const rounds = 5_000;
    let squares = 0;
    for (let round = 0; round < rounds; round += 1) {
      const worth = PRIOR.meanBps + PRIOR.sdBps * rng.normal();
      const quotes = Array.from({ length: 4 }, () => quote(worth + errorSd() * rng.normal()));
      squares += (fairValue(PRIOR, quotes).costBps - worth) ** 2 / rounds;
    }
    const [known, doubted] = [Infinity, freedom].map((errorFreedom) => {
      const quotes = Array.from({ length: 4 }, () => quote(4, { error: error({ errorFreedom }) }));
      return fairValue(PRIOR, quotes).sdBps ** 2;
    });
    expect(known!).toBeLessThan(0.85 * squares);
    expect(doubted!).toBeGreaterThan(0.9 * squares);
    expect(doubted!).toBeLessThan(1.1 * squares);
  });

  it('does not depend on the order of the quotes, and moves with them', () => {
    const costs = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(costs, fc.double({ min: -30, max: 30, noNaN: true }), (all, shift) => {
        const value = fairValue(
          PRIOR,
          all.map((cost) => quote(cost)),
        ).costBps;
        expect(
          fairValue(
            PRIOR,
            [...all].reverse().map((cost) => quote(cost)),
          ).costBps,
        ).toBeCloseTo(value, 9);
        const moved = fairValue(
          { ...PRIOR, meanBps: PRIOR.meanBps + shift },
          all.map((cost) => quote(cost + shift)),
        );
        expect(moved.costBps).toBeCloseTo(value + shift, 9);
        const better = fairValue(
          PRIOR,
          all.map((cost, i) => quote(i === 0 ? cost - 1 : cost)),
        ).costBps;
        expect(better).toBeLessThanOrEqual(value + 1e-9);
      }),
    );
  });

  it.each([
    ['prior.sdBps', () => fairValue({ meanBps: 0, sdBps: 0 }, [])],
    ['prior.meanBps', () => fairValue({ meanBps: NaN, sdBps: 1 }, [])],
    ['quotes.0.costBps', () => fairValue(PRIOR, [quote(Infinity)])],
    ['quotes.0.error.errorSdBps', () => fairValue(PRIOR, [quote(1, { error: error({ errorSdBps: -1 }) })])],
    ['quotes.0.error.errorFreedom', () => fairValue(PRIOR, [quote(1, { error: error({ errorFreedom: 0 }) })])],
  ])('refuses a %s that is none', (name, compute) => {
    expect(compute).toThrow(name);
  });
});

describe('bestOfNBps', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('is -sig d_N of %d equal dealers', (count) => {
    const errors = Array.from({ length: count }, () => error({ errorSdBps: 2 }));
    expect(bestOfNBps(errors)).toBeCloseTo(-2 * expectedMaximum(count), 6);
  });

  it('agrees with draws of unequal dealers', () => {
    const sds = [0.5, 1, 3];
    const rng = seededRng(5);
    let sum = 0;
    for (let draw = 0; draw < 200_000; draw += 1) sum += Math.min(...sds.map((sd) => sd * rng.normal()));
    const formula = bestOfNBps(sds.map((errorSdBps) => error({ errorSdBps })));
    expect(Math.abs(sum / 200_000 - formula)).toBeLessThan(0.015);
  });
});

describe('expectedMinimumBps', () => {
  it('is the alternative where nothing comes or all is dearer', () => {
    expect(expectedMinimumBps([], 7)).toBe(7);
    expect(expectedMinimumBps([{ meanBps: 5, sdBps: 1, probability: 0 }], 7)).toBeCloseTo(7, 12);
    expect(expectedMinimumBps([{ meanBps: 50, sdBps: 1, probability: 1 }], 7)).toBe(7);
  });

  it('is the mean of one that comes for certain, and in between of one that may', () => {
    expect(expectedMinimumBps([{ meanBps: 5, sdBps: 1, probability: 1 }], 1_000)).toBeCloseTo(5, 6);
    expect(expectedMinimumBps([{ meanBps: 5, sdBps: 1, probability: 0.25 }], 100)).toBeCloseTo(0.25 * 5 + 75, 6);
  });

  it('is right where one is known to a thousandth of what another is', () => {
    const narrow = { meanBps: 5, sdBps: 1e-3, probability: 1 };
    const wide = { meanBps: 5, sdBps: 1, probability: 1 };
    // E[min] of two normals (Clark, Oper. Res. 9(2), 1961).
    expect(expectedMinimumBps([narrow, wide], 1_000)).toBeCloseTo(5 - Math.hypot(1e-3, 1) / Math.sqrt(2 * Math.PI), 9);
  });

  it('needs something that is there in any case', () => {
    expect(() => expectedMinimumBps([{ meanBps: 5, sdBps: 1, probability: 0.5 }], Infinity)).toThrow('certain to come');
  });
});

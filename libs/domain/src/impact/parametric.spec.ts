import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstrumentTable, type EstimatedTerm, type InstrumentTerms } from '#domain/market-data';
import {
  almgrenImpact,
  parametricForecast,
  participationRate,
  PARAMETRIC_COEFFICIENTS,
  workedOrder,
  type ImpactRequest,
} from './index.js';

interface Case {
  readonly quantity: number;
  readonly horizonSeconds: number;
  readonly aggression: number;
  readonly side: 'BUY' | 'SELL';
  readonly mid: number;
  readonly halfSpread: number;
  readonly terms: Partial<InstrumentTerms>;
}

const SESSION_SECONDS = 23_400;

/** A large US stock: V 4 million shares, sig 2 %, Theta/V 110; 1 % of a day's volume over a tenth of the day. */
const request = (change: Partial<Case> = {}): ImpactRequest => {
  const order: Case = {
    quantity: 40_000,
    horizonSeconds: SESSION_SECONDS / 10,
    aggression: 0.5,
    side: 'BUY',
    mid: 220,
    halfSpread: 0.05,
    terms: {},
    ...change,
  };
  const terms: InstrumentTerms = {
    instrumentId: 'TEST',
    kind: 'EQUITY',
    currency: 'USD',
    tickSize: 0.01,
    lotSize: 1,
    contractMultiplier: 1,
    sessionSeconds: SESSION_SECONDS,
    averageDailyVolume: 4e6,
    dailyVolatility: 0.02,
    sharesOutstanding: 4.4e8,
    feesAndSettlementBps: 0,
    estimated: [],
    ...order.terms,
  };
  return {
    side: order.side,
    quantity: order.quantity,
    horizonSeconds: order.horizonSeconds,
    aggression: order.aggression,
    features: null,
    market: {
      terms,
      source: { kind: 'SIMULATED', name: 'test' },
      status: 'OPEN',
      sequence: 1,
      exchangeTime: '2012-06-21T14:00:00.000000000Z',
      bids: [{ price: order.mid - order.halfSpread, size: 100 }],
      asks: [{ price: order.mid + order.halfSpread, size: 100 }],
      tradedVolume: 0,
      averageSpreadBps: 5,
      realisedDailyVolatility: 0.02,
    },
  };
};

const costOf = (change: Partial<Case>): number => parametricForecast(request(change)).slippage.meanBps;
const impactOf = (quantity: number): number => costOf({ quantity, aggression: 0 });

const quantity = fc.double({ min: 0.01, max: 4e8, noNaN: true });
const horizonSeconds = fc.double({ min: 0.1, max: 10 * SESSION_SECONDS, noNaN: true });
const aggression = fc.double({ min: 0, max: 1, noNaN: true });
const growth = fc.double({ min: 1, max: 100, noNaN: true });

describe('parametricForecast', () => {
  it('costs a few bps for 1 % of daily volume over a tenth of a day in a large stock', () => {
    const { temporaryBps, permanentBps, lastingShiftBps, slippage } = parametricForecast(request());
    // Recomputed apart from this code: members 9.975, 8.136 and 7.817 bps, plus half of the half-spread of 2.273 bps.
    expect(slippage.meanBps).toBeCloseTo(9.779, 3);
    expect(permanentBps).toBeGreaterThan(1);
    expect(temporaryBps).toBeGreaterThan(permanentBps);
    expect(lastingShiftBps).toBeGreaterThan(permanentBps);
    // sig sqrt(T/3) = 36.5 bps dominates the residual of an order of this size.
    expect(slippage.sdBps).toBeGreaterThan(36.5);
    expect(slippage.sdBps).toBeLessThan(38);
  });

  it('averages the members, each with its own split', () => {
    const { sizeDays, horizonDays } = workedOrder(request({ quantity: 4e6, aggression: 0 }));
    const forecast = parametricForecast(request({ quantity: 4e6, aggression: 0 }));
    expect(forecast.members.map(({ name }) => name)).toEqual(['squareRoot', 'almgren2005', 'iStar']);
    // A day's volume lies far above the crossover: the formulas as published.
    const peakBps = 0.75 * 200;
    const almgren = almgrenImpact({ sizeDays, horizonDays, dailyVolatility: 0.02, inverseTurnoverDays: 110 });
    const iStarBps = 708 * (0.02 * Math.sqrt(250)) ** 0.71;
    const pov = 1 / 1.1;
    const expected = [(2 / 3) * peakBps, almgren.costBps, iStarBps * (0.98 * Math.sqrt(pov) + 0.02)];
    forecast.members.forEach((member, i) => {
      expect(member.slippageBps / expected[i]!).toBeCloseTo(1, 5);
    });
    const permanentBps = (0.66 * (2 / 3) * peakBps + almgren.permanentBps / 2 + 0.02 * iStarBps) / 3;
    expect(forecast.permanentBps / permanentBps).toBeCloseTo(1, 5);
    const lastingShiftBps = (0.66 * peakBps + almgren.permanentBps + 0.02 * iStarBps) / 3;
    expect(forecast.lastingShiftBps / lastingShiftBps).toBeCloseTo(1, 5);
  });

  it('is the sum of its parts, whatever is asked', () => {
    fc.assert(
      fc.property(quantity, horizonSeconds, aggression, (quantity, horizonSeconds, aggression) => {
        const { temporaryBps, permanentBps, slippage, members, residual } = parametricForecast(
          request({ quantity, horizonSeconds, aggression }),
        );
        expect(Math.abs(temporaryBps + permanentBps - slippage.meanBps)).toBeLessThanOrEqual(1e-12);
        const mean = members.reduce((sum, { slippageBps }) => sum + slippageBps, 0) / members.length;
        expect(mean / slippage.meanBps).toBeCloseTo(1, 10);
        expect(Math.hypot(...residual.map(({ sdBps }) => sdBps)) / slippage.sdBps).toBeCloseTo(1, 10);
      }),
    );
  });

  it('costs more for more, for faster and for more aggression', () => {
    fc.assert(
      fc.property(quantity, horizonSeconds, aggression, growth, (quantity, horizonSeconds, aggression, growth) => {
        const cost = costOf({ quantity, horizonSeconds, aggression }) * (1 - 1e-12);
        expect(costOf({ quantity: quantity * growth, horizonSeconds, aggression })).toBeGreaterThanOrEqual(cost);
        expect(costOf({ quantity, horizonSeconds: horizonSeconds / growth, aggression })).toBeGreaterThanOrEqual(cost);
        expect(costOf({ quantity, horizonSeconds, aggression: 1 })).toBeGreaterThanOrEqual(cost);
      }),
    );
  });

  it('is concave in size above the crossover', () => {
    fc.assert(
      fc.property(fc.double({ min: 4e3, max: 4e7, noNaN: true }), (quantity) => {
        const chord = (impactOf(quantity) + impactOf(3 * quantity)) / 2;
        expect(impactOf(2 * quantity)).toBeGreaterThanOrEqual(chord * (1 - 1e-12));
      }),
    );
  });

  it('is linear in size far below the crossover', () => {
    // I-Star's temporary part vanishes faster than the size: its share falls with the square root of it.
    expect(impactOf(0.02) / impactOf(0.01)).toBeCloseTo(2, 1);
    expect(impactOf(0.0002) / impactOf(0.0001)).toBeCloseTo(2, 3);
  });

  it('costs the spread alone at size zero', () => {
    const { temporaryBps, permanentBps, lastingShiftBps, slippage } = parametricForecast(request({ quantity: 0 }));
    expect(temporaryBps).toBeCloseTo((0.5 * 0.05 * 1e4) / 220, 9);
    expect([permanentBps, lastingShiftBps]).toEqual([0, 0]);
    expect(slippage.meanBps).toBe(temporaryBps);
  });

  it('is the same in bps at any price and on both sides', () => {
    fc.assert(
      fc.property(quantity, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (quantity, scale) => {
        const forecast = parametricForecast(request({ quantity }));
        const scaled = parametricForecast(request({ quantity, mid: 220 * scale, halfSpread: 0.05 * scale }));
        expect(scaled.slippage.meanBps / forecast.slippage.meanBps).toBeCloseTo(1, 9);
        expect(scaled.slippage.sdBps).toBe(forecast.slippage.sdBps);
        expect(parametricForecast(request({ quantity, side: 'SELL' }))).toEqual(forecast);
      }),
    );
  });

  it('knows its cost exactly, the spread, in a market that never moves', () => {
    const { slippage } = parametricForecast(request({ terms: { dailyVolatility: 0 } }));
    expect(slippage.sdBps).toBe(0);
    expect(slippage.meanBps).toBeCloseTo((0.5 * 0.05 * 1e4) / 220, 9);
  });

  it('stays finite for any valid input', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 4e12, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (quantity, horizonSeconds, dailyVolatility) => {
          const estimated: readonly EstimatedTerm[] = ['averageDailyVolume', 'dailyVolatility', 'sharesOutstanding'];
          const forecast = parametricForecast(
            request({ quantity, horizonSeconds, terms: { dailyVolatility, estimated } }),
          );
          const numbers = [
            forecast.slippage.meanBps,
            forecast.slippage.sdBps,
            forecast.lastingShiftBps,
            ...forecast.residual.map(({ sdBps }) => sdBps),
          ];
          for (const number of numbers) expect(number).toBeGreaterThanOrEqual(0);
          for (const number of numbers) expect(number).toBeLessThan(Infinity);
        },
      ),
    );
  });
});

describe('any instrument table that is accepted', () => {
  const log10 = (least: number, most: number) =>
    fc.double({ min: Math.log10(least), max: Math.log10(most), noNaN: true }).map((x) => 10 ** x);
  const anyNumber = fc.oneof(log10(1e-9, 1e15), fc.constantFrom(1e-9, 1e15));

  it('gives a finite forecast for up to a hundred days of volume', () => {
    fc.assert(
      fc.property(
        fc.record({
          averageDailyVolume: anyNumber,
          sharesOutstanding: anyNumber,
          sessionSeconds: fc.oneof(log10(60, 86_400), fc.constantFrom(60, 86_400)),
          dailyVolatility: fc.oneof(log10(1e-6, 10), fc.constantFrom(1e-6, 10)),
        }),
        log10(1e-6, 100),
        log10(1, 864_000),
        (terms, days, horizonSeconds) => {
          const table = parseInstrumentTable(JSON.stringify({ TEST: terms }));
          fc.pre(table.ok);
          const quantity = days * terms.averageDailyVolume;
          const { slippage, lastingShiftBps } = parametricForecast(request({ quantity, horizonSeconds, terms }));
          expect(slippage.meanBps + slippage.sdBps + lastingShiftBps).toBeLessThan(Infinity);
        },
      ),
    );
  });
});

describe('residual', () => {
  const sdOf = (name: string, change: Partial<Case> = {}): number | undefined =>
    parametricForecast(request(change)).residual.find((component) => component.name === name)?.sdBps;

  it('holds the timing risk sig sqrt(T/3)', () => {
    expect(sdOf('timingRisk')).toBeCloseTo(200 * Math.sqrt(0.1 / 3), 9);
  });

  it('is as unsure of the model as the members disagree, and never less than the floor', () => {
    fc.assert(
      fc.property(quantity, horizonSeconds, (quantity, horizonSeconds) => {
        const { members, slippage } = parametricForecast(request({ quantity, horizonSeconds, aggression: 0 }));
        const squares = members.map(({ slippageBps }) => (slippageBps - slippage.meanBps) ** 2);
        const dispersionBps = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / 2);
        const floorBps = PARAMETRIC_COEFFICIENTS.modelUncertaintyFloor * slippage.meanBps;
        const sdBps = sdOf('modelUncertainty', { quantity, horizonSeconds })!;
        expect(sdBps / Math.max(dispersionBps, floorBps)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('names each estimated term that matters and widens by it', () => {
    const known = parametricForecast(request());
    const names = ['estimatedAverageDailyVolume', 'estimatedDailyVolatility', 'estimatedSharesOutstanding'];
    const estimated: readonly EstimatedTerm[] = [
      'averageDailyVolume',
      'dailyVolatility',
      'sharesOutstanding',
      'contractMultiplier',
    ];
    const guessed = parametricForecast(request({ terms: { estimated } }));
    expect(known.residual.map(({ name }) => name)).toEqual(['timingRisk', 'modelUncertainty']);
    expect(guessed.residual.map(({ name }) => name)).toEqual(['timingRisk', 'modelUncertainty', ...names]);
    expect(guessed.slippage.meanBps).toBe(known.slippage.meanBps);
    expect(guessed.slippage.sdBps).toBeGreaterThan(known.slippage.sdBps);
    for (const { sdBps } of guessed.residual) expect(sdBps).toBeGreaterThan(0);
  });

  it('measures an estimate by what its error would change', () => {
    const change: Partial<Case> = { aggression: 0, terms: { estimated: ['averageDailyVolume', 'dailyVolatility'] } };
    const base = costOf({ aggression: 0 });
    const lessVolume = costOf({ aggression: 0, terms: { averageDailyVolume: 4e6 / 1.5 } });
    const moreVolatility = costOf({ aggression: 0, terms: { dailyVolatility: 0.03 } });
    expect(sdOf('estimatedAverageDailyVolume', change)).toBeCloseTo(lessVolume - base, 9);
    expect(sdOf('estimatedDailyVolatility', change)).toBeCloseTo(moreVolatility - base, 9);
    expect(sdOf('timingRisk', change)).toBeCloseTo(200 * Math.sqrt(0.1 / 3) * Math.hypot(1, 0.5), 9);
  });
});

describe('participationRate', () => {
  it.each([
    [0, 2340, 0],
    [40_000, 2340, 1 / 11],
    [4e6, 23_400, 1 / 2],
  ])('%d units over %d s', (quantity, horizonSeconds, expected) => {
    expect(participationRate(workedOrder(request({ quantity, horizonSeconds })))).toBeCloseTo(expected, 12);
  });
});

describe('refusals', () => {
  it.each<[string, Partial<Case>]>([
    ['quantity', { quantity: NaN }],
    ['quantity', { quantity: -1 }],
    ['quantity', { quantity: 1e308 }],
    ['horizonSeconds', { horizonSeconds: 0 }],
    ['horizonSeconds', { horizonSeconds: Infinity }],
    ['horizonSeconds', { horizonSeconds: 1e-300 }],
    ['aggression', { aggression: 1.1 }],
    ['aggression', { aggression: NaN }],
    ['averageDailyVolume', { terms: { averageDailyVolume: 0 } }],
    ['dailyVolatility', { terms: { dailyVolatility: -0.01 } }],
    ['dailyVolatility', { terms: { dailyVolatility: 200 } }],
    ['sessionSeconds', { terms: { sessionSeconds: NaN } }],
    ['sharesOutstanding', { terms: { sharesOutstanding: 0 } }],
    ['sharesOutstanding', { terms: { sharesOutstanding: 1e300 } }],
    ['spreadBps', { halfSpread: -1 }],
    ['spreadBps', { mid: 0 }],
  ])('names %s', (field, change) => {
    expect(() => parametricForecast(request(change))).toThrow(RangeError);
    expect(() => parametricForecast(request(change))).toThrow(field);
  });
});

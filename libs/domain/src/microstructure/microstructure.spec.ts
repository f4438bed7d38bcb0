import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { TradeCondition } from '#domain/market-data';
import { tapeOf, type TapeTrade } from '../../../../test/factories/market-tape.js';
import {
  impactDecay,
  intradayCurve,
  midAt,
  ofiRegression,
  responseBySeconds,
  responseByTrades,
  sessionSummary,
  signaturePlot,
  signCorrelation,
  tradeSizes,
} from './index.js';

const DAY_SECONDS = 23_400;
const seconds = <T>(count: number, value: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => value(i));

/** A mid that moves by `move(i)` at the start of second i. */
const walk = (count: number, move: (i: number) => number, start = 10_000): readonly number[] => {
  let mid = start;
  return seconds(count, (i) => (mid += i === 0 ? 0 : move(i)));
};

describe('ofiRegression', () => {
  const planted = (noiseTicks: number, seed: number) => {
    const rng = seededRng(seed);
    const ofi = seconds(DAY_SECONDS, () => 400 * rng.normal());
    return tapeOf({ ofi, mids: walk(DAY_SECONDS, (i) => 0.002 * ofi[i]! + noiseTicks * rng.normal()) });
  };

  // Variances per second: signal (0.002 * 400)^2 = 0.64, noise 0.36.
  it('finds a planted slope and the share of variance that it explains', () => {
    const fit = ofiRegression([planted(0.6, 1)], 10, 1, seededRng(1))!;
    expect(fit.slopeTicksPerThousand.low).toBeLessThan(2);
    expect(fit.slopeTicksPerThousand.high).toBeGreaterThan(2);
    expect(fit.slopeTicksPerThousand.value).toBeCloseTo(2, 1);
    expect(fit.pooledR2.value).toBeCloseTo(0.64, 1);
    expect(fit.halfHourR2!.value).toBeCloseTo(0.64, 1);
    expect(fit.bins + fit.dropped).toBe(Math.ceil(DAY_SECONDS / 10) - 1);
  });

  it('leaves out bins that have no mid at an end, and says how many', () => {
    const tape = planted(0, 2);
    tape.seconds.mid[49] = NaN;
    const fit = ofiRegression([tape], 10, 1, seededRng(1))!;
    expect(fit.dropped).toBe(2);
    expect(fit.pooledR2.value).toBeCloseTo(1, 9);
  });

  it('fits nothing to a minute, or to a mid that stands still', () => {
    expect(ofiRegression([tapeOf({ mids: seconds(60, () => 100) })], 10, 1, seededRng(1))).toBeUndefined();
    const still = tapeOf({ mids: seconds(1000, () => 100), ofi: seconds(1000, (i) => i % 7) });
    expect(ofiRegression([still], 10, 1, seededRng(1))).toBeUndefined();
  });
});

/** One trade per second in its middle, with these signs. */
const everySecond = (signs: readonly number[]): readonly TapeTrade[] =>
  signs.map((sign, i) => ({ timeNs: (i + 0.5) * 1e9, sign }));

describe('the response to a trade', () => {
  const rng = seededRng(5);
  const signs = seconds(5000, () => (rng.uniform() < 0.5 ? 1 : -1));
  // A trade moves the mid by two ticks at once, and one of them comes back three seconds later.
  const mids = walk(5000, (i) => 2 * signs[i - 1]! - (i > 3 ? signs[i - 4]! : 0));
  const tape = tapeOf({ mids, trades: everySecond(signs) });
  const expected = (lag: number): number => (lag >= 4 ? 1 : 2);

  it('is what was planted, at lags in trades', () => {
    for (const { lag, low, high } of responseByTrades([tape], seededRng(1)).slice(0, 8)) {
      expect(low).toBeLessThanOrEqual(expected(lag) + 0.1);
      expect(high).toBeGreaterThanOrEqual(expected(lag) - 0.1);
    }
  });

  it('is what was planted, at lags in seconds', () => {
    const bySeconds = new Map(responseBySeconds([tape], seededRng(1)).map(({ lag, value }) => [lag, value]));
    expect(bySeconds.get(0.3)).toBeCloseTo(0, 9);
    expect(bySeconds.get(1)).toBeCloseTo(2, 1);
    expect(bySeconds.get(10)).toBeCloseTo(1, 0);
  });

  it('is not said of less than a hundred trades', () => {
    const few = tapeOf({ mids: seconds(99, () => 10), trades: everySecond(seconds(99, () => 1)) });
    expect(responseByTrades([few], seededRng(1))).toEqual([]);
    expect(tradeSizes([few])).toBeUndefined();
  });

  it('takes prints of one moment and one sign for one order', () => {
    const split = everySecond(signs).flatMap((trade) => [{ ...trade, size: 60 }, { ...trade, size: 40 }]); // prettier-ignore
    const merged = tapeOf({ mids, trades: split });
    expect(responseByTrades([merged], seededRng(1))).toEqual(responseByTrades([tape], seededRng(1)));
    expect(tradeSizes([merged])).toEqual(tradeSizes([tape]));
    expect(tradeSizes([tape])).toMatchObject({ trades: 5000, mean: 100, median: 100, largest: 100 });
  });
});

describe('signCorrelation', () => {
  it('is rho^l when each sign repeats the one before with probability (1 + rho)/2', () => {
    const rng = seededRng(9);
    let sign = 1;
    const signs = seconds(20_000, () => (sign *= rng.uniform() < 0.9 ? 1 : -1));
    const mids = seconds(20_000, () => 100);
    const correlation = signCorrelation([tapeOf({ mids, trades: everySecond(signs) })], seededRng(1));
    for (const { lag, low, high } of correlation.slice(0, 4)) {
      expect(low).toBeLessThanOrEqual(0.8 ** lag);
      expect(high).toBeGreaterThanOrEqual(0.8 ** lag);
    }
  });
});

describe('impactDecay', () => {
  it('says what is left of a move that goes back to two thirds, and never looks beyond the close', () => {
    // Every 20 s a buy (or a sell) pushes by 9 ticks over 5 s; then 3 ticks come back.
    const rng = seededRng(3);
    const count = 600;
    const sides = seconds(count, () => (rng.uniform() < 0.5 ? 1 : -1));
    const mids = walk(20 * count, (i) => {
      const [order, at] = [Math.floor(i / 20), i % 20];
      return at === 5 ? 9 * sides[order]! : at === 10 ? -3 * sides[order]! : 0;
    });
    const spans = {
      startNs: Float64Array.from(sides, (_, order) => order * 20e9),
      endNs: Float64Array.from(sides, (_, order) => (order * 20 + 5) * 1e9),
      side: Float64Array.from(sides),
      arrivalMid: Float64Array.from(sides, (_, order) => mids[order * 20]!),
    };
    const decay = impactDecay([tapeOf({ mids })], [spans], seededRng(1));
    const share = (afterSeconds: number) =>
      decay.find((point) => point.afterSeconds === afterSeconds)!.shareOfPeak.value;
    expect([share(0), share(0.01), share(1)]).toEqual([1, 1, 1]);
    expect(share(5)).toBeCloseTo(6 / 9, 9);
    expect(share(60)).toBeCloseTo(6 / 9, 0);
    expect(decay.find(({ afterSeconds }) => afterSeconds === 900)!.n).toBe(count - 45);
  });
});

describe('the shape of a day', () => {
  it('has half hours for a day of 6.5 hours, with what was planted in each', () => {
    const rng = seededRng(2);
    const mids = walk(DAY_SECONDS, (i) => (i < 1800 ? 2 : 1) * rng.normal());
    const trades = seconds(DAY_SECONDS / 10, (i) => ({
      timeNs: (i * 10 + 0.5) * 1e9,
      sign: 1,
      size: i < 180 ? 300 : 100,
    }));
    const auction = { timeNs: 0.2e9, sign: 0, size: 1e6, condition: TradeCondition.AUCTION };
    const curve = intradayCurve(tapeOf({ mids, trades: [auction, ...trades] }));
    expect(curve).toHaveLength(13);
    expect(curve.map(({ volume }) => volume)).toEqual(seconds(13, (i) => 180 * (i === 0 ? 300 : 100)));
    expect(curve[0]!.hourlyVolatilityBps / curve[5]!.hourlyVolatilityBps).toBeCloseTo(2, 0);
    expect(curve[0]!.spreadBps).toBeCloseTo(1, 0);
    expect(curve[0]!.bestDepth).toBe(1000);
  });

  it('has minutes for ten minutes, and nothing for half a minute', () => {
    expect(intradayCurve(tapeOf({ mids: seconds(600, () => 100) }))).toHaveLength(10);
    expect(intradayCurve(tapeOf({ mids: seconds(30, () => 100) }))).toEqual([]);
  });
});

describe('signaturePlot', () => {
  it('is flat for a random walk and falls for prices that bounce between bid and ask', () => {
    const rng = seededRng(4);
    const tape = tapeOf({ mids: walk(DAY_SECONDS, () => rng.normal()) });
    tape.seconds.lastPrice.forEach((price, i, all) => {
      all[i] = price + (rng.uniform() < 0.5 ? 2 : -2);
    });
    const plot = signaturePlot([tape]);
    const [first, last] = [plot[0]!, plot.find(({ intervalSeconds }) => intervalSeconds === 120)!];
    expect(last.midHourlyBps / first.midHourlyBps).toBeCloseTo(1, 0);
    // Variances per second: 1 of the walk, 8 of the bounce.
    expect(first.tradeHourlyBps / first.midHourlyBps).toBeCloseTo(3, 0);
    expect(last.tradeHourlyBps / last.midHourlyBps).toBeCloseTo(1, 0);
  });
});

describe('sessionSummary', () => {
  it('counts prints, and the market only where there was one', () => {
    const trades = [
      { timeNs: 1.5e9, sign: 1, size: 300 },
      { timeNs: 2.5e9, sign: 0, size: 100, condition: TradeCondition.OFF_EXCHANGE },
    ];
    const summary = sessionSummary(tapeOf({ mids: [100, NaN, 100, 102], trades, spread: 2 }));
    expect(summary).toMatchObject({
      ...{ prints: 2, signedPrints: 1, volume: 400, offExchangeShare: 0.25 },
      ...{ firstMid: 100, lastMid: 102, seconds: 4, secondsWithoutMarket: 1, meanSpreadTicks: 2, oneTickShare: 0 },
    });
    expect(summary.printsByCondition).toMatchObject({ DISPLAYED: 1, OFF_EXCHANGE: 1, AUCTION: 0 });
  });
});

describe('midAt', () => {
  it('is the last mid at or before a time', () => {
    const path = fc
      .uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1 })
      .map((times) => times.sort((a, b) => a - b));
    fc.assert(
      fc.property(path, fc.integer({ min: -1, max: 51 }), (times, at) => {
        const mids = { timeNs: Float64Array.from(times), mid: Float64Array.from(times, (time) => time * 2) };
        const before = times.filter((time) => time <= at);
        expect(midAt(mids, at)).toBe(before.length === 0 ? NaN : before.at(-1)! * 2);
      }),
    );
  });
});

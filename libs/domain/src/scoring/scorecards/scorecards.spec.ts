import { describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import { dealerOutcome as outcome, finishedRequest } from '../../../../../test/factories/finished-request.js';
import { type FinishedRequest } from '../request-history/index.js';
import { difficultyOf, volatilityRegime } from './difficulty.js';
import { DealerScorecards, FIGURE_COUNT_MIN, type DealerScorecard } from './index.js';

const scorecards = (names: readonly string[], rows: readonly FinishedRequest[]): readonly DealerScorecard[] => {
  const cards = new DealerScorecards(names, []);
  for (const row of rows) cards.add(row);
  return cards.scorecards();
};

const times = (count: number, row: FinishedRequest): readonly FinishedRequest[] =>
  Array.from({ length: count }, () => row);

/** A trades at 3 bps after a second look at him, B is beaten by 2 bps, C never says a word. */
const traded = finishedRequest({
  dealers: [
    outcome('A', {
      fate: 'DONE',
      answeredAfterMs: 500,
      quote: { bid: null, offer: 100.03, mid: 100 },
      takings: 2,
      rejections: 1,
      rejectMoveBps: 1,
      filledLots: 1_000,
    }),
    outcome('B'),
    outcome('C', { fate: 'NO_ANSWER', answeredAfterMs: null, quote: null }),
  ],
  coverPrice: 100.05,
  markouts: [
    { horizonMs: 1_000, mid: 100.01 },
    { horizonMs: 777, mid: 55 },
  ],
});

describe('a scorecard', () => {
  it('says how often, how fast, how well and at what distance', () => {
    const [a, b, c] = scorecards(['A', 'B', 'C'], times(40, traded));
    const value = (figure: DealerScorecard['rank']) => figure.estimate?.value;
    expect(a).toMatchObject({ requests: 40, quoted: 40, traded: 40 });
    expect(value(a!.responseRate)).toBe(1);
    expect(value(c!.responseRate)).toBe(0);
    expect(value(a!.responseSeconds)).toBeCloseTo(0.5);
    expect([a, b].map((card) => value(card!.hitRatio))).toEqual([1, 0]);
    expect([a, b].map((card) => value(card!.rank))).toEqual([1, 2]);
    expect(value(a!.spreadToMidBps)).toBeCloseTo(3);
    expect(value(b!.spreadToFairBps)).toBeCloseTo(1);
    expect(value(a!.coverDistanceBps)).toBeCloseTo(2);
    expect(a!.rejectRate).toMatchObject({ count: 80, estimate: { unadjusted: 0.5 } });
    expect(value(a!.markoutsBps[0]!.figure)).toBeCloseTo(1);
    expect(a!.markoutsBps[1]!.figure).toEqual({ count: 0 });
    expect(b!.coverDistanceBps).toEqual({ count: 0 });
  });

  it('has no figure before there is enough to say so', () => {
    const [few] = scorecards(['B'], times(FIGURE_COUNT_MIN - 1, traded));
    expect(few!.hitRatio).toEqual({ count: FIGURE_COUNT_MIN - 1 });
    const [enough] = scorecards(['B'], times(FIGURE_COUNT_MIN, traded));
    const { low, high } = enough!.hitRatio.estimate!;
    // Never hit in 20 quotes is not never.
    expect(low).toBe(0);
    expect(high).toBeCloseTo(0.161, 3);
  });

  it('of a seller mirrors that of a buyer', () => {
    const [sold] = scorecards(
      ['A'],
      times(
        30,
        finishedRequest({
          side: 'SELL',
          dealers: [
            outcome('A', { fate: 'DONE', quote: { bid: 99.97, offer: null, mid: 100 }, takings: 1, filledLots: 1 }),
          ],
          coverPrice: 99.95,
          markouts: [{ horizonMs: 1_000, mid: 99.99 }],
        }),
      ),
    );
    expect(sold!.spreadToMidBps.estimate!.value).toBeCloseTo(3);
    expect(sold!.coverDistanceBps.estimate!.value).toBeCloseTo(2);
    expect(sold!.markoutsBps[0]!.figure.estimate!.value).toBeCloseTo(1);
  });

  it('does not make up what an import does not hold', () => {
    const imported = finishedRequest({
      source: 'IMPORTED',
      conditions: null,
      panelSize: 5,
      dealers: [outcome('A', { answeredAfterMs: null })],
      nextMid: 100.02,
    });
    const [a] = scorecards(['A'], times(30, imported));
    expect(a!.responseRate).toEqual({ count: 0 });
    expect(a!.spreadToFairBps).toEqual({ count: 0 });
    expect(a!.leakage).toEqual({ dealer: 'A', lost: 0, controls: 0 });
    expect(a!.spreadToMidBps.estimate!.value).toBeCloseTo(5);
  });
});

describe('difficulty', () => {
  /** E gets easy requests and H the hard ones, half of the time; both quote 2 bps + 0.5 of the impact scale + noise. */
  const unequal = (seed: number): readonly FinishedRequest[] => {
    const rng = seededRng(seed);
    return Array.from({ length: 400 }, () => {
      const isHard = rng.uniform() < 0.5;
      const base = finishedRequest({ quantity: isHard ? 90_000 : 5_000 + 10_000 * rng.uniform() });
      const conditions = { ...base.conditions!, realisedDailyVolatility: isHard ? 0.05 : 0.02 * rng.uniform() };
      const row = { ...base, conditions };
      const costBps = 2 + 0.5 * difficultyOf(row)[0]! + 0.7 * (isHard ? 1 : 0) + 1.5 * rng.normal();
      const dealer = rng.uniform() < 0.8 === isHard ? 'H' : 'E';
      const quote = { bid: null, offer: 100 * (1 + costBps / 1e4), mid: 100 };
      return { ...row, panelSize: 1, dealers: [outcome(dealer, { quote })] };
    });
  };

  it('is taken out: who gets the hard requests is not the worse for it', () => {
    let covered = 0;
    const seeds = 60;
    for (let seed = 0; seed < seeds; seed += 1) {
      const [e, h] = scorecards(['E', 'H'], unequal(seed)).map(({ spreadToMidBps }) => spreadToMidBps.estimate!);
      expect(h!.unadjusted - e!.unadjusted).toBeGreaterThan(8);
      const apart = h!.value - e!.value;
      const reach = Math.hypot(h!.high - h!.value, e!.high - e!.value);
      covered += Math.abs(apart) <= reach ? 1 / seeds : 0;
    }
    expect(covered).toBeGreaterThan(0.9);
  });

  it('is not taken out where it and the dealer are the same', () => {
    const rows = [
      ...times(40, finishedRequest({ quantity: 90_000, dealers: [outcome('H')] })),
      ...times(40, finishedRequest({ quantity: 1_000, dealers: [outcome('E')] })),
    ];
    for (const { spreadToMidBps } of scorecards(['E', 'H'], rows)) {
      expect(spreadToMidBps.estimate!.value).toBeCloseTo(spreadToMidBps.estimate!.unadjusted, 6);
    }
  });

  it.each([
    [0.009, 'CALM'],
    [0.01, 'USUAL'],
    [0.0399, 'USUAL'],
    [0.04, 'STRESSED'],
  ])('realised volatility of %d beside a usual one of 0.02 is %s', (realised, regime) => {
    expect(volatilityRegime(realised, 0.02)).toBe(regime);
  });
});

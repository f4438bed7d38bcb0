import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BookTop, type BoundedSlice, type FollowedOrder, type PlanRevision } from './followed-order.js';
import { dueUnits, workableUnits } from './due.js';
import { PlanFollower, type PlanStanding } from './plan-follower.js';

/** An hour, 6,000 units, six slices with a pause of ten minutes in the middle. */
const SLICES: readonly BoundedSlice[] = [0, 600, 1_200, 2_400, 3_000].map((fromSeconds, i) => ({
  fromSeconds,
  toSeconds: fromSeconds + 600,
  quantity: i === 4 ? 2_000 : 1_000,
  limitTicks: 10_050,
}));

const ORDER: FollowedOrder = {
  side: 'BUY',
  quantity: 6_000,
  finishSeconds: 3_600,
  arrivalMidTicks: 10_000.5,
  participationRateMax: 0.5,
  control: {
    normal: { spreadBps: 1, topUnits: 500, volatilityBps: 1.3 },
    passingImpactBps: 2,
    lastingShiftBps: 2,
    uncertaintyRatio: 1,
    events: [],
  },
};

const REVISION: PlanRevision = { madeSeconds: 0, quantity: 6_000, doneBasis: 'ASSUMED', slices: SLICES };

const calm: BookTop = { bidTicks: 10_000, askTicks: 10_001, bidUnits: 500, askUnits: 500, othersVolume: 100_000 };
const wide: BookTop = { ...calm, bidTicks: 9_998, askTicks: 10_002 };
const away = { away: 'trading is HALTED' };

const following = (changes: Partial<FollowedOrder> = {}, revision = REVISION): PlanFollower =>
  new PlanFollower({ ...ORDER, ...changes }, revision);

/** Looks every ten seconds from one moment to another; the last standing. */
const seeing = (
  follower: PlanFollower,
  from: number,
  to: number,
  market: BookTop | typeof away,
  heard: PlanStanding[] = [],
): PlanStanding => {
  for (let seconds = from; seconds <= to; seconds += 10) heard.push(follower.see(seconds, market));
  return heard.at(-1)!;
};

describe('dueUnits', () => {
  it.each([
    [-10, 0],
    [0, 0],
    [300, 500],
    [600, 1_000],
    [1_800, 3_000],
    [2_399, 3_000],
    [3_300, 5_000],
    [3_600, 6_000],
    [9_999, 6_000],
  ])('by %d s it is %d', (seconds, units) => {
    expect(dueUnits(SLICES, seconds)).toBe(units);
  });

  it('of an auction is all of it at its moment', () => {
    const auction = [{ fromSeconds: 60, toSeconds: 60, quantity: 700 }];
    expect([59, 60, 61].map((seconds) => dueUnits(auction, seconds))).toEqual([0, 700, 700]);
  });

  it('is whole, never falls, and is all in the end', () => {
    const quantities = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(quantities, fc.double({ min: 0.1, max: 1_000, noNaN: true }), (units, length) => {
        const slices = units.map((quantity, k) => ({
          fromSeconds: k * length,
          toSeconds: (k + 1) * length,
          quantity,
        }));
        const due = Array.from({ length: 101 }, (_, i) => dueUnits(slices, (i * units.length * length) / 100));
        expect(due.every((now, i) => Number.isInteger(now) && now >= (due[i - 1] ?? 0))).toBe(true);
        expect(dueUnits(slices, (units.length + 1) * length)).toBe(units.reduce((sum, quantity) => sum + quantity, 0));
      }),
    );
  });
});

describe('workableUnits', () => {
  it.each([
    [0, 3_000],
    [300, 2_500],
    [1_799, 2],
    [1_800, 0],
    [2_399, 0],
    [2_400, 3_000],
    [3_599, 4],
    [3_600, 0],
  ])('at %d s are %d: to the next gap', (seconds, units) => {
    expect(workableUnits(SLICES, seconds)).toBe(units);
  });

  it('are none of an auction that follows', () => {
    const slices = [
      { fromSeconds: 0, toSeconds: 60, quantity: 100 },
      { fromSeconds: 60, toSeconds: 60, quantity: 700 },
    ];
    expect([0, 30, 60].map((seconds) => workableUnits(slices, seconds))).toEqual([100, 50, 0]);
  });
});

describe('PlanFollower', () => {
  it('keeps the plan in a calm market, to its end', () => {
    const follower = following();
    expect(follower.see(300, calm)).toMatchObject({
      phase: 'WORKING',
      slice: SLICES[0],
      due: 500,
      done: 500,
      advice: { link: 'RULES', regime: 'CALM', triggers: [], takenUnits: 0, shownTicks: 10_000 },
      isReplanDue: false,
    });
    expect(follower.see(1_790, calm).advice).toMatchObject({ takenUnits: 0, shownUnits: 17 });
    expect(follower.see(2_399, calm)).toMatchObject({
      phase: 'WAITING',
      due: 3_000,
      done: 3_000,
      advice: { takenUnits: 0, shownUnits: 0 },
    });
    const begun = follower.see(2_400, calm);
    expect(begun).toMatchObject({ phase: 'WORKING', slice: SLICES[3] });
    expect(begun.advice!.shownUnits).toBeGreaterThan(0);
    expect(follower.see(3_590, calm)).toMatchObject({ phase: 'WORKING', advice: { triggers: ['FINISH'] } });
    expect(follower.see(3_600, calm)).toEqual({
      elapsedSeconds: 3_600,
      phase: 'COMPLETED',
      due: 6_000,
      done: 6_000,
      doneBasis: 'ASSUMED',
      isReplanDue: false,
    });
  });

  it('grows tense and stressed by a wide spread and calms down below other levels, each time to be planned anew', () => {
    const follower = following();
    seeing(follower, 0, 60, calm);
    const heard: PlanStanding[] = [];
    seeing(follower, 120, 900, wide, heard);
    const regimes = [...new Set(heard.map(({ advice }) => advice?.regime))];
    expect(regimes).toEqual(['TENSE', 'STRESSED']);
    expect(heard.at(-1)).toMatchObject({
      isReplanDue: true,
      advice: { triggers: ['STRESS', 'SPREAD'], takenUnits: 0 },
    });
    follower.revise(REVISION);
    const back: PlanStanding[] = [];
    seeing(follower, 910, 2_300, calm, back);
    const ratios = (regime: string): readonly number[] =>
      back.flatMap(({ advice }) => (advice?.regime === regime ? [advice.signals!.spreadRatio] : []));
    expect(Math.min(...ratios('STRESSED'))).toBeLessThan(3);
    expect(Math.min(...ratios('STRESSED'))).toBeGreaterThan(2);
    expect(Math.min(...ratios('TENSE'))).toBeLessThan(1.5);
    expect(Math.min(...ratios('TENSE'))).toBeGreaterThan(1.25);
    expect(back.at(-1)).toMatchObject({ advice: { regime: 'CALM', triggers: [] }, isReplanDue: true });
  });

  it('does not toggle where a level hovers around its threshold', () => {
    const follower = following();
    const heard: PlanStanding[] = [];
    for (let i = 0; i < 300; i += 1) {
      const askTicks = i % 2 === 0 ? 10_001 : 10_002;
      heard.push(follower.see(10 * i, { ...calm, askTicks }));
    }
    const changes = heard.filter(({ advice }, i) => i > 0 && advice?.regime !== heard[i - 1]!.advice?.regime);
    expect(changes.length).toBeLessThanOrEqual(1);
  });

  it('is thin when a tenth of the usual size is shown', () => {
    const follower = following();
    expect(seeing(follower, 0, 900, { ...calm, bidUnits: 50, askUnits: 50 })).toMatchObject({
      advice: { regime: 'TENSE', triggers: ['THINNESS'] },
    });
  });

  it('does nothing while there is no market, and is behind afterwards', () => {
    const follower = following();
    follower.see(300, calm);
    expect(seeing(follower, 310, 900, away)).toMatchObject({
      phase: 'PAUSED',
      due: 1_500,
      done: 516,
      isReplanDue: false,
      advice: {
        link: 'PAUSE',
        passed: [
          { link: 'LEARNED', reason: { code: 'LINK_ABSENT' } },
          { link: 'RULES', reason: { code: 'NO_MARKET', message: 'trading is HALTED' } },
          { link: 'TWAP', reason: { code: 'NO_MARKET' } },
        ],
        takenUnits: 0,
        shownUnits: 0,
      },
    });
    const resumed = follower.see(910, calm);
    expect(resumed).toMatchObject({ phase: 'WORKING', done: 516, advice: { link: 'RULES' }, isReplanDue: true });
    follower.revise({
      madeSeconds: 910,
      quantity: 5_484,
      doneBasis: 'ASSUMED',
      slices: [{ fromSeconds: 910, toSeconds: 3_600, quantity: 5_484, limitTicks: 10_020 }],
    });
    expect(follower.see(910, calm)).toMatchObject({ due: 516, done: 516, isReplanDue: false });
    expect(follower.see(3_600, calm)).toMatchObject({ phase: 'COMPLETED', done: 6_000 });
  });

  it('counts what is reported, ahead of the plan and behind it, from the first report on', () => {
    const follower = following();
    expect(follower.see(300, calm)).toMatchObject({ due: 500, done: 500, doneBasis: 'ASSUMED' });
    follower.report(200);
    expect(follower.see(310, calm)).toMatchObject({
      due: 516,
      done: 200,
      doneBasis: 'REPORTED',
      // What is behind waits with the rest.
      advice: { takenUnits: 0 },
      isReplanDue: false,
    });
    follower.report(2_000);
    expect(follower.see(600, calm)).toMatchObject({ phase: 'WORKING', due: 1_000, done: 2_000 });
    expect(follower.see(1_790, calm)).toMatchObject({ due: 2_983, done: 2_000 });
    // Nothing more is due before the gap ends.
    follower.report(3_500);
    expect(follower.see(1_791, calm).advice).toMatchObject({ takenUnits: 0, shownUnits: 0 });
  });

  it('takes what is so far behind that its patience ends, and no reader takes it twice', () => {
    const follower = following();
    follower.report(0);
    const { advice } = follower.see(1_500, calm);
    const { takenUnits, shownUnits } = advice!;
    expect(takenUnits).toBeGreaterThan(0);
    expect(shownUnits).toBeGreaterThan(0);
    follower.report(takenUnits - 1);
    expect(follower.see(1_501, calm).advice).toMatchObject({ takenUnits: 1, shownUnits });
    follower.report(takenUnits + 10);
    expect(follower.see(1_502, calm).advice).toMatchObject({ takenUnits: 0, shownUnits: shownUnits - 10 });
    follower.report(takenUnits + shownUnits);
    const traded = follower.see(1_503, calm).advice!;
    expect(traded).toMatchObject({ takenUnits: 0, shownUnits: 0 });
    expect(traded.shownTicks).toBeUndefined();
  });

  it('is completed when all is filled, and not when all is due', () => {
    const early = following();
    early.report(6_000);
    expect(early.see(60, calm)).toMatchObject({ phase: 'COMPLETED', due: 100, done: 6_000, doneBasis: 'REPORTED' });
    const late = following();
    late.report(5_999);
    expect(late.see(3_599, calm)).toMatchObject({ phase: 'WORKING', advice: { triggers: ['FINISH'] } });
    expect(late.see(3_600, calm)).toMatchObject({ phase: 'EXPIRED', due: 6_000, done: 5_999 });
  });

  it.each([
    ['ASSUMED', 4_000, true],
    ['REPORTED', 4_000, false],
    ['ASSUMED', 6_000, false],
  ] as const)('of a plan that was made on what was %s of %d left, the first report makes another due: %s', (...row) => {
    const [doneBasis, quantity, isReplanDue] = row;
    const slices = [{ fromSeconds: 0, toSeconds: 3_600, quantity, limitTicks: 10_050 }];
    const revision: PlanRevision = { madeSeconds: 0, quantity, doneBasis, slices };
    const follower = following({}, revision);
    follower.see(300, calm);
    follower.report(100);
    expect(follower.see(310, calm).isReplanDue).toBe(isReplanDue);
    follower.revise({ ...revision, doneBasis: 'REPORTED' });
    follower.report(200);
    expect(follower.see(320, calm).isReplanDue).toBe(false);
  });

  it('expires where a pause lasts to the end', () => {
    const follower = following();
    follower.see(600, calm);
    seeing(follower, 610, 3_590, away);
    expect(follower.see(3_600, calm)).toMatchObject({ phase: 'EXPIRED', due: 6_000, done: 1_016 });
  });

  it('expires when the session begins again', () => {
    const follower = following();
    follower.see(600, calm);
    expect(follower.see(-1_000, calm)).toMatchObject({ phase: 'EXPIRED', done: 0 });
  });

  it.each([
    ['BUY', 10_000, 10_051],
    ['SELL', 10_049, 10_051],
  ] as const)('a %s takes nothing beyond the limit of its slice, and waits no further', (side, bidTicks, askTicks) => {
    const limitTicks = side === 'BUY' ? 9_999 : 10_055;
    const slices = SLICES.map((slice) => ({ ...slice, limitTicks }));
    const { advice } = following({ side }, { ...REVISION, slices }).see(3_590, { ...calm, bidTicks, askTicks });
    expect(advice).toMatchObject({ takenUnits: 0, shownTicks: limitTicks });
    expect(advice!.triggers).toContain('PRICE_BOUND');
  });

  it('goes down to an even pace where nobody knew what is normal', () => {
    const normal = { ...ORDER.control.normal, volatilityBps: 0 };
    const follower = following({ control: { ...ORDER.control, normal } });
    const { advice } = follower.see(1_300, calm);
    expect(advice).toMatchObject({ link: 'TWAP', passed: [{ link: 'LEARNED' }, { link: 'RULES' }], triggers: [] });
    expect(advice!.regime).toBeUndefined();
    expect(advice!.shownUnits).toBeGreaterThan(0);
  });

  it('stands the same for the same markets, and what is done never falls nor passes what is due', () => {
    const markets = fc.array(fc.constantFrom<BookTop | typeof away>(calm, wide, away), { maxLength: 360 });
    fc.assert(
      fc.property(markets, (seen) => {
        const runs = [following(), following()].map((follower) =>
          seen.map((market, i) => follower.see(10 * (i + 1), market)),
        );
        expect(runs[0]).toEqual(runs[1]);
        let before = 0;
        for (const { done, due } of runs[0]!) {
          expect(done).toBeGreaterThanOrEqual(before);
          expect(done).toBeLessThanOrEqual(due);
          before = done;
        }
      }),
      { seed: 8, numRuns: 100 },
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Result } from '#domain/core';
import {
  almgrenChrissSchedule,
  povPolicy,
  schedulePolicy,
  twapSchedule,
  vwapSchedule,
  type Policy,
  type Request,
} from '#domain/execution';
import { LIQUID_STOCK, type MarketParameters } from '../market/market-parameters.js';
import { BookEventKind } from '../order-book/index.js';
import { FIRST_DESK } from '../market/simulated-market.js';
import { comparePolicies } from './compare-policies.js';
import { ExecutionEnvironment } from './execution-environment.js';
import { type ExecutionTask } from './execution-task.js';
import { runPolicy, VectorEnvironment } from './run-policy.js';

const MARKET: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 1800, warmUpSeconds: 300 };
const TASK: ExecutionTask = { side: 'BUY', quantity: 6000, startSeconds: 60, horizonSeconds: 600, decisions: 10 };

const valueOf = <T, E extends { message: string }>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const twap = valueOf(twapSchedule(TASK.quantity, TASK.decisions));
const open = (task = TASK, seed = 1): ExecutionEnvironment => valueOf(ExecutionEnvironment.open(MARKET, task, seed));

describe('schedules in the environment', () => {
  it.each([
    ['TWAP that takes', schedulePolicy(twap, 'TAKE')],
    ['TWAP that posts', schedulePolicy(twap, 'POST')],
    ['VWAP', schedulePolicy(valueOf(vwapSchedule(6000, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])), 'TAKE')],
    ['POV', povPolicy(0.2, 'TAKE')],
    [
      'Almgren-Chriss',
      schedulePolicy(
        valueOf(
          almgrenChrissSchedule(
            {
              quantity: 6000,
              horizon: 600,
              intervals: 10,
              volatility: 0.01,
              fixedCost: 0.02,
              permanentImpact: 1e-6,
              temporaryImpact: 1e-3,
            },
            1e-3,
          ),
        ),
        'TAKE',
      ),
    ],
  ])('%s: works all of it, without a reject, and costs about what the market charges', (_, factory) => {
    for (const side of ['BUY', 'SELL'] as const) {
      const result = valueOf(runPolicy(MARKET, { ...TASK, side }, factory, 3));
      expect(result.filled).toBe(TASK.quantity);
      expect(result.rejects).toEqual([]);
      expect(Math.abs(result.shortfallBps)).toBeLessThan(100);
      expect(result.participationRate).toBeGreaterThan(0);
      expect(result.participationRate).toBeLessThan(1);
    }
  });

  it('passive orders fill in the book, at the own side’s price', () => {
    const result = valueOf(runPolicy(MARKET, TASK, schedulePolicy(twap, 'POST'), 3));
    expect(result.completedAtEnd).toBeLessThan(TASK.quantity / 2);
  });

  it('POV trades its share of the volume', () => {
    const task = { ...TASK, quantity: 1_000_000, decisions: 60 };
    const environment = open(task, 4);
    const policy = povPolicy(0.2, 'TAKE')();
    for (let k = 0; k < 59; k += 1) environment.step(policy.act(environment.observe()));
    const { filled, marketVolume } = environment.observe();
    expect(Math.abs(filled / marketVolume - 0.2)).toBeLessThan(0.03);
  });
});

describe('ExecutionEnvironment', () => {
  it('is the same for the same seed and requests, alone and in a vector', () => {
    const run = valueOf(runPolicy(MARKET, TASK, schedulePolicy(twap, 'TAKE'), 1));
    expect(valueOf(runPolicy(MARKET, TASK, schedulePolicy(twap, 'TAKE'), 1))).toEqual(run);
    const vector = valueOf(VectorEnvironment.open(MARKET, TASK, [1, 2]));
    const policies = [schedulePolicy(twap, 'TAKE')(), schedulePolicy(twap, 'TAKE')()];
    while (!vector.isDone) {
      const seen = vector.observe();
      vector.step(policies.map((policy, i) => policy.act(seen[i]!)));
    }
    expect(vector.results()[0]).toEqual(run);
    expect(vector.results()[1]!.hash).not.toBe(run.hash);
    expect(() => {
      vector.step([]);
    }).toThrow('one list per seed');
  });

  it('shows the same market before the first request, whatever the policy', () => {
    const [one, other] = [open(), open()];
    expect(other.observe()).toEqual(one.observe());
    expect(one.observe()).toMatchObject({ decision: 0, filled: 0, marketVolume: 0, elapsedSeconds: 0, resting: [] });
  });

  it.each<[string, Request, string]>([
    ['NaN units', { kind: 'MARKET', units: NaN }, 'BAD_QUANTITY'],
    ['negative units', { kind: 'LIMIT', units: -100, priceTicks: 19_000 }, 'BAD_QUANTITY'],
    ['no units', { kind: 'MARKET', units: 0 }, 'BAD_QUANTITY'],
    ['half a unit', { kind: 'MARKET', units: 0.5 }, 'BAD_QUANTITY'],
    ['more than is left', { kind: 'MARKET', units: 6001 }, 'OVERSIZE'],
    ['infinitely many', { kind: 'LIMIT', units: Infinity, priceTicks: 19_000 }, 'OVERSIZE'],
    ['a NaN price', { kind: 'LIMIT', units: 1, priceTicks: NaN }, 'PRICE_OFF_GRID'],
    ['a negative price', { kind: 'LIMIT', units: 1, priceTicks: -1 }, 'PRICE_OUT_OF_BAND'],
    ['an order of nobody', { kind: 'CANCEL', orderId: NaN }, 'UNKNOWN_ORDER'],
  ])('rejects %s and changes nothing', (_, request, reason) => {
    const [environment, untouched] = [open(), open()];
    environment.step([request]);
    untouched.step([]);
    expect(environment.rejects).toEqual([{ decision: 0, request, reason }]);
    expect(environment.observe()).toEqual(untouched.observe());
  });

  it('rejects what would exceed the task together with what waits', () => {
    const environment = open();
    const { bidTicks } = environment.observe();
    environment.step([
      { kind: 'LIMIT', units: 5000, priceTicks: bidTicks - 200 },
      { kind: 'MARKET', units: 1001 },
    ]);
    expect(environment.rejects.map(({ reason }) => reason)).toEqual(['OVERSIZE']);
    expect(environment.observe().resting).toMatchObject([{ units: 5000 }]);
  });

  it('keeps exact books whatever a policy says', () => {
    const number = fc.oneof(
      fc.constantFrom(NaN, Infinity, -Infinity, -1, 0, 0.5, 1e12),
      fc.integer({ min: 1, max: 3000 }),
    );
    const price = fc.oneof(fc.constantFrom(NaN, -1, 1e9), fc.integer({ min: 19_900, max: 20_100 }));
    const request = fc.oneof(
      fc.record({ kind: fc.constant('MARKET' as const), units: number }),
      fc.record({ kind: fc.constant('LIMIT' as const), units: number, priceTicks: price }),
      fc.record({ kind: fc.constant('CANCEL' as const), orderId: fc.oneof(number, fc.nat(50)) }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(request, { maxLength: 4 }), { minLength: 10, maxLength: 10 }), (script) => {
        const environment = open({ ...TASK, horizonSeconds: 60 });
        let [units, paid] = [0, 0];
        environment.market.listen((events) => {
          for (let row = 0; row < events.length; row += 1) {
            if (events.kind(row) !== BookEventKind.EXECUTED) continue;
            if (events.owner(row) !== FIRST_DESK && events.makerOwner(row) !== FIRST_DESK) continue;
            units += events.quantity(row);
            paid += events.quantity(row) * events.price(row);
          }
        });
        for (const requests of script) {
          environment.step(requests);
          expect(environment.filled).toBeLessThanOrEqual(TASK.quantity);
        }
        const result = environment.result();
        expect(result.filled).toBe(TASK.quantity);
        expect([result.filled, result.paidTicks]).toEqual([units, paid]);
        expect(environment.observe().resting).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('says when it is asked out of turn', () => {
    const environment = open({ ...TASK, decisions: 1 });
    expect(() => environment.result()).toThrow('not done');
    environment.step([]);
    expect(environment.result().completedAtEnd).toBe(TASK.quantity);
    expect(() => {
      environment.step([]);
    }).toThrow('done');
  });

  it.each<[string, Partial<ExecutionTask>]>([
    ['quantity', { quantity: 0 }],
    ['quantity', { quantity: 1.5 }],
    ['quantity', { quantity: 2 ** 40 }],
    ['startSeconds', { startSeconds: -1 }],
    ['horizonSeconds', { horizonSeconds: NaN }],
    ['horizonSeconds', { horizonSeconds: 1800 }],
    ['decisions', { decisions: 0 }],
  ])('refuses a task of impossible %s by name', (field, change) => {
    expect(ExecutionEnvironment.open(MARKET, { ...TASK, ...change }, 1)).toMatchObject({ ok: false, error: { field } });
  });
});

describe('comparePolicies', () => {
  const idle: Policy = { act: () => [] };

  it('pairs the seeds: a policy against itself is nothing, and what the market did alone drops out', () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    const [take, same, late] = valueOf(
      comparePolicies(
        MARKET,
        TASK,
        [
          { name: 'TWAP', factory: schedulePolicy(twap, 'TAKE') },
          { name: 'TWAP again', factory: schedulePolicy(twap, 'TAKE') },
          { name: 'all at the end', factory: () => idle },
        ],
        seeds,
      ),
    );
    expect(same!.againstFirstBps).toEqual({ n: 8, value: 0, standardError: 0, low: 0, high: 0 });
    expect(take!.shortfallBps.low).toBeLessThan(take!.shortfallBps.value);
    expect(take!.results.map(({ seed }) => seed)).toEqual(seeds);
    expect(late!.results.every(({ completedAtEnd }) => completedAtEnd === TASK.quantity)).toBe(true);
    expect(late!.againstFirstBps.value).toBeCloseTo(late!.shortfallBps.value - take!.shortfallBps.value, 9);
  });

  it('refuses one seed, and no policy', () => {
    const policies = [{ name: 'idle', factory: () => idle }];
    expect(comparePolicies(MARKET, TASK, policies, [1])).toMatchObject({ error: { field: 'seeds' } });
    expect(comparePolicies(MARKET, TASK, [], [1, 2])).toMatchObject({ error: { field: 'policies' } });
  });
});

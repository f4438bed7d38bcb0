import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Result } from '#domain/core';
import { type Request } from '#domain/execution';
import { ASK, BID } from '#domain/market-data';
import { LIQUID_STOCK, type MarketParameters } from '../market/index.js';
import { DIRECT_ACCESS, type VenueTerms } from '../trading-venues/index.js';
import { ExecutionEnvironment } from './execution-environment.js';
import { type ExecutionTask } from './execution-task.js';

const MARKET: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 1800, warmUpSeconds: 300 };
const SECOND = { constantNs: 1e9, meanJitterNs: 0 };
const SLOW = { orderLatency: SECOND, reportLatency: SECOND, feedLatency: SECOND };
const POOL: VenueTerms = {
  ...DIRECT_ACCESS,
  kind: 'DARK',
  counterparties: { arrivalsPerSecond: 0.5, meanUnits: 300, leastUnits: 100, meanWaitSeconds: 20, informedShare: 0 },
};
const SEEDS = [1, 2, 3, 4];
const TASK: ExecutionTask = { side: 'BUY', quantity: 2000, startSeconds: 60, horizonSeconds: 60, decisions: 60 };

const valueOf = <T, E extends { message: string }>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const open = (venues: readonly VenueTerms[], change: Partial<ExecutionTask> = {}): ExecutionEnvironment =>
  valueOf(ExecutionEnvironment.open(MARKET, { ...TASK, ...change, venues }, 1));

const idle = (environment: ExecutionEnvironment): ExecutionEnvironment => {
  while (!environment.isDone) environment.step([]);
  return environment;
};

describe('a policy far away from its venues', () => {
  it('hears of a fill when order and report have taken their time', () => {
    const environment = open([{ ...DIRECT_ACCESS, ...SLOW }]);
    const seen: number[] = [];
    environment.step([{ kind: 'MARKET', units: 500 }]);
    for (let k = 0; k < 3; k += 1) {
      seen.push(environment.observe().filled);
      environment.step([]);
    }
    expect(seen).toEqual([0, 500, 500]);
    expect(idle(environment).result()).toMatchObject({ filled: 2000, completedAtEnd: 1500, rejects: [] });
  });

  it('sees the book as it was', () => {
    const [near, far] = [open([DIRECT_ACCESS]), open([{ ...DIRECT_ACCESS, feedLatency: SECOND }])];
    const top = ({ bidTicks, askTicks, bidUnits, askUnits }: ReturnType<typeof near.observe>) => [
      bidTicks,
      askTicks,
      bidUnits,
      askUnits,
    ];
    let before = top(near.observe());
    for (let k = 0; k < 30; k += 1) {
      expect(top(far.observe())).toEqual(before);
      before = top(near.observe());
      near.step([]);
      far.step([]);
    }
  });

  it('counts what is on its way when it asks for more', () => {
    const environment = open([{ ...DIRECT_ACCESS, ...SLOW }]);
    environment.step([
      { kind: 'MARKET', units: 1500 },
      { kind: 'MARKET', units: 501 },
    ]);
    expect(environment.rejects.map(({ reason }) => reason)).toEqual(['OVERSIZE']);
  });

  it('learns with the report that what it cancels again was gone', () => {
    const environment = open([{ ...DIRECT_ACCESS, ...SLOW }]);
    environment.step([{ kind: 'LIMIT', units: 100, priceTicks: 19_000 }]);
    environment.step([]);
    const { orderId } = environment.observe().resting[0]!;
    environment.step([{ kind: 'CANCEL', orderId }]);
    expect(environment.observe().resting).toHaveLength(1);
    environment.step([{ kind: 'CANCEL', orderId }]);
    expect(environment.observe().resting).toEqual([]);
    environment.step([]);
    expect(environment.rejects).toMatchObject([{ decision: 3, reason: 'UNKNOWN_ORDER' }]);
  });

  it('pays what the venue charges', () => {
    const fees = { maker: { bps: 0, perUnit: -0.002 }, taker: { bps: 0, perUnit: 0.003 } };
    const environment = open([{ ...DIRECT_ACCESS, fees }]);
    const { feesBps, arrivalMidTicks } = idle(environment).result();
    expect(feesBps).toBeCloseTo((0.003 * 1e4) / (arrivalMidTicks * MARKET.tickSize), 9);
  });
});

describe('a pool beside the book', () => {
  const intoPool = (units: number, leastUnits = 1): Request => ({
    kind: 'LIMIT',
    venue: 1,
    units,
    priceTicks: 21_000,
    leastUnits,
  });

  it('fills at the mid, and leaves no trace in the book', () => {
    const [environment, quiet] = [open([DIRECT_ACCESS, POOL]), open([DIRECT_ACCESS, POOL])];
    environment.step([intoPool(2000)]);
    quiet.step([]);
    for (let k = 1; k < 59; k += 1) {
      environment.step([]);
      quiet.step([]);
    }
    const { filled, filledElsewhere, othersVolume, marketVolume } = environment.observe();
    expect(filledElsewhere).toBeGreaterThan(0);
    expect([filled, othersVolume]).toEqual([filledElsewhere, marketVolume]);
    expect(environment.market.hash()).toBe(quiet.market.hash());
    const result = idle(environment).result();
    expect(result.filled).toBe(2000);
    expect(Number.isInteger(2 * result.paidTicks)).toBe(true);
  });

  it('is one stream per seed', () => {
    const run = () => {
      const environment = open([
        { ...DIRECT_ACCESS, ...SLOW },
        { ...POOL, ...SLOW },
      ]);
      environment.step([intoPool(1500), { kind: 'MARKET', units: 300 }]);
      return idle(environment).result();
    };
    expect(run()).toEqual(run());
  });

  it.each<[string, Request, string]>([
    ['a venue that there is not', { kind: 'MARKET', units: 1, venue: 2 }, 'NO_SUCH_VENUE'],
    ['half a venue', { kind: 'MARKET', units: 1, venue: 0.5 }, 'NO_SUCH_VENUE'],
    ['a minimum above the size', intoPool(10, 11), 'BAD_PART_QUANTITY'],
    ['a minimum of nothing', intoPool(10, 0), 'BAD_PART_QUANTITY'],
    ['an order that the pool does not have', { kind: 'CANCEL', venue: 1, orderId: 99 }, 'UNKNOWN_ORDER'],
  ])('rejects %s', (_, request, reason) => {
    const environment = open([DIRECT_ACCESS, POOL]);
    environment.step([request]);
    expect(environment.rejects).toEqual([{ decision: 0, request, reason }]);
    expect(environment.observe()).toMatchObject({ filled: 0, resting: [] });
  });
});

describe('a book that mirrors the agents’ one', () => {
  const MIRROR = {
    ...DIRECT_ACCESS,
    kind: 'MIRROR',
    mirror: { quoteUnits: 200, widerTicks: 1, reactionSeconds: 0.01 },
  } as const;
  const BOTH = [DIRECT_ACCESS, MIRROR];

  it('shows the agents’ prices, a little worse', () => {
    const environment = open([DIRECT_ACCESS, { ...MIRROR, mirror: { ...MIRROR.mirror, reactionSeconds: 0 } }]);
    for (let k = 0; k < 30; k += 1) {
      const [book, mirror] = environment.observe().tops;
      expect(mirror).toEqual({ ...mirror, bidTicks: book!.bidTicks - 1, askTicks: book!.askTicks + 1 });
      expect([mirror!.bidUnits, mirror!.askUnits]).toEqual([200, 200]);
      environment.step([]);
    }
  });

  it('sells what it shows, and buys it back from the agents', () => {
    const soon = { quantity: 400, horizonSeconds: 0.002, decisions: 2 };
    const [environment, quiet] = [open(BOTH, soon), open(BOTH, soon)];
    environment.step([{ kind: 'MARKET', venue: 1, units: 400 }]);
    quiet.step([]);
    const [seen, before] = [environment.observe(), quiet.observe()];
    expect([seen.filled, seen.filledElsewhere]).toEqual([200, 200]);
    expect([seen.marketVolume, before.marketVolume]).toEqual([200, 0]);
    expect([seen.askTicks, seen.askUnits]).not.toEqual([before.askTicks, before.askUnits]);
  });

  it('sells at what it asks', () => {
    const environment = open(BOTH, { quantity: 200, decisions: 1 });
    const { askTicks } = environment.observe().tops[1]!;
    environment.step([{ kind: 'MARKET', venue: 1, units: 200 }]);
    expect(environment.result()).toMatchObject({ paidTicks: 200 * askTicks, completedAtEnd: 0 });
  });

  it('takes what is posted there once the agents pay more', () => {
    const environment = open(BOTH, { horizonSeconds: 600 });
    const { bidTicks } = environment.observe();
    environment.step([{ kind: 'LIMIT', venue: 1, units: 300, priceTicks: bidTicks }]);
    for (let k = 1; k < 59; k += 1) environment.step([]);
    expect(environment.observe()).toMatchObject({ filled: 300, filledElsewhere: 300, resting: [] });
  });

  it('gives nothing away: a round trip of two tasks there loses', () => {
    const shortfalls = (['BUY', 'SELL'] as const).map(
      (side) =>
        SEEDS.map((seed) => {
          const task = { ...TASK, side, quantity: 1000, decisions: 60, venues: BOTH };
          const environment = valueOf(ExecutionEnvironment.open(MARKET, task, seed));
          while (!environment.isDone) {
            const units = Math.min(50, task.quantity - environment.filled);
            environment.step(units > 0 ? [{ kind: 'MARKET', venue: 1, units }] : []);
          }
          return environment.result().shortfallBps;
        }).reduce((sum, bps) => sum + bps, 0) / SEEDS.length,
    );
    expect(shortfalls[0]! + shortfalls[1]!).toBeGreaterThan(0);
  });
});

describe('orders at several venues with latency', () => {
  it('add up to the task, whatever is sent', () => {
    const units = fc.oneof(fc.constantFrom(NaN, -1, 0), fc.integer({ min: 1, max: 900 }));
    const venue = fc.constantFrom(0, 1);
    const request = fc.oneof(
      fc.record({ kind: fc.constant('MARKET' as const), venue, units }),
      fc.record({
        kind: fc.constant('LIMIT' as const),
        venue,
        units,
        priceTicks: fc.integer({ min: 19_950, max: 20_050 }),
      }),
      fc.record({ kind: fc.constant('CANCEL' as const), venue, orderId: fc.nat(50) }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(request, { maxLength: 4 }), { minLength: 10, maxLength: 10 }), (script) => {
        const environment = open(
          [
            { ...DIRECT_ACCESS, ...SLOW },
            { ...POOL, ...SLOW },
          ],
          { decisions: 10 },
        );
        for (const requests of script) environment.step(requests);
        expect(environment.result().filled).toBe(TASK.quantity);
        expect(environment.observe().resting).toEqual([]);
        expect(environment.market.book.bestTicks(BID)).toBeLessThan(environment.market.book.bestTicks(ASK));
      }),
      { numRuns: 10 },
    );
  });
});

describe('venues that cannot be', () => {
  it.each<[string, readonly VenueTerms[]]>([
    ['venues', []],
    ['venues.0.kind', [POOL]],
    ['venues.1.kind', [DIRECT_ACCESS, DIRECT_ACCESS]],
    ['venues.0.orderLatency.constantNs', [{ ...DIRECT_ACCESS, orderLatency: { constantNs: -1, meanJitterNs: 0 } }]],
    [
      'venues.0.fees.taker.bps',
      [{ ...DIRECT_ACCESS, fees: { ...DIRECT_ACCESS.fees, taker: { bps: NaN, perUnit: 0 } } }],
    ],
    [
      'venues.1.mirror.quoteUnits',
      [
        DIRECT_ACCESS,
        { ...DIRECT_ACCESS, kind: 'MIRROR', mirror: { quoteUnits: 0.5, widerTicks: 1, reactionSeconds: 0 } },
      ],
    ],
    [
      'venues.1.counterparties.informedShare',
      [DIRECT_ACCESS, { ...POOL, counterparties: { ...POOL.counterparties, informedShare: 2 } }],
    ],
  ])('are refused by %s', (field, venues) => {
    expect(ExecutionEnvironment.open(MARKET, { ...TASK, venues }, 1)).toMatchObject({ ok: false, error: { field } });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ASK, BID, type MarketEvent } from '#domain/market-data';
import { TransientImpact, type Execution, type Tactic, type WorkPlan } from '#domain/simulation';
import { backtested, type Backtested, type BacktestOptions } from '../../../../../test/factories/backtest.js';
import { at, book, level, OPEN_NS, SECOND_NS, trade } from '../../../../../test/factories/feature-market.js';
import { marketStream } from '../../../../../test/factories/market-streams.js';

const single = (limitPrice?: number): WorkPlan => ({ kind: 'SINGLE', limitPrice });
const buy = (size: number, plan: WorkPlan, [from, to] = [1, 10]): Backtested => ({
  order: { sign: 1, size, startNs: at(from), endNs: at(to) },
  plan,
});

/** Fills as [liquidity, price, size], in the order in which they happened. */
const fillsOf = (events: readonly MarketEvent[], order: Backtested, options?: BacktestOptions) =>
  backtested(events, [order], options)[0]!.executions.map(({ liquidity, price, size }) => [liquidity, price, size]);

const quiet = book(
  0,
  [
    [99, 300],
    [98, 500],
  ],
  [
    [101, 200],
    [102, 400],
  ],
);

describe('an order that crosses', () => {
  it.each<[string, number, WorkPlan, readonly (readonly [string, number, number])[]]>([
    ['takes the best', 150, single(), [['REMOVED', 101, 150]]],
    ['walks the levels', 500, single(), [['REMOVED', 101, 200], ['REMOVED', 102, 300]]], // prettier-ignore
    ['gets no more than is displayed', 900, single(), [['REMOVED', 101, 200], ['REMOVED', 102, 400]]], // prettier-ignore
    ['stops at its limit', 900, single(101), [['REMOVED', 101, 200]]],
  ])('%s', (_, size, plan, fills) => {
    expect(fillsOf(quiet, buy(size, plan))).toEqual(fills);
  });

  it('does not take the same twice, until there is more', () => {
    const plan: WorkPlan = {
      kind: 'SCHEDULED',
      tactic: 'TAKE',
      intervals: 3,
      pace: { kind: 'SLICES', slices: [200, 200, 200] },
    };
    const events = [...quiet, level(6, ASK, 101, 250)];
    expect(fillsOf(events, buy(600, plan))).toEqual([
      ['REMOVED', 101, 200],
      ['REMOVED', 102, 200],
      ['REMOVED', 101, 50],
      ['REMOVED', 102, 150],
    ]);
  });

  it('finds nothing where the book is not known behind the best', () => {
    const events: MarketEvent[] = [
      { kind: 'BEST', timeNs: at(0), side: BID, price: 99, size: 300 },
      { kind: 'BEST', timeNs: at(0), side: ASK, price: 101, size: 200 },
    ];
    const [outcome] = backtested(events, [buy(500, single())], { session: { depth: 'TOP' } });
    expect(outcome!.result!.filledSize).toBe(200);
    expect(outcome!.result!.shortfallBps.opportunity).toBe(0);
  });

  it('arrives later by its latency', () => {
    const events = [...quiet, level(1.05, ASK, 101, 0)];
    expect(fillsOf(events, buy(100, single()), { latencyNs: 0.1 * SECOND_NS })).toEqual([['REMOVED', 102, 100]]);
  });
});

describe('an order that rests', () => {
  const restingAt99 = buy(100, single(99));
  it.each<[string, readonly MarketEvent[], number]>([
    ['waits for those ahead', [trade(2, BID, 99, 300), level(2, BID, 99, 0)], 0],
    ['gets what is left of a print behind them', [trade(2, BID, 99, 340), level(2, BID, 99, 0)], 40],
    ['gets no more than it asked for', [trade(2, BID, 99, 900), level(2, BID, 99, 0)], 100],
    ['advances by print after print', [trade(2, BID, 99, 250), level(2, BID, 99, 50), trade(3, BID, 99, 80)], 30],
    ['is not moved up by cancels, but by what is no longer displayed', [level(2, BID, 99, 20), trade(3, BID, 99, 50)], 30], // prettier-ignore
    ['is met before a worse price', [trade(2, BID, 98, 60)], 60],
    ['is not met by a buyer', [trade(2, ASK, 99, 900)], 0],
    ['is not met by an auction', [{ ...trade(2, BID, 98, 900), condition: 'AUCTION' } as MarketEvent], 0],
    ['is met by a seller who comes to its price', [level(2, BID, 99, 0), level(3, ASK, 99, 70)], 70],
    ['is met once by who displays there', [level(2, BID, 99, 0), level(3, ASK, 99, 70), level(4, ASK, 99, 71)], 71],
    ['is not met in a book that is locked', [level(3, ASK, 99, 70)], 0],
    ['is gone when its time is over', [trade(11, BID, 98, 60)], 0],
  ])('%s', (_, events, size) => {
    const [outcome] = backtested([...quiet, ...events], [restingAt99]);
    expect(outcome!.result!.addedSize).toBe(size);
    for (const fill of outcome!.executions) expect(fill).toMatchObject({ liquidity: 'ADDED', price: 99 });
  });

  it('follows the orders ahead of it where they are told', () => {
    const added = (orderId: number, size: number): MarketEvent => ({
      kind: 'ORDER',
      action: 'ADD',
      timeNs: at(0),
      side: BID,
      price: 99,
      size,
      orderId,
    });
    const events: MarketEvent[] = [
      added(1, 100),
      added(2, 200),
      { ...added(3, 100), side: ASK, price: 101 } as MarketEvent,
      { ...added(4, 500), timeNs: at(2) },
      { ...added(2, 0), action: 'DELETE', timeNs: at(3) } as MarketEvent,
      { ...added(4, 400), action: 'CHANGE', timeNs: at(4) } as MarketEvent,
      trade(5, BID, 99, 130),
    ];
    const sizeBy = (fill: Backtested['fill']): number =>
      backtested(events, [{ ...restingAt99, fill: fill! }], { session: { depth: 'ORDERS' } })[0]!.result!.addedSize;
    expect(sizeBy('ORDER_BY_ORDER')).toBe(30);
    expect(sizeBy('RISK_AVERSE')).toBe(0);
  });

  it('keeps those ahead of it when the orders of another price are forgotten', () => {
    const order = { kind: 'ORDER', action: 'ADD', side: BID, orderId: 1, price: 99, size: 300 } as const;
    const events: MarketEvent[] = [
      { ...order, timeNs: at(0), moreFollows: true },
      { ...order, timeNs: at(0), orderId: 2, price: 98, size: 500, moreFollows: true },
      ...quiet,
      level(2, BID, 98, 0),
      trade(5, BID, 99, 130),
    ];
    const [outcome] = backtested(events, [{ ...restingAt99, fill: 'ORDER_BY_ORDER' }], {
      session: { depth: 'LEVELS_AND_ORDERS' },
    });
    expect(outcome!.result).toMatchObject({ filledSize: 0, queue: { meanAheadUnits: 300 } });
  });

  it('of which several rest shares a print among them', () => {
    const plan: WorkPlan = {
      kind: 'SCHEDULED',
      tactic: 'POST',
      intervals: 2,
      pace: { kind: 'SLICES', slices: [50, 50] },
    };
    const events = [...quiet, trade(7, BID, 99, 370), trade(8, BID, 98, 40)];
    expect(fillsOf(events, buy(100, plan))).toEqual([
      ['ADDED', 99, 50],
      ['ADDED', 99, 20],
      ['ADDED', 99, 30],
    ]);
  });
});

describe('the shortfall of an order', () => {
  it('is the sum of its parts, by hand', () => {
    const plan: WorkPlan = {
      kind: 'SCHEDULED',
      tactic: 'TAKE',
      intervals: 2,
      pace: { kind: 'SLICES', slices: [100, 300] },
    };
    const events = [...quiet, ...book(2, [[101, 100], [99, 0], [98, 0]], [[101, 0], [103, 100], [102, 0]])]; // prettier-ignore
    const [outcome] = backtested(events, [buy(400, plan)], {
      fees: { taker: { bps: 10, perUnit: 0.05 }, maker: { bps: -2, perUnit: 0 } },
    });
    const { shortfallBps, averagePrice, arrivalMid } = outcome!.result!;
    expect([arrivalMid, averagePrice]).toEqual([100, 102]);
    expect(shortfallBps.spread).toBeCloseTo(1e4 * ((100 * 1 + 100 * 1) / 40_000), 9);
    expect(shortfallBps.timing).toBeCloseTo(1e4 * ((100 * 0 + 100 * 2) / 40_000), 9);
    expect(shortfallBps.opportunity).toBeCloseTo(1e4 * ((200 * 2) / 40_000), 9);
    expect(shortfallBps.fees).toBeCloseTo((10 * 20_400 + 1e4 * 100 * 0.05 * 200) / 40_000, 9);
    expect(shortfallBps.ownImpact).toBe(0);
  });

  it('has markouts as far as the recording goes', () => {
    const events = [...quiet, level(15, ASK, 101, 0)];
    const [outcome] = backtested(events, [buy(100, single())], { knownUntilNs: at(100) });
    expect(outcome!.result!.markoutsBps).toEqual([-100, -100, -50, NaN]);
  });

  it.each<[string, readonly MarketEvent[], number, string]>([
    ['before the first quote', book(2, [[99, 1]], [[101, 1]]), 7200, 'NO_QUOTE'],
    ['when the recording ends before it', quiet, 5, 'RECORDING_ENDS'],
  ])('is not told %s', (_, events, untilSeconds, why) => {
    const [outcome] = backtested(events, [buy(1, single())], { knownUntilNs: at(untilSeconds) });
    expect(outcome).toMatchObject({ result: undefined, notWorked: why });
  });
});

const tactics: readonly Tactic[] = ['TAKE', 'POST', 'POST_THEN_TAKE'];
const sign = fc.constantFrom<1 | -1>(1, -1);

/** An order somewhere in the first two minutes of a random market. */
const anyOrder: fc.Arbitrary<Backtested> = fc
  .record({
    sign,
    size: fc.integer({ min: 1, max: 2_000 }),
    startSeconds: fc.integer({ min: 1, max: 60 }),
    lastsSeconds: fc.integer({ min: 1, max: 60 }),
    intervals: fc.integer({ min: 1, max: 6 }),
    tactic: fc.constantFrom(...tactics, 'SINGLE' as const),
    limitTicks: fc.option(fc.integer({ min: -8, max: 8 }), { nil: undefined }),
    rate: fc.option(fc.double({ min: 0.05, max: 0.9, noNaN: true }), { nil: undefined }),
    fill: fc.constantFrom('RISK_AVERSE' as const, 'PROBABILISTIC' as const),
  })
  .map(({ sign, size, startSeconds, lastsSeconds, intervals, tactic, limitTicks, rate, fill }) => {
    const startNs = OPEN_NS + startSeconds * SECOND_NS;
    const slices = Array.from({ length: intervals }, (_, i) => (i === 0 ? size - (intervals - 1) * Math.floor(size / intervals) : Math.floor(size / intervals))); // prettier-ignore
    const pace = rate === undefined ? { kind: 'SLICES' as const, slices } : { kind: 'VOLUME' as const, rate };
    const plan: WorkPlan =
      tactic === 'SINGLE'
        ? single(limitTicks === undefined ? undefined : 1e6 + limitTicks)
        : { kind: 'SCHEDULED', tactic, intervals, pace };
    return { order: { sign, size, startNs, endNs: startNs + lastsSeconds * SECOND_NS }, plan, fill };
  });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const latencyNs = fc.constantFrom(0, 1e6, 2e9);

describe('whatever the market and the order', () => {
  it('fills add up, no print and no level gives more than it has, and no fill is better than its market or its limit', () => {
    fc.assert(
      fc.property(marketStream, anyOrder, latencyNs, (events, order, latency) => {
        const [{ result, executions }] = backtested(events, [order], { latencyNs: latency }) as [
          ReturnType<typeof backtested>[number],
        ];
        if (result === undefined) return;
        const { sign, size } = order.order;
        expect(sum(executions.map((fill) => fill.size))).toBe(result.filledSize);
        expect(result.filledSize).toBeLessThanOrEqual(size);
        const paid = sum(executions.map((fill) => fill.size * fill.price));
        if (result.filledSize > 0) expect(result.averagePrice * result.filledSize).toBeCloseTo(paid, 3);
        for (const fill of executions) {
          expect(fill.size).toBeGreaterThan(0);
          if (order.plan.kind === 'SINGLE' && order.plan.limitPrice !== undefined) {
            expect(sign * (fill.price - order.plan.limitPrice)).toBeLessThanOrEqual(0);
          }
        }
        const { shortfallBps, arrivalMid } = result;
        const endCost = shortfallBps.opportunity;
        const direct = (sign * (paid - result.filledSize * arrivalMid) * 1e4) / (size * arrivalMid) + endCost;
        expect(shortfallBps.total).toBeCloseTo(direct, 6);
        expect(takenAtOnce(executions)).toBeLessThanOrEqual(displayedMax(events));
      }),
      { numRuns: 60 },
    );
  });

  it('what happens after a moment changes nothing before it', () => {
    fc.assert(
      fc.property(
        marketStream,
        marketStream,
        anyOrder,
        fc.integer({ min: 1, max: 120 }),
        (events, others, order, s) => {
          const cutNs = OPEN_NS + s * SECOND_NS;
          const before = events.filter(({ timeNs }) => timeNs < cutNs);
          const after = others.filter(({ timeNs }) => timeNs >= cutNs);
          const until = (fills: readonly Execution[]) => fills.filter(({ timeNs }) => timeNs < cutNs);
          const [one] = backtested(events, [order]);
          const [other] = backtested([...before, ...after], [order]);
          if (one!.result === undefined || other!.result === undefined) return;
          expect(until(other!.executions)).toEqual(until(one!.executions));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('the risk-averse fill is never earlier than the probabilistic one', () => {
    fc.assert(
      fc.property(marketStream, anyOrder, fc.integer({ min: 0, max: 1e9 }), (events, { order }, seed) => {
        const plan = single(1e6 - order.sign * 3);
        const [averse, probable] = backtested(
          events,
          [
            { order, plan, fill: 'RISK_AVERSE' },
            { order, plan, fill: 'PROBABILISTIC' },
          ],
          { seed },
        );
        for (const timeNs of averse!.executions.map((fill) => fill.timeNs)) {
          expect(filledBy(probable!.executions, timeNs)).toBeGreaterThanOrEqual(filledBy(averse!.executions, timeNs));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('one seed is one result, and neither other orders nor an overlay of nothing change it', () => {
    fc.assert(
      fc.property(marketStream, fc.array(anyOrder, { minLength: 1, maxLength: 4 }), (events, orders) => {
        const options = { latencyNs: 1e6, meanJitterNs: 5e8 };
        const together = backtested(events, orders, options);
        expect(backtested(events, orders, options)).toEqual(together);
        const nothing = () => new TransientImpact({ bpsPerUnit: 0, decayExponent: 0.5, onsetSeconds: 10 });
        expect(
          backtested(
            events,
            orders.map((order) => ({ ...order, ownImpact: nothing })),
            options,
          ),
        ).toEqual(together);
        orders.forEach((order, i) => {
          expect(backtested(events, [order], options)[0]).toEqual(together[i]);
        });
      }),
      { numRuns: 15 },
    );
  });

  it('a taker pays for his own impact and nobody else does', () => {
    const moves = () => new TransientImpact({ bpsPerUnit: 0.01, decayExponent: 0.5, onsetSeconds: 10 });
    const plan: WorkPlan = { kind: 'SCHEDULED', tactic: 'TAKE', intervals: 4, pace: { kind: 'SLICES', slices: [50, 50, 50, 50] } }; // prettier-ignore
    const [without, with_] = backtested(quiet, [buy(200, plan), { ...buy(200, plan), ownImpact: moves }]);
    expect(with_!.result!.shortfallBps.ownImpact).toBeGreaterThan(0);
    expect(with_!.result!.shortfallBps.spread).toBeCloseTo(without!.result!.shortfallBps.spread, 9);
    expect(with_!.result!.shortfallBps.timing).toBe(without!.result!.shortfallBps.timing);
  });
});

const filledBy = (executions: readonly Execution[], timeNs: number): number =>
  sum(executions.filter((fill) => fill.timeNs <= timeNs).map(({ size }) => size));

/** The most that was taken at one price in one moment. */
const takenAtOnce = (executions: readonly Execution[]): number => {
  const taken = new Map<string, number>();
  for (const { liquidity, timeNs, price, size } of executions) {
    if (liquidity === 'REMOVED') taken.set(`${timeNs} ${price}`, (taken.get(`${timeNs} ${price}`) ?? 0) + size);
  }
  return Math.max(0, ...taken.values());
};

const displayedMax = (events: readonly MarketEvent[]): number =>
  Math.max(0, ...events.map((event) => (event.kind === 'LEVEL' ? event.size : 0)));

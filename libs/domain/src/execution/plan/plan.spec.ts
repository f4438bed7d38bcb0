import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gaussian, quantileBps } from '#domain/impact';
import { volumeShare } from '#domain/market-data';
import { type ExecutionProblem, type PlanFailure, type PlanStrategy } from './execution-problem.js';
import { frontier, planExecution, type ExecutionPlan } from './plan-execution.js';

/** 500,000 to sell in three hours of a stock of which two million trade a day. */
const PROBLEM: ExecutionProblem = {
  rule: 2,
  side: 'SELL',
  quantity: 500_000,
  lotSize: 100,
  tickSize: 0.01,
  arrivalPrice: 200,
  nowSeconds: 1700,
  startSeconds: 1800,
  finishSeconds: 12_600,
  sessionSeconds: 23_400,
  intervals: 36,
  dailyVolume: 2e6,
  dailyVolatility: 0.018,
  spreadBps: 5,
  forecast: { temporaryBps: 40, lastingShiftBps: 60, slippage: gaussian(70, 80) },
  strategy: { kind: 'TWAP' },
  participationRateMax: 1,
  passiveFillShare: 0.2,
  auctions: [],
  venues: [
    { venueId: 'LIT', share: 0.7 },
    { venueId: 'DARK', share: 0.3 },
  ],
};

const EVENT = {
  atSeconds: 9000,
  leadSeconds: 3600,
  spreadFactor: 4,
  depthFactor: 0.4,
  volatilityFactor: 2,
  gapBps: 60,
  recoveryHalfLifeSeconds: 900,
  pauseSeconds: 600,
};

const STRATEGIES: readonly PlanStrategy[] = [
  { kind: 'TWAP' },
  { kind: 'VWAP' },
  { kind: 'POV', participationRate: 0.4 },
  { kind: 'IMPLEMENTATION_SHORTFALL', riskAversion: 0.003 },
  { kind: 'LEAST_VALUE_AT_RISK', probability: 0.95 },
  { kind: 'LIQUIDITY_SEEKING' },
];

const planOf = (change: Partial<ExecutionProblem> = {}): ExecutionPlan => {
  const plan = planExecution({ ...PROBLEM, ...change });
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** Units done by a time. */
const doneBy = ({ slices }: ExecutionPlan, seconds: number): number =>
  sum(slices.filter(({ toSeconds }) => toSeconds <= seconds).map(({ quantity }) => quantity));

describe('planExecution', () => {
  it.each(STRATEGIES)('$kind: whole lots that sum to the order, within caps, horizon and pause', (strategy) => {
    const problem = fc.record({
      lots: fc.integer({ min: 1, max: 5000 }),
      lotSize: fc.constantFrom(1, 100),
      intervals: fc.integer({ min: 1, max: 20 }),
      participationRateMax: fc.double({ min: 0.45, max: 1, noNaN: true }),
      start: fc.integer({ min: 1800, max: 6000 }),
      hasEvent: fc.boolean(),
      hasAlpha: fc.boolean(),
      hasKernel: fc.boolean(),
      hasAuction: fc.boolean(),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
    });
    fc.assert(
      fc.property(problem, ({ lots, lotSize, intervals, participationRateMax, start, side, ...has }) => {
        const asked: ExecutionProblem = {
          ...PROBLEM,
          side,
          quantity: lots * lotSize,
          lotSize,
          intervals,
          startSeconds: start,
          strategy,
          participationRateMax,
          ...(has.hasEvent ? { event: EVENT } : {}),
          ...(has.hasAlpha ? { alpha: { totalBps: -20, halfLifeSeconds: 1800 } } : {}),
          ...(has.hasKernel ? { kernel: { kind: 'POWER_LAW', lagSeconds: 60, exponent: 0.5 } as const } : {}),
          auctions: has.hasAuction ? [{ atSeconds: 12_600, expectedVolume: 2e5, participationRateMax: 0.2 }] : [],
        };
        const planned = planExecution(asked);
        if (!planned.ok) {
          const fields = ['participationRateMax', ...(strategy.kind === 'POV' ? ['strategy.participationRate'] : [])];
          expect(planned.error.code).toBe('INFEASIBLE_PLAN');
          expect(fields).toContain(planned.error.field);
          return;
        }
        const { slices, expectedCostBps, costSdBps } = planned.value;
        expect(sum(slices.map(({ quantity }) => quantity))).toBe(asked.quantity);
        expect(Number.isFinite(expectedCostBps) && costSdBps >= 0).toBe(true);
        for (const slice of slices) {
          expect(slice.quantity > 0 && slice.quantity % lotSize === 0).toBe(true);
          expect(slice.fromSeconds).toBeGreaterThanOrEqual(start);
          expect(slice.toSeconds).toBeLessThanOrEqual(12_600);
          expect(slice.aggression >= 0 && slice.aggression <= 1).toBe(true);
          expect(slice.costBand.lowBps).toBeLessThanOrEqual(slice.costBand.medianBps);
          expect(slice.costBand.medianBps).toBeLessThanOrEqual(slice.costBand.highBps);
          const bound = 200 * (1 + ((side === 'BUY' ? 1 : -1) * slice.costBand.highBps) / 1e4);
          expect(side === 'BUY' ? slice.limitPrice <= bound + 1e-6 : slice.limitPrice >= bound - 1e-6).toBe(true);
          if (slice.kind === 'AUCTION') {
            expect(slice.quantity / (slice.quantity + 2e5)).toBeLessThanOrEqual(0.2);
            continue;
          }
          expect(sum(slice.venues.map(({ quantity }) => quantity))).toBe(slice.quantity);
          const others = 2e6 * (volumeShare(slice.toSeconds, 23_400) - volumeShare(slice.fromSeconds, 23_400));
          expect(slice.quantity / (slice.quantity + others)).toBeLessThanOrEqual(participationRateMax + 1e-9);
          const isPaused = slice.toSeconds > EVENT.atSeconds + 1e-6 && slice.fromSeconds < EVENT.atSeconds + 600 - 1e-6;
          if (has.hasEvent) expect(isPaused).toBe(false);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('costs what the forecast says where the order is worked evenly in an even market', () => {
    const { slices, expectedCostBps } = planOf({
      sessionSeconds: 86_400,
      startSeconds: 1800,
      strategy: { kind: 'TWAP' },
    });
    expect(expectedCostBps).toBeCloseTo(70, 3);
    const mean = sum(slices.map(({ quantity, costBand }) => (quantity * costBand.medianBps) / 500_000));
    expect(mean).toBeCloseTo(70, 3);
  });

  it('has bands with the shape of the forecast', () => {
    const { slices } = planOf();
    const last = slices[slices.length - 1]!.costBand;
    const normal = quantileBps(gaussian(0, 1), 0.95);
    expect((last.highBps - last.medianBps) / (last.medianBps - last.lowBps)).toBeCloseTo(1, 9);
    expect(last.highBps - last.medianBps).toBeGreaterThan(80 * normal);
    expect(slices[0]!.costBand.highBps - slices[0]!.costBand.medianBps).toBeLessThan(0.3 * 80 * normal);
  });

  it('waits for what waiting orders get, and crosses for the rest', () => {
    expect(planOf({ passiveFillShare: 0 }).slices.every(({ aggression }) => aggression === 1)).toBe(true);
    expect(
      planOf({ passiveFillShare: 0.9, quantity: 100_000 }).slices.every(({ aggression }) => aggression === 0),
    ).toBe(true);
    const { aggression, quantity, fromSeconds, toSeconds } = planOf().slices[0]!;
    const others = 2e6 * (volumeShare(toSeconds, 23_400) - volumeShare(fromSeconds, 23_400));
    expect(aggression).toBeCloseTo(1 - (0.2 * others) / quantity, 9);
    const seeking = planOf({ strategy: { kind: 'LIQUIDITY_SEEKING' }, quantity: 100_000 });
    for (const slice of seeking.slices) expect(slice.aggression).toBeLessThan(0.05);
  });

  it('trades sooner the more risk matters, before an event, and before a price that will run away', () => {
    const at = (change: Partial<ExecutionProblem>, riskAversion = 0): number =>
      doneBy(planOf({ strategy: { kind: 'IMPLEMENTATION_SHORTFALL', riskAversion }, ...change }), 9000);
    expect(at({}, 0.01)).toBeGreaterThan(at({}));
    expect(at({ event: { ...EVENT, pauseSeconds: 0 } }, 0.001)).toBeGreaterThan(at({}, 0.001));
    expect(at({ alpha: { totalBps: 50, halfLifeSeconds: 3600 } })).toBeGreaterThan(at({}));
    expect(at({ alpha: { totalBps: -50, halfLifeSeconds: 3600 } })).toBeLessThan(at({}));
  });

  it('trades most at both ends where impact decays', () => {
    const { slices } = planOf({
      sessionSeconds: 86_400,
      strategy: { kind: 'IMPLEMENTATION_SHORTFALL', riskAversion: 0 },
      kernel: { kind: 'EXPONENTIAL', resiliencePerSecond: 1 / 1800 },
    });
    const quantities = slices.map(({ quantity }) => quantity);
    const [first, last] = [quantities[0]!, quantities[quantities.length - 1]!];
    expect(Math.abs(first - last)).toBeLessThanOrEqual(200);
    for (const quantity of quantities.slice(1, -1)) expect(quantity).toBeLessThan(0.5 * first);
  });

  it('is plain data', () => {
    const problem: ExecutionProblem = { ...PROBLEM, event: EVENT, strategy: STRATEGIES[3]! };
    const plan = planExecution(problem);
    expect(planExecution(JSON.parse(JSON.stringify(problem)) as ExecutionProblem)).toEqual(plan);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('does a POV as soon as its cap allows, and refuses one that cannot finish, with the rate that could', () => {
    const pov = (participationRate: number, participationRateMax = 1) =>
      ({ strategy: { kind: 'POV', participationRate }, participationRateMax }) as const;
    const [uncapped, capped] = [planOf(pov(0.6)), planOf(pov(0.6, 0.45))];
    const firstOf = ({ slices }: ExecutionPlan): number => slices[0]!.quantity;
    expect(firstOf(capped)).toBeLessThan(firstOf(uncapped));
    const at045 = planOf(pov(0.45));
    // Caps are whole lots, a rate is of the units.
    const lots = capped.slices.length * PROBLEM.lotSize;
    for (const { toSeconds } of capped.slices) {
      expect(Math.abs(doneBy(capped, toSeconds) - doneBy(at045, toSeconds))).toBeLessThanOrEqual(lots);
    }
    const refused = planExecution({ ...PROBLEM, ...pov(0.01) });
    if (refused.ok) throw new Error('it was planned');
    expect(refused.error).toMatchObject({ code: 'INFEASIBLE_PLAN', field: 'strategy.participationRate' });
    const least = Number(/above ([\d.]+)/.exec(refused.error.allowed!)![1]);
    expect(planExecution({ ...PROBLEM, ...pov(least - 0.01) }).ok).toBe(false);
    expect(planExecution({ ...PROBLEM, ...pov(least + 0.01) }).ok).toBe(true);
  });

  it('spreads it by rule 1, as it did', () => {
    const { slices } = planOf({ rule: 1, strategy: { kind: 'POV', participationRate: 0.01 } });
    expect(sum(slices.map(({ quantity }) => quantity))).toBe(PROBLEM.quantity);
  });

  it.each<[PlanFailure['code'], string, Partial<ExecutionProblem>]>([
    ['INVALID_SCHEDULE', 'finishSeconds', { nowSeconds: 12_600 }],
    ['INVALID_SCHEDULE', 'finishSeconds', { finishSeconds: 30_000 }],
    ['INVALID_SCHEDULE', 'startSeconds', { startSeconds: 1000 }],
    ['INVALID_SCHEDULE', 'participationRateMax', { participationRateMax: 1.01 }],
    ['INVALID_SCHEDULE', 'participationRateMax', { participationRateMax: 0 }],
    ['INVALID_SCHEDULE', 'strategy.participationRate', { strategy: { kind: 'POV', participationRate: 1.2 } }],
    ['INVALID_SCHEDULE', 'strategy.riskAversion', { strategy: { kind: 'IMPLEMENTATION_SHORTFALL', riskAversion: -1 } }],
    ['INVALID_SCHEDULE', 'strategy.probability', { strategy: { kind: 'LEAST_VALUE_AT_RISK', probability: 1 } }],
    ['INVALID_SCHEDULE', 'quantity', { quantity: 150 }],
    ['INVALID_SCHEDULE', 'quantity', { quantity: NaN }],
    ['INVALID_SCHEDULE', 'intervals', { intervals: 501 }],
    ['INVALID_SCHEDULE', 'dailyVolume', { dailyVolume: 0 }],
    ['INVALID_SCHEDULE', 'passiveFillShare', { passiveFillShare: 1 }],
    ['INVALID_SCHEDULE', 'event.depthFactor', { event: { ...EVENT, depthFactor: 0 } }],
    ['INVALID_SCHEDULE', 'alpha.halfLifeSeconds', { alpha: { totalBps: 1, halfLifeSeconds: 0 } }],
    ['INVALID_SCHEDULE', 'kernel', { kernel: { kind: 'EXPONENTIAL', resiliencePerSecond: 1e-16 } }],
    ['INVALID_SCHEDULE', 'venues', { venues: [{ venueId: 'LIT', share: 0.5 }] }],
    [
      'INVALID_SCHEDULE',
      'auctions.0.atSeconds',
      { auctions: [{ atSeconds: 20_000, expectedVolume: 1, participationRateMax: 1 }] },
    ],
    ['INFEASIBLE_PLAN', 'participationRateMax', { participationRateMax: 0.2 }],
  ])('answers %s at %s', (code, field, change) => {
    expect(planExecution({ ...PROBLEM, ...change })).toMatchObject({ ok: false, error: { code, field } });
  });

  it('says which rate would do', () => {
    const planned = planExecution({ ...PROBLEM, participationRateMax: 0.2 });
    const allowed = planned.ok ? '' : (planned.error.allowed ?? '');
    const least = Number(/above (\S+),/.exec(allowed)![1]);
    expect(planExecution({ ...PROBLEM, participationRateMax: least + 0.01 }).ok).toBe(true);
    expect(planExecution({ ...PROBLEM, participationRateMax: least - 0.01 }).ok).toBe(false);
  });
});

describe('frontier', () => {
  const aversions = [0, 1e-4, 1e-3, 1e-2, 0.1];

  it('pays for less risk with cost, and holds the point of least L-VaR', () => {
    const found = frontier(PROBLEM, aversions, 0.95);
    if (!found.ok) throw new Error(found.error.message);
    const { points, leastValueAtRisk } = found.value;
    for (let i = 1; i < points.length; i += 1) {
      expect(points[i]!.costSdBps).toBeLessThan(points[i - 1]!.costSdBps);
      expect(points[i]!.expectedCostBps).toBeGreaterThan(points[i - 1]!.expectedCostBps);
    }
    for (const point of points) {
      expect(leastValueAtRisk.valueAtRiskBps).toBeLessThanOrEqual(point.valueAtRiskBps + 1e-6);
      expect(point.valueAtRiskBps).toBeCloseTo(point.expectedCostBps + 1.644_853_627 * point.costSdBps, 6);
      expect(point.doneShares[point.doneShares.length - 1]).toBeCloseTo(1, 6);
    }
  });

  it('is what the plan of a strategy has', () => {
    const found = frontier(PROBLEM, [0.001], 0.95);
    const plan = planOf({ strategy: { kind: 'IMPLEMENTATION_SHORTFALL', riskAversion: 0.001 } });
    if (!found.ok) throw new Error(found.error.message);
    expect(plan.expectedCostBps).toBeCloseTo(found.value.points[0]!.expectedCostBps, 2);
    expect(plan.costSdBps).toBeCloseTo(found.value.points[0]!.costSdBps, 1);
  });

  it('refuses by name', () => {
    expect(frontier(PROBLEM, [0, -1], 0.95)).toMatchObject({ error: { field: 'riskAversions.1' } });
    expect(frontier(PROBLEM, [0], 1)).toMatchObject({ error: { field: 'strategy.probability' } });
    expect(frontier({ ...PROBLEM, participationRateMax: 0.1 }, [0], 0.95)).toMatchObject({
      error: { code: 'INFEASIBLE_PLAN' },
    });
  });
});

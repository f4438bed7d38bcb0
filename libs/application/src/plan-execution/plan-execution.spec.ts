import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type InstrumentTerms } from '#domain/market-data';
import { MemoryDecisionLog, MemoryDeskEvents, MemoryMarketState, MemoryOutbox } from '#adapters/memory';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { ParametricModel } from '#adapters/parametric';
import { type InstrumentState } from '#application/ports';
import { replayDecision } from '#application/replay-decision';
import { SESSION_TIME } from '../../../../test/factories/api.js';
import { computingHere } from '../../../../test/factories/computing.js';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market, terms } from '../../../../test/factories/market.js';
import { TWAP_ORDER } from '../../../../test/factories/twap-order.js';
import { planOrder, traceFrontier, type PlanExecutionCommand, type PlanView } from './index.js';

const model = new ParametricModel();
let state: MemoryMarketState;
let decisions: MemoryDecisionLog;

const listed = (changes: Partial<InstrumentTerms> = {}): void => {
  state.setState(instrumentState(market({ terms: terms(changes) })));
};

const withoutFeatures = (changes: Partial<InstrumentTerms> = {}): InstrumentState => {
  const known = instrumentState(market({ terms: terms(changes) }));
  return { ...known, features: { ...known.features, values: known.features.values.map(() => null) } };
};

beforeEach(() => {
  state = new MemoryMarketState();
  state.setNow(SESSION_TIME);
  listed();
  decisions = new MemoryDecisionLog(new MemoryDeskEvents(), new MemoryOutbox());
});

const plan = (changes: Partial<PlanExecutionCommand> = {}) =>
  planOrder({ market: state, model, decisions, identifiers: new NodeIdentifiers() }, 'alpha', {
    ...TWAP_ORDER,
    ...changes,
  });

const planned = async (changes: Partial<PlanExecutionCommand> = {}): Promise<PlanView> => {
  const answer = await plan(changes);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};

const total = ({ slices }: PlanView): number => slices.reduce((sum, { quantity }) => sum + quantity, 0);

describe('planOrder', () => {
  it('cuts the order over its horizon, from the decision on', async () => {
    const answer = await planned({ startInSeconds: 600 });
    expect(answer.slices.map(({ fromSeconds, toSeconds }) => [fromSeconds, toSeconds])).toEqual(
      [0, 1, 2, 3, 4, 5].map((k) => [600 + 500 * k, 1_100 + 500 * k]),
    );
    expect(total(answer)).toBe(20_000);
    for (const { venues, quantity } of answer.slices) expect(venues).toEqual([{ venue: 'LIT', quantity }]);
  });

  it.each([0.001, 0.1, 1, 100])('plans in whole lots of %d units', async (lotSize) => {
    listed({ lotSize });
    const answer = await planned({ quantity: 1_000 * lotSize, venues: halves });
    const lots = answer.slices.map(({ quantity }) => quantity / lotSize);
    for (const count of lots) expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-6);
    expect(total(answer)).toBeCloseTo(1_000 * lotSize, 9);
  });

  it('knows no time of day where the market never closes', async () => {
    state.setState(withoutFeatures({ sessionSeconds: 86_400 }));
    expect(total(await planned())).toBe(20_000);
  });

  it('is the same plan for the same key, and replays byte for byte', async () => {
    const random = fc.record({
      strategy: fc.constantFrom<PlanExecutionCommand['strategy']>(
        { kind: 'TWAP' },
        { kind: 'VWAP' },
        { kind: 'POV', participationRate: 0.1 },
        { kind: 'IMPLEMENTATION_SHORTFALL', riskAversion: 0.001 },
        { kind: 'LEAST_VALUE_AT_RISK', probability: 0.95 },
        { kind: 'LIQUIDITY_SEEKING' },
      ),
      quantity: fc.integer({ min: 1, max: 100_000 }),
      side: fc.constantFrom('BUY', 'SELL'),
      event: fc.constantFrom<PlanExecutionCommand['event']>(undefined, EVENT),
      auctions: fc.constantFrom<PlanExecutionCommand['auctions']>(undefined, AUCTIONS),
    });
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(random, async ({ event, auctions, ...changes }) => {
        const idempotencyKey = `key ${(nth += 1)}`;
        const command = { ...changes, ...(event && { event }), ...(auctions && { auctions }), idempotencyKey };
        const answer = await planned(command);
        expect(total(answer)).toBe(changes.quantity);
        expect(await planned(command)).toEqual(answer);
        const replay = await replayDecision({ decisions, model, computing: computingHere }, 'alpha', answer.decisionId);
        expect(replay).toMatchObject({ ok: true, value: { byteEqual: true, modelCheck: 'MATCHES' } });
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  it.each<[string, string, Partial<PlanExecutionCommand>]>([
    ['INVALID_SCHEDULE', 'horizonSeconds', { horizonSeconds: -60 }],
    ['INVALID_SCHEDULE', 'horizonSeconds', { horizonSeconds: 30_000 }],
    ['INVALID_SCHEDULE', 'startInSeconds', { startInSeconds: 3_600 }],
    ['INVALID_SCHEDULE', 'participationRateMax', { participationRateMax: 1.01 }],
    ['INVALID_SCHEDULE', 'passiveFillShare', { passiveFillShare: 1 }],
    ['INVALID_SCHEDULE', 'strategy.participationRate', { strategy: { kind: 'POV' } }],
    ['INVALID_SCHEDULE', 'strategy.riskAversion', { strategy: { kind: 'IMPLEMENTATION_SHORTFALL' } }],
    ['INVALID_SCHEDULE', 'kernel', { kernel: { kind: 'EXPONENTIAL', resiliencePerSecond: 1e-16 } }],
    ['INVALID_SCHEDULE', 'kernel.lagSeconds', { kernel: { kind: 'POWER_LAW', exponent: 0.5 } }],
    ['INVALID_SCHEDULE', 'venues', { venues: [{ venue: 'LIT', share: 0.5 }] }],
    ['INVALID_SCHEDULE', 'strategy.riskAversion', { strategy: { kind: 'TWAP', riskAversion: 0.001 } }],
    [
      'INVALID_SCHEDULE',
      'strategy.probability',
      { strategy: { kind: 'POV', participationRate: 0.1, probability: 0.9 } },
    ],
    [
      'INVALID_SCHEDULE',
      'kernel.exponent',
      { kernel: { kind: 'EXPONENTIAL', resiliencePerSecond: 0.1, exponent: 0.5 } },
    ],
    ['INVALID_SCHEDULE', 'venues.1.venue', { venues: [0, 1].map(() => ({ venue: 'LIT', share: 0.5 })) }],
    [
      'INVALID_SCHEDULE',
      'auctions.0.inSeconds',
      { auctions: [{ inSeconds: 4_000, expectedVolume: 1, participationRateMax: 1 }] },
    ],
    ['INFEASIBLE_PLAN', 'participationRateMax', { participationRateMax: 1e-4 }],
    ['UNKNOWN_INSTRUMENT', 'instrumentId', { instrumentId: 'OTHER' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: 0.5 }],
  ])('answers %s at %s', async (code, field, changes) => {
    expect(await plan(changes)).toMatchObject({ ok: false, error: { code, field } });
  });

  it('refuses where nobody knows when the market opened', async () => {
    state.setState(withoutFeatures());
    expect(await plan()).toMatchObject({ ok: false, error: { code: 'NO_FEATURES' } });
  });

  it('refuses another request under the same key', async () => {
    await planned();
    expect(await plan({ quantity: 30_000 })).toMatchObject({ error: { code: 'IDEMPOTENCY_CONFLICT' } });
  });
});

const halves = [
  { venue: 'LIT', share: 0.5 },
  { venue: 'DARK', share: 0.5 },
];
const EVENT = {
  inSeconds: 1_800,
  leadSeconds: 900,
  spreadFactor: 3,
  depthFactor: 0.3,
  volatilityFactor: 2,
  gapBps: 20,
  recoveryHalfLifeSeconds: 300,
  pauseSeconds: 60,
};
const AUCTIONS = [{ inSeconds: 3_000, expectedVolume: 50_000, participationRateMax: 0.3 }];

describe('traceFrontier', () => {
  const trace = (changes: object = {}) =>
    traceFrontier(
      { market: state, model },
      { ...TWAP_ORDER, riskAversions: [0, 0.001], probability: 0.95, ...changes },
    );

  it('pays for less risk with cost, and knows the point of least value at risk', async () => {
    const traced = await trace();
    if (!traced.ok) throw new Error(traced.error.message);
    const [patient, hasty] = traced.value.points;
    expect(hasty!.expectedCostBps).toBeGreaterThan(patient!.expectedCostBps);
    expect(hasty!.costSdBps).toBeLessThan(patient!.costSdBps);
    expect(traced.value.leastValueAtRisk.valueAtRiskBps).toBeLessThanOrEqual(patient!.valueAtRiskBps + 1e-6);
    expect(traced.value.leastValueAtRisk.doneShares).toHaveLength(6);
  });

  it.each([
    ['probability', { probability: 1 }],
    ['riskAversions.1', { riskAversions: [0, -1] }],
    ['horizonSeconds', { horizonSeconds: 0 }],
  ])('refuses by %s', async (field, changes) => {
    const refused = await trace(changes);
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_SCHEDULE', field } });
    if (!refused.ok) expect(refused.error.message).toContain(field);
  });
});

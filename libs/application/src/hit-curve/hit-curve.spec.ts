import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseInstant } from '#domain/core';
import { type LearnedHits } from '#domain/quoting';
import { REFERENCE_HIT_PARAMETERS } from '#domain/rfq';
import { MemoryLearnedModelsStore, MemoryMarketState } from '#adapters/memory';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market } from '../../../../test/factories/market.js';
import { traceHitCurve, type HitCurveView, type TraceHitCurveCommand } from './index.js';

const DIAGONAL = [0.001, 0.001, 0.002, 0.002, 0.01, 0.01, 0.01, 0];

const fitted = (mean: number): LearnedHits => ({
  parameters: { ...REFERENCE_HIT_PARAMETERS, reservation: { mean, sd: 1 } },
  usualCompetitors: 2.5,
  outcomes: 700,
  fitted: [],
  covariance: DIAGONAL.map((variance, i) => DIAGONAL.map((_, j) => (i === j ? variance : 0))),
});

describe('the hit curve of a client', () => {
  let learned: MemoryLearnedModelsStore;
  const state = new MemoryMarketState();
  state.setState(instrumentState(market()));
  state.setNow(parseInstant('2024-03-05T15:00:00.5Z')!);
  beforeEach(() => {
    learned = new MemoryLearnedModelsStore();
  });

  const traced = async (command: Omit<TraceHitCurveCommand, 'instrumentId'>): Promise<HitCurveView> => {
    const curve = await traceHitCurve({ market: state, learned }, 'alpha', { instrumentId: 'TEST', ...command });
    if (!curve.ok) throw new Error(curve.error.message);
    return curve.value;
  };

  it('is that of the stated priors, without an interval, while nothing was learned', async () => {
    const { segment, modelVersion, outcomes, competitors, points } = await traced({ competitors: 0 });
    expect({ segment, modelVersion, outcomes, competitors }).toEqual({
      segment: 'all',
      modelVersion: 'priors-1',
      outcomes: 0,
      competitors: 0,
    });
    // Reference 4: against nobody P(done) at the mid is 0.9554, at a half-spread 0.7580.
    const at = (d: number) => points.find(({ reducedSpread }) => reducedSpread === d)!;
    expect(at(0).hitProbability).toBeCloseTo(0.9554, 3);
    expect(at(1).hitProbability).toBeCloseTo(0.758, 3);
    expect(points.every(({ low, high }) => low === null && high === null)).toBe(true);
  });

  it('is that of the segment of the client, never rises, and lies in its interval', async () => {
    const segments = { FUND: fitted(2.5), '': fitted(1) };
    await learned.keep('alpha', {
      upTo: 900,
      models: { format: 2, outcomes: 900, pooled: fitted(1.5), segments, clients: {} },
    });
    const [fund, other] = [await traced({ client: 'FUND' }), await traced({ client: 'NOBODY' })];
    expect([fund.segment, other.segment]).toEqual(['client:FUND', 'others']);
    expect(fund).toMatchObject({ modelVersion: 'learned-900', outcomes: 700, competitors: 2.5 });
    for (const [i, { hitProbability, low, high, markupBps, reducedSpread }] of fund.points.entries()) {
      expect(hitProbability).toBeGreaterThan(other.points[i]!.hitProbability);
      expect(hitProbability).toBeLessThanOrEqual(fund.points[i - 1]?.hitProbability ?? 1);
      expect(low! < hitProbability && hitProbability < high!).toBe(true);
      expect(markupBps).toBeCloseTo(reducedSpread * fund.usualHalfSpreadBps, 9);
    }
  });

  it('says what was counted, and of each parameter what is prior and what was learned', async () => {
    const evidence = { done: 300, doneWithCover: 120, tradedAway: 250, tied: 10, notTraded: 140 };
    const parameters = [
      { name: 'reservation.mean', value: 1.5, low: 1.2, high: 1.8, prior: 1.7, learned: 0.9 },
    ] as const;
    const pooled = { ...fitted(1.5), fitted: parameters, evidence };
    await learned.keep('alpha', {
      upTo: 700,
      models: { format: 2, outcomes: 700, pooled, segments: {}, clients: {} },
    });
    expect(await traced({})).toMatchObject({ evidence, parameters });
  });

  it('of a version of before the outcomes were counted, and of the priors, says that nothing is known of them', async () => {
    expect(await traced({})).toMatchObject({ evidence: null, parameters: [] });
    await learned.keep('alpha', {
      upTo: 700,
      models: { format: 2, outcomes: 700, pooled: fitted(1.5), segments: {}, clients: {} },
    });
    expect(await traced({})).toMatchObject({ modelVersion: 'learned-700', evidence: null });
  });

  it('is that of the priors where what was learned is in half-spreads, and says how much is left out', async () => {
    const models = { format: 1, outcomes: 700, pooled: fitted(1.5), segments: {}, clients: {} } as const;
    await learned.keep('alpha', { upTo: 700, models });
    expect(await traced({})).toMatchObject({ modelVersion: 'priors-1', outcomes: 0, outcomesInHalfSpreads: 700 });
    await learned.keep('alpha', {
      upTo: 800,
      models: { ...models, format: 2, outcomes: 800, outcomesInHalfSpreads: 700 },
    });
    expect(await traced({})).toMatchObject({ modelVersion: 'learned-800', outcomesInHalfSpreads: 700 });
  });

  it('refuses an instrument that is not there', async () => {
    const curve = await traceHitCurve({ market: state, learned }, 'alpha', { instrumentId: 'NONE' });
    expect(curve).toMatchObject({ ok: false, error: { code: 'UNKNOWN_INSTRUMENT' } });
  });
});

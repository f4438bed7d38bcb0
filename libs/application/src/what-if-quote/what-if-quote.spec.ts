import { beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';
import { MemoryDecisionLog, MemoryDeskEvents, MemoryOutbox } from '#adapters/memory';
import { ParametricModel } from '#adapters/parametric';
import { decideEngineQuote, ladderHedgeRequests, type EngineQuoteInputs } from '#application/generate-quote';
import { type QuotingModels } from '#application/ports';
import { STATED_PRIORS } from '#application/stated-priors';
import { market } from '../../../../test/factories/market.js';
import { whatIfQuote, type QuoteChanges, type WhatIfCase } from './index.js';

const DECISION = '01920000-0000-7000-8000-000000000001';
const MARKET = market();

/** Whoever is named is informed. */
const quotingModels: QuotingModels = {
  serving: () =>
    Promise.resolve({
      ...STATED_PRIORS,
      client: { ...STATED_PRIORS.client, tier: 'INFORMED', adverseMoveBps: { value: 4, low: 3, high: 5 } },
    }),
};

describe('what if a quote', () => {
  const rehearsal = new ParametricModel();
  const decisions = new MemoryDecisionLog(new MemoryDeskEvents(), new MemoryOutbox());
  let inputs: EngineQuoteInputs;

  beforeAll(async () => {
    const { instrumentId, averageDailyVolume, sessionSeconds } = MARKET.terms;
    const request = { instrumentId, quantities: [averageDailyVolume / 100], horizonSeconds: 1_800 };
    const forecasts = await rehearsal.forecast(ladderHedgeRequests({ request, market: MARKET, features: null }));
    if (!forecasts.ok) throw new Error(forecasts.error.message);
    const held = { instrumentId, quantity: 0, averageDailyVolume, sessionSeconds };
    inputs = {
      rule: 2,
      answer: 'QUOTE',
      decisionId: DECISION,
      decidedAt: MARKET.exchangeTime,
      request,
      competitors: 3,
      market: MARKET,
      marketAgeSeconds: 0,
      features: null,
      policy: DEFAULT_QUOTING_POLICY,
      models: STATED_PRIORS,
      inventory: [{ ...held, volatilityBpsPerSqrtSecond: 1, usualHalfSpreadBps: 2 }],
      forecasts: forecasts.value,
    };
    const record = { deskId: 'alpha', requestHash: 'a'.repeat(64), decidedAt: MARKET.exchangeTime, output: '{}' };
    await decisions.append({
      ...record,
      decisionId: DECISION,
      kind: 'GENERATE_QUOTE',
      idempotencyKey: 'quote',
      inputs: JSON.stringify(inputs),
    });
  });

  const ask = (changes: QuoteChanges, deskId = 'alpha', id = DECISION) =>
    whatIfQuote({ decisions, quotingModels, rehearsal }, deskId, id, changes);
  const casesOf = async (changes: QuoteChanges): Promise<readonly WhatIfCase[]> => {
    const answer = await ask(changes);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value.cases;
  };

  it('without changes is the quote as it was decided', async () => {
    const decided = decideEngineQuote(inputs);
    if (!decided.ok) throw new Error(decided.error.message);
    const { bid, offer, blocks } = decided.value;
    const [only, ...others] = await casesOf({});
    expect(only).toMatchObject({ change: 'NOTHING', quote: { bid, offer, blocks }, refusal: null });
    expect(others).toEqual([]);
  });

  it('shows each change alone and all of them together', async () => {
    const quantity = 2 * inputs.request.quantities[0]!;
    const cases = await casesOf({ quantity, competitors: 9, client: 'FUND', inventory: 0.02 * quantity });
    expect(cases.map(({ change }) => change)).toEqual([
      'NOTHING',
      'QUANTITY',
      'COMPETITORS',
      'CLIENT',
      'INVENTORY',
      'ALL',
    ]);
    const [was, larger, crowded, informed, long, all] = cases.map(({ quote }) => quote!);
    expect([larger!.quantity, all!.quantity]).toEqual([quantity, quantity]);
    expect(crowded!.offer!.hitProbability).toBeLessThan(was!.offer!.hitProbability);
    expect(informed!.offer!.breakEvenBps).toBeGreaterThanOrEqual(was!.offer!.breakEvenBps);
    expect(long!.offer!.breakEvenBps).toBeLessThan(was!.offer!.breakEvenBps);
    expect(long!.bid!.breakEvenBps).toBeGreaterThan(was!.bid!.breakEvenBps);
    expect(cases.map(({ clientTier }) => clientTier)).toEqual([
      'UNKNOWN',
      'UNKNOWN',
      'UNKNOWN',
      'INFORMED',
      'UNKNOWN',
      'INFORMED',
    ]);
  });

  it('says why a change leaves no quote', async () => {
    const [, beyond] = await casesOf({ quantity: 1e9 });
    expect(beyond).toMatchObject({ quote: null, refusal: { code: 'SIZE_BEYOND_LADDER' } });
  });

  it.each([
    ['of another desk', 'beta', DECISION],
    ['that was never made', 'alpha', '01920000-0000-7000-8000-000000000002'],
  ])('knows no quote %s', async (_, deskId, id) => {
    expect(await ask({}, deskId, id)).toMatchObject({ ok: false, error: { code: 'UNKNOWN_DECISION' } });
  });
});

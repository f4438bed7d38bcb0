import { beforeEach, describe, expect, it } from '@jest/globals';
import { type LearnedClient, type LearnedHits } from '#domain/quoting';
import { REFERENCE_HIT_PARAMETERS } from '#domain/rfq';
import { MemoryLearnedModelsStore } from '#adapters/memory';
import { clientFlow } from './index.js';

const HITS: LearnedHits = {
  parameters: REFERENCE_HIT_PARAMETERS,
  usualCompetitors: 2.5,
  outcomes: 700,
  fitted: [],
  covariance: [],
};
const known = (value: number, n: number) => ({
  kind: 'KNOWN' as const,
  n,
  value: { value, low: value - 0.1, high: value + 0.1 },
});
const insider: LearnedClient = {
  tier: 'INFORMED',
  trades: 40,
  adverseMoveBps: known(2, 40),
  adverseMoves: [
    { seconds: 1, adverseMoveBps: known(0.4, 40) },
    { seconds: 300, adverseMoveBps: { kind: 'TOO_FEW', n: 12, nMin: 30 } },
  ],
  informedProbability: known(0.6, 40),
};
const stranger: LearnedClient = {
  tier: 'UNKNOWN',
  trades: 3,
  adverseMoveBps: { kind: 'TOO_FEW', n: 3, nMin: 30 },
  informedProbability: { kind: 'TOO_FEW', n: 3, nMin: 30 },
};

describe('what a desk has learned of its clients', () => {
  let learned: MemoryLearnedModelsStore;
  beforeEach(() => {
    learned = new MemoryLearnedModelsStore();
  });

  it('is nothing before the first version', async () => {
    expect(await clientFlow(learned, 'alpha')).toEqual({ modelVersion: null, outcomes: 0, clients: [] });
  });

  it('is the latest version, those with most trades first, and no number below the gate', async () => {
    const clients = { STRANGER: stranger, INSIDER: insider, ANOTHER: stranger };
    await learned.keep('alpha', {
      upTo: 900,
      models: { format: 2, outcomes: 880, pooled: HITS, segments: { INSIDER: { ...HITS, outcomes: 60 } }, clients },
    });
    const tooFew = { count: 3, countMin: 30 };
    const unknown = {
      tier: 'UNKNOWN',
      hitSegment: 'others',
      hitOutcomes: 700,
      informedProbability: tooFew,
      adverseMoveBps: tooFew,
      adverseMoves: [],
    };
    expect(await clientFlow(learned, 'alpha')).toEqual({
      modelVersion: 'learned-900',
      outcomes: 880,
      clients: [
        {
          client: 'INSIDER',
          tier: 'INFORMED',
          hitSegment: 'client:INSIDER',
          hitOutcomes: 60,
          informedProbability: { count: 40, countMin: 30, estimate: { value: 0.6, low: 0.5, high: 0.7 } },
          adverseMoveBps: { count: 40, countMin: 30, estimate: { value: 2, low: 1.9, high: 2.1 } },
          adverseMoves: [
            { seconds: 1, figure: { count: 40, countMin: 30, estimate: { value: 0.4, low: 0.4 - 0.1, high: 0.5 } } },
            { seconds: 300, figure: { count: 12, countMin: 30 } },
          ],
        },
        { client: 'ANOTHER', ...unknown },
        { client: 'STRANGER', ...unknown },
      ],
    });
    expect((await clientFlow(learned, 'beta')).clients).toEqual([]);
  });

  it('shows at most 200', async () => {
    const clients = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`CLIENT ${i}`, stranger]));
    await learned.keep('alpha', {
      upTo: 900,
      models: { format: 2, outcomes: 900, pooled: null, segments: {}, clients },
    });
    const view = await clientFlow(learned, 'alpha');
    expect(view.clients).toHaveLength(200);
    expect(view.clients[0]).toMatchObject({ hitSegment: null, hitOutcomes: 0 });
  });
});

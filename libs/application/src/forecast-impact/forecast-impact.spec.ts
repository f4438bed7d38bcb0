import { expect, it } from '@jest/globals';
import { parseInstant } from '#domain/core';
import { type ImpactModel, type InstrumentStates, type MarketState, type NamedModels } from '#application/ports';
import { parametricAnswers } from '#application/serve-impact';
import { MemoryFeatureHistory } from '#adapters/memory';
import { market } from '../../../../test/factories/market.js';
import { forecastImpact } from './index.js';

const NONE: NamedModels = { named: () => undefined, names: () => [] };

it('is of the moment at which the market was read, however long the model takes', async () => {
  const snapshot = market();
  let now = parseInstant(snapshot.exchangeTime)!;
  const state: MarketState & InstrumentStates = {
    latest: () => snapshot,
    state: () => undefined,
    listen: () => () => undefined,
    instruments: () => ['TEST'],
    now: () => now,
    feedSilenceMs: () => 0,
  };
  const model: ImpactModel = {
    forecast: async (requests) => {
      await Promise.resolve();
      now += 3_000_000_000n;
      return parametricAnswers(requests);
    },
  };
  const answer = await forecastImpact(
    { market: state, featureHistory: new MemoryFeatureHistory(), model, namedModels: NONE },
    {
      instrumentId: 'TEST',
      side: 'SELL',
      quantity: 10_000,
      quantityUnit: 'UNITS',
      horizonSeconds: 1_800,
      aggression: 0.5,
      thresholdsBps: [10],
    },
  );
  expect(answer).toMatchObject({ ok: true, value: { at: snapshot.exchangeTime } });
});

import { type ForecastBatch, type ForecastBatchStore } from '#application/ports';
import { type ForecastBatchInputs } from '#application/request-forecast-batch';
import { market } from './market.js';
import { forecastBatch } from './records.js';

/** Orders that the parametric model can price: more than one part of answers. */
export const BATCH_INPUTS: ForecastBatchInputs = {
  moments: [{ market: market(), features: null }],
  orders: Array.from({ length: 2_000 }, (_, i) => ({
    instrumentId: 'TEST',
    side: i % 2 === 0 ? 'BUY' : 'SELL',
    quantity: 100 * (i + 1),
    horizonSeconds: 1_800,
    aggression: 0.5,
  })),
};

/** What the api leaves behind when it dies right after its commit: rows, and no word to the queue. Resolves to the id. */
export const commitBatch = async (
  batches: ForecastBatchStore,
  overrides: Partial<ForecastBatch> = {},
): Promise<string> => {
  const inputs = JSON.stringify(BATCH_INPUTS);
  const one = forecastBatch({ orders: BATCH_INPUTS.orders.length, inputs, ...overrides });
  const { deskId, batchId, priority } = one;
  await batches.create(one, [{ name: 'impact.forecastBatch', payload: { deskId, batchId, priority } }]);
  return batchId;
};

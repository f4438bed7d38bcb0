import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ImpactRequest } from '#domain/impact';
import { MemoryDeskEvents, MemoryForecastBatchStore, MemoryOutbox } from '#adapters/memory';
import { ParametricModel } from '#adapters/parametric';
import { type ForecastBatch, type ImpactModel } from '#application/ports';
import { type ForecastBatchInputs, type ForecastOrder } from '#application/request-forecast-batch';
import { market } from '../../../../test/factories/market.js';
import { forecastBatch } from '../../../../test/factories/records.js';
import { answerForecastBatch, answerForecastBatchHandler, orderAnswersOf } from './index.js';

const order = (quantity: number): ForecastOrder => ({
  instrumentId: 'TEST',
  side: 'BUY',
  quantity,
  horizonSeconds: 3_600,
  aggression: 0.5,
});

describe('answerForecastBatch', () => {
  const model = new ParametricModel();
  let forecastBatches: MemoryForecastBatchStore;
  beforeEach(() => {
    forecastBatches = new MemoryForecastBatchStore(new MemoryDeskEvents(), new MemoryOutbox());
  });

  const queued = async (quantities: readonly number[], overrides: Partial<ForecastBatch> = {}) => {
    const inputs: ForecastBatchInputs = {
      moments: [{ market: market(), features: null }],
      orders: quantities.map(order),
    };
    const one = forecastBatch({ orders: quantities.length, inputs: JSON.stringify(inputs), ...overrides });
    await forecastBatches.create(one, []);
    return { deskId: 'alpha', batchId: one.batchId };
  };

  const many = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => 100 * (i + 1));
  const answers = (batchId: string) => orderAnswersOf(forecastBatches, 'alpha', batchId, 0, 2_000);

  /** The model, and how many orders each of its calls was about. */
  const counting = (fails: (call: number) => boolean = () => false): ImpactModel & { readonly calls: number[] } => {
    const calls: number[] = [];
    return {
      calls,
      forecast: (requests: readonly ImpactRequest[]) => {
        calls.push(requests.length);
        return fails(calls.length) ? Promise.reject(new Error('a thread ended')) : model.forecast(requests);
      },
    };
  };

  it('asks the model in micro-batches', async () => {
    const counted = counting();
    await answerForecastBatch({ forecastBatches, model: counted }, await queued(many(600)));
    expect(counted.calls).toEqual([128, 128, 128, 128, 88]);
  });

  it('goes on where the attempt before it ended, and computes nothing twice', async () => {
    const key = await queued(many(2_000));
    const counted = counting((call) => call === 10);
    await expect(answerForecastBatch({ forecastBatches, model: counted }, key)).rejects.toThrow('a thread ended');
    expect(await forecastBatches.find('alpha', key.batchId)).toMatchObject({ status: 'RUNNING', answered: 1_024 });
    counted.calls.length = 0;
    await answerForecastBatch({ forecastBatches, model: counted }, key);
    expect(counted.calls).toEqual([128, 128, 128, 128, 128, 128, 128, 80]);
    expect(await forecastBatches.find('alpha', key.batchId)).toMatchObject({ status: 'DONE', answered: 2_000 });
    expect(await answers(key.batchId)).toHaveLength(2_000);
  });

  it('a repeat, and two workers at once, end with the same answers', async () => {
    const key = await queued(many(600));
    await Promise.all([1, 2, 3].map(() => answerForecastBatch({ forecastBatches, model }, key)));
    const first = await answers(key.batchId);
    await answerForecastBatch({ forecastBatches, model }, key);
    expect(first.map((one) => 'order' in one && one.order)).toEqual(many(600).map((_, i) => i));
    expect(await answers(key.batchId)).toEqual(first);
  });

  it('an order out of the range of every model has its failure, and those around it their forecasts', async () => {
    const key = await queued([100, -1, 300]);
    await answerForecastBatch({ forecastBatches, model }, key);
    expect(await answers(key.batchId)).toMatchObject([
      { order: 0 },
      { code: 'FORECAST_UNAVAILABLE', field: 'orders.1', message: expect.stringContaining('quantity') },
      { order: 2 },
    ]);
  });

  it('begins no batch whose deadline has passed', async () => {
    const key = await queued(many(600), { withinSeconds: 0 });
    const counted = counting();
    await answerForecastBatch({ forecastBatches, model: counted }, key);
    expect(counted.calls).toEqual([]);
    expect(await forecastBatches.find('alpha', key.batchId)).toMatchObject({ status: 'EXPIRED', answered: 0 });
  });

  it('stops at the part in which the deadline passes, and keeps those before it', async () => {
    const key = await queued(many(2_000), { withinSeconds: 0.2 });
    const calls: number[] = [];
    const slow: ImpactModel = {
      forecast: async (requests) => {
        calls.push(requests.length);
        if (calls.length === 10) await sleep(250);
        return model.forecast(requests);
      },
    };
    await answerForecastBatch({ forecastBatches, model: slow }, key);
    expect(calls).toHaveLength(16);
    expect(await forecastBatches.find('alpha', key.batchId)).toMatchObject({ status: 'EXPIRED', answered: 1_024 });
    expect(await answers(key.batchId)).toHaveLength(1_024);
  });

  it('stops at the part in which it is cancelled, and keeps those before it', async () => {
    const key = await queued(many(2_000));
    const calls: number[] = [];
    const cancelling: ImpactModel = {
      forecast: async (requests) => {
        calls.push(requests.length);
        if (calls.length === 10) await forecastBatches.advance('alpha', key.batchId, { status: 'CANCELLED' });
        return model.forecast(requests);
      },
    };
    await answerForecastBatch({ forecastBatches, model: cancelling }, key);
    expect(calls).toHaveLength(16);
    expect(await forecastBatches.find('alpha', key.batchId)).toMatchObject({ status: 'CANCELLED', answered: 1_024 });
  });

  it('an abandoned batch says why, and a late attempt does not revive it', async () => {
    const key = await queued(many(1));
    const handler = answerForecastBatchHandler({ forecastBatches, model });
    await handler.abandon(key, 'worker died four times');
    await handler.run(key);
    expect(await forecastBatches.find('alpha', key.batchId)).toMatchObject({
      status: 'FAILED',
      failureReason: 'worker died four times',
      answered: 0,
    });
  });

  it('another desk has no such batch', async () => {
    const { batchId } = await queued(many(1));
    await expect(answerForecastBatch({ forecastBatches, model }, { deskId: 'beta', batchId })).rejects.toThrow(batchId);
  });
});

import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Worker } from 'node:worker_threads';
import { answerForecastBatch, orderAnswersOf } from '#application/answer-forecast-batch';
import { type ForecastBatchInputs } from '#application/request-forecast-batch';
import { systemClock } from '#adapters/node-clock';
import { MemoryDeskEvents, MemoryForecastBatchStore, MemoryOutbox } from '#adapters/memory';
import { OnnxModelLibrary } from '#adapters/onnx';
import { instrumentState } from '../factories/instrument-state.js';
import { market } from '../factories/market.js';
import { startThreadFromSource, startThreadThatDies } from '../factories/models/inference-thread.js';
import { writeModel } from '../factories/models/index.js';
import { serve } from '../factories/models/serving.js';
import { forecastBatch } from '../factories/records.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const folder = join(temporaryFolder(), 'models');
writeModel(folder, {});

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** What a batch of 600 orders is answered with when threads are started as given. */
const answered = async (startThread: () => Worker) => {
  const library = new OnnxModelLibrary({ folder, threads: 2, startThread });
  const { server } = await serve(library, systemClock);
  closing.push(async () => {
    await server.close();
    await library.close();
  });
  const inputs: ForecastBatchInputs = {
    moments: [{ market: market(), features: instrumentState(market()).features }],
    orders: Array.from({ length: 600 }, (_, i) => ({
      instrumentId: 'TEST',
      side: i % 2 === 0 ? 'BUY' : 'SELL',
      quantity: 100 * (i + 1),
      horizonSeconds: 1_800,
      aggression: 0.5,
    })),
  };
  const forecastBatches = new MemoryForecastBatchStore(new MemoryDeskEvents(), new MemoryOutbox());
  const batch = forecastBatch({ orders: 600, inputs: JSON.stringify(inputs) });
  await forecastBatches.create(batch, []);
  await answerForecastBatch({ forecastBatches, model: server.modelFor('M') }, batch);
  expect(await forecastBatches.find('alpha', batch.batchId)).toMatchObject({ status: 'DONE', answered: 600 });
  return orderAnswersOf(forecastBatches, 'alpha', batch.batchId, 0, 600);
};

describe('a batch of forecasts in threads', () => {
  it('loses nothing when a thread dies', async () => {
    const undisturbed = await answered(startThreadFromSource);
    let started = 0;
    const disturbed = await answered(() => ((started += 1) === 1 ? startThreadThatDies() : startThreadFromSource()));
    expect(started).toBeGreaterThan(1);
    expect(disturbed).toEqual(undisturbed);
    for (const answer of disturbed) expect(answer).toMatchObject({ tier: 'MODEL', modelVersion: 'linear/1.0.0' });
  });

  it('is answered by the next tier, which says so, when every thread dies', async () => {
    const answers = await answered(startThreadThatDies);
    expect(answers).toHaveLength(600);
    for (const answer of answers) expect(answer).toMatchObject({ tier: 'COMPILED' });
    // Five parts: the breaker of the first tier opens with the third failure.
    const codes = answers.map((answer) => ('fallback' in answer ? answer.fallback.code : undefined));
    expect([...new Set(codes)]).toEqual(['MODEL_FAILED', 'BREAKER_OPEN']);
    expect(codes.filter((code) => code === 'MODEL_FAILED')).toHaveLength(3 * 128);
  });
});

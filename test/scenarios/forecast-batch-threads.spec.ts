import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Worker } from 'node:worker_threads';
import { Registry } from 'prom-client';
import { answerForecastBatch, orderAnswersOf } from '#application/answer-forecast-batch';
import { type ForecastBatchInputs } from '#application/request-forecast-batch';
import { systemClock } from '#adapters/node-clock';
import { MemoryDeskEvents, MemoryForecastBatchStore, MemoryOutbox } from '#adapters/memory';
import { OnnxModelLibrary } from '#adapters/onnx';
import { inferenceMetrics } from '#adapters/telemetry';
import { instrumentState } from '../factories/instrument-state.js';
import { market } from '../factories/market.js';
import {
  startThreadFromSource,
  startThreadThatDies,
  startThreadThatLosesItsDevice,
} from '../factories/models/inference-thread.js';
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
const answered = async (
  startThread: () => Worker,
  on: Partial<ConstructorParameters<typeof OnnxModelLibrary>[0]> = {},
) => {
  const library = new OnnxModelLibrary({ folder, threads: 2, startThread, ...on });
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

  it('is finished on the processor when the GPU fails in its middle, and results, log and metrics say so', async () => {
    const metrics = new Registry();
    const lines: object[] = [];
    const log = (fields: object): void => {
      lines.push(fields);
    };
    const onProvider = inferenceMetrics(metrics, { info: log, warn: log, error: log });
    const undisturbed = await answered(startThreadFromSource);
    const answers = await answered(startThreadThatLosesItsDevice, {
      threads: 1,
      providers: ['WEBGPU', 'CPU'],
      onProvider,
    });
    const withoutProvider = (answer: object) => ({ ...answer, provider: undefined });
    expect(answers.map(withoutProvider)).toEqual(undisturbed.map(withoutProvider));
    const providers = answers.map((answer) => 'provider' in answer && answer.provider);
    expect(providers).toEqual(Array.from({ length: 600 }, (_, i) => (i < 2 * 128 ? 'WEBGPU' : 'CPU')));
    expect(lines).toEqual([
      { model: 'linear/1.0.0', provider: 'WEBGPU', passedOver: [] },
      { model: 'linear/1.0.0', provider: 'CPU', passedOver: [{ provider: 'WEBGPU', reason: 'device lost' }] },
    ]);
    const text = await metrics.metrics();
    expect(text).toContain('footprint_inference_provider{model="linear/1.0.0",provider="WEBGPU"} 0');
    expect(text).toContain('footprint_inference_provider{model="linear/1.0.0",provider="CPU"} 1');
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

import { expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { inferenceMetrics } from './index.js';

it('shows what batches run on, and logs what was passed over for it', async () => {
  const registry = new Registry();
  const lines: object[] = [];
  const log = (fields: object): void => {
    lines.push(fields);
  };
  const told = inferenceMetrics(registry, { info: log, warn: log, error: log });
  told('linear/1.0.0', { provider: 'CUDA', failures: [] });
  const failures = [{ provider: 'CUDA', reason: 'device lost' }] as const;
  told('linear/1.0.0', { provider: 'CPU', failures });
  const metrics = await registry.metrics();
  expect(metrics).toContain('footprint_inference_provider{model="linear/1.0.0",provider="CUDA"} 0');
  expect(metrics).toContain('footprint_inference_provider{model="linear/1.0.0",provider="CPU"} 1');
  expect(lines.at(-1)).toEqual({ model: 'linear/1.0.0', provider: 'CPU', passedOver: failures });
});

import { Gauge, type Registry } from 'prom-client';
import { type ExecutionProvider } from '#domain/impact';
import { type ServingLog } from './serving-metrics.js';

/** What a model runs on in a thread, and what was passed over for it. */
interface Running {
  readonly provider: ExecutionProvider;
  readonly failures: readonly { readonly provider: ExecutionProvider; readonly reason: string }[];
}

/** What batches run on, at /metrics and in the log. */
export const inferenceMetrics = (
  registry: Registry,
  log: ServingLog,
): ((modelVersion: string, running: Running) => void) => {
  const providers = new Gauge({
    name: 'footprint_inference_provider',
    help: '1 for what ran the last batch of a model: CUDA, WEBGPU or CPU.',
    labelNames: ['model', 'provider'],
    registers: [registry],
  });
  return (model, { provider, failures }) => {
    for (const failure of failures) providers.set({ model, provider: failure.provider }, 0);
    providers.set({ model, provider }, 1);
    log.info({ model, provider, passedOver: failures }, 'batches of a model run here');
  };
};

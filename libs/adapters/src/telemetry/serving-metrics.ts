import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type ServingObserver } from '#application/serve-impact';

/** What is said for people, as pino takes it. */
export interface ServingLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What is served, at /metrics and in the log. */
export const servingMetrics = (registry: Registry, log: ServingLog): ServingObserver => {
  const registers = [registry];
  const forecasts = new Counter({
    name: 'footprint_forecasts_total',
    help: 'Forecasts by the model and the tier that answered, and why not an earlier tier.',
    labelNames: ['model', 'tier', 'fallback'],
    registers,
  });
  const tierFailures = new Counter({
    name: 'footprint_model_failures_total',
    help: 'Calls of a tier that failed or answered with what is no number.',
    labelNames: ['model', 'tier'],
    registers,
  });
  const breakers = new Gauge({
    name: 'footprint_model_breaker_open',
    help: '1 while a tier rests after failures or is on trial.',
    labelNames: ['model', 'tier'],
    registers,
  });
  const served = new Gauge({
    name: 'footprint_model_served',
    help: '1 for every version that answers, by its status.',
    labelNames: ['model', 'status'],
    registers,
  });
  const refusals = new Counter({
    name: 'footprint_model_refusals_total',
    help: 'Files of models that did not pass the checks.',
    labelNames: ['model', 'file'],
    registers,
  });
  const shadows = new Counter({
    name: 'footprint_shadow_predictions_total',
    help: 'Predictions of shadows that were logged.',
    labelNames: ['model'],
    registers,
  });
  const differences = new Histogram({
    name: 'footprint_shadow_difference_bps',
    help: 'Mean absolute difference between the expected slippage of a shadow and of the answer, by call.',
    labelNames: ['model'],
    buckets: [0.01, 0.1, 0.5, 1, 2, 5, 10, 50],
    registers,
  });
  const dropped = new Counter({
    name: 'footprint_shadow_dropped_total',
    help: 'Answers that no shadow was asked about because too many waited.',
    registers,
  });
  return {
    answered: ({ modelVersion, tier, fallback }) => {
      forecasts.inc({ model: modelVersion, tier, fallback: fallback?.code ?? 'none' });
    },
    tierFailed: (model, tier, err) => {
      tierFailures.inc({ model, tier });
      log.warn({ model, tier, err }, 'a model failed');
    },
    breaker: (model, tier, state) => {
      breakers.set({ model, tier }, state === 'CLOSED' ? 0 : 1);
      log.warn({ model, tier, state }, 'circuit breaker');
    },
    swapped: (statuses) => {
      served.reset();
      for (const { modelVersion, status } of statuses) served.set({ model: modelVersion, status }, 1);
      log.info({ served: statuses }, 'models served');
    },
    refused: ({ modelVersion, file, reason }) => {
      refusals.inc({ model: modelVersion, file });
      log.error({ model: modelVersion, file, reason }, 'model refused');
    },
    shadowed: (model, rows, differenceBps) => {
      shadows.inc({ model }, rows);
      differences.observe({ model }, differenceBps);
    },
    shadowsDropped: (rows) => {
      dropped.inc(rows);
    },
    error: (err) => {
      log.error({ err }, 'serving models');
    },
  };
};

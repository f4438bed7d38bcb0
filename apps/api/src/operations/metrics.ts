import { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import { type MarketState } from '#application/ports';

/** Prometheus metrics of the api process, at GET /metrics, beside what `registry` has already. */
export const installMetrics = (fastify: FastifyInstance, market: MarketState, registry: Registry): void => {
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'footprint_http_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer.',
    labelNames: ['route', 'status'],
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  new Gauge({
    name: 'footprint_feed_silence_seconds',
    help: 'Time since the market feed was last heard; -1 before its first word.',
    registers: [registry],
    collect() {
      const silenceMs = market.feedSilenceMs();
      this.set(Number.isFinite(silenceMs) ? silenceMs / 1000 : -1);
    },
  });
  new Gauge({
    name: 'footprint_instruments',
    help: 'Instruments of the market session.',
    registers: [registry],
    collect() {
      this.set(market.instruments().length);
    },
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    duration.observe({ route: request.routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  fastify.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
};

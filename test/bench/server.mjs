// One server of the benchmark, as a process of its own: `node server.mjs bare|bareQuote|api|durable`.
// Tells its parent the port, then answers each message with its processor time and memory so far.
import 'reflect-metadata';
import { AssumedDealerProfiles } from '#application/dealer-profiles';
import { StatedPriors } from '#application/stated-priors';
import {
  MemoryAnalysisStore,
  MemoryApiKeys,
  MemoryDecisionLog,
  MemoryDeskEvents,
  MemoryDeskSettings,
  MemoryForecastBatchStore,
  MemoryLearnedModelsStore,
  MemoryMarketState,
  MemoryOutbox,
  MemoryQuoteBook,
  MemoryQuoteRequestStore,
  MemorySimulationRunStore,
} from '#adapters/memory';
import { ComputingThreads } from '#adapters/computing-threads';
import { systemClock } from '#adapters/node-clock';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { ParametricModel } from '#adapters/parametric';
import { Database, PrismaDecisionLog } from '#adapters/prisma';
import { DESK, FEATURES, KEY, MARKET, SESSION_TIME } from './market.mjs';

const market = new MemoryMarketState();
market.setState({ market: MARKET, features: FEATURES });
market.setNow(SESSION_TIME);
const model = new ParametricModel();

/** Everything of the api but the durable record, which is the next server's. */
class NoDecisionLog extends MemoryDecisionLog {
  append() {
    return Promise.resolve({ kind: 'APPENDED' });
  }
}

const apiServer = async (decisionsOf) => {
  const { createApi } = await import('../../dist/apps/api/src/api.js');
  const { apiLogger } = await import('../../dist/apps/api/src/operations/logging.js');
  const events = new MemoryDeskEvents();
  const outbox = new MemoryOutbox();
  const holder = { keyId: 'bench', deskId: DESK.deskId, deskName: DESK.name, role: 'admin' };
  const ports = {
    apiKeys: new MemoryApiKeys({ [KEY]: holder }),
    desks: new MemoryDeskSettings([DESK]),
    dealerProfiles: new AssumedDealerProfiles(),
    market,
    model,
    rehearsal: model,
    decisions: decisionsOf(events, outbox),
    forecastBatches: new MemoryForecastBatchStore(events, outbox),
    simulationRuns: new MemorySimulationRunStore(events, outbox),
    analyses: new MemoryAnalysisStore(events, outbox),
    quoteRequests: new MemoryQuoteRequestStore(events),
    quoteBook: new MemoryQuoteBook(),
    clock: systemClock,
    computing: new ComputingThreads({ threads: 1 }).functions,
    quotingModels: new StatedPriors(),
    events,
    learned: new MemoryLearnedModelsStore(),
    identifiers: new NodeIdentifiers(),
  };
  // Logs as in production, to where they cost no disk.
  const logger = apiLogger('info', process.env.BENCH_LOG ?? '/dev/null');
  const app = await createApi(ports, { logger, readiness: {}, limits: { requestsPerSecond: 1e9 } });
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer().address().port;
};

/** Bare Fastify: parses the same body, makes the same forecast call, serialises the same payload. */
const bareServer = async (forecastsOf) => {
  const { default: fastify } = await import('fastify');
  const payload = JSON.parse(process.env.BENCH_PAYLOAD);
  const app = fastify();
  app.post('/graphql', async (request) => {
    await model.forecast(forecastsOf(request.body.variables.input));
    return payload;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server.address().port;
};

const SERVERS = {
  bare: async () => {
    const { forecastRequests } = await import('#application/evaluate-quotes');
    return bareServer(({ instrumentId, side, quantity, horizonSeconds }) =>
      forecastRequests({ instrumentId, side, quantity, horizonSeconds }, [], MARKET, FEATURES),
    );
  },
  bareQuote: async () => {
    const { hedgeRequests } = await import('#application/generate-quote');
    return bareServer((request) => hedgeRequests(request, MARKET, FEATURES));
  },
  api: () => apiServer((events, outbox) => new NoDecisionLog(events, outbox)),
  durable: () =>
    apiServer(
      () =>
        new PrismaDecisionLog(
          new Database({ url: process.env.BENCH_DATABASE_URL, poolSize: 4, applicationName: 'footprint-bench' }),
        ),
    ),
};

const port = await SERVERS[process.argv[2]]();
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ user, system, cpuUs: user + system, rssMiB: process.memoryUsage().rss / 2 ** 20 });
});
process.on('disconnect', () => process.exit(0));
process.send({ port });

import { availableParallelism } from 'node:os';
import { type Logger } from 'pino';
import { portfolioMethod } from '#application/analyse-portfolio';
import { scenarioMethod } from '#application/analyse-scenarios';
import { venuesMethod } from '#application/analyse-venues';
import { answerForecastBatchHandler } from '#application/answer-forecast-batch';
import { type JobName } from '#application/jobs';
import { computeAnalysisHandler } from '#application/compute-analysis';
import { learnQuotingModelsHandler } from '#application/learn-quoting-models';
import { relayOutbox } from '#application/relay-outbox';
import { requeueStanding } from '#application/requeue-standing';
import { simulateSeedHandler } from '#application/simulate-seed';
import { BullJobQueue, JOBS_IN_HAND, JobWorkers, postgresQueueServer, redisQueueServer } from '#adapters/bullmq';
import { ComputingThreads } from '#adapters/computing-threads';
import { type WorkerConfig } from '#adapters/config';
import {
  Database,
  Listener,
  PrismaAnalysisStore,
  PrismaForecastBatchStore,
  PrismaLearnedModelsStore,
  PrismaOutbox,
  PrismaQuoteOutcomeStore,
  PrismaSimulationRunStore,
  verifyRuntimeRole,
} from '#adapters/prisma';
import { jobMetrics } from './job-metrics.js';
import { serveOperations } from './operations-server.js';
import { Repeated } from './repeated.js';
import { type Serving, type ServingParts } from './serving.js';

const APPLICATION = 'footprint-worker';
const POOL_SIZE = 6;
/** NOTIFY wakes the relay at once; the poll finds what a lost notification left behind. */
const RELAY_MS = 1_000;
const REQUEUE_MS = 10_000;
/** The same of promotions and rollbacks. */
const MODELS_MS = 10_000;

export interface RunningWorker {
  /** Takes no more jobs, finishes those in hand and lets go of everything. */
  close(): Promise<void>;
}

/**
 * Relays the outbox to the queue and works on what is in it. Resolves when jobs are being taken; rejects with
 * UnsafeDatabaseRole or UnusableQueueServer when it must not start.
 */
export const startWorker = async (
  config: WorkerConfig,
  openServing: (parts: ServingParts) => Promise<Serving>,
  logger: Logger,
): Promise<RunningWorker> => {
  const { databaseUrl, redisUrl, host, port } = config;
  const database = new Database({ url: databaseUrl, poolSize: POOL_SIZE, applicationName: APPLICATION });
  await verifyRuntimeRole(database);
  const server = redisUrl === undefined ? await postgresQueueServer(databaseUrl) : await redisQueueServer(redisUrl);
  const metrics = jobMetrics(logger);
  const serving = await openServing({ config, database, metrics: metrics.registry, logger });

  const forecastBatches = new PrismaForecastBatchStore(database);
  const simulationRuns = new PrismaSimulationRunStore(database);
  const analyses = new PrismaAnalysisStore(database);
  const outcomes = new PrismaQuoteOutcomeStore(database);
  const learned = new PrismaLearnedModelsStore(database);
  const { model } = serving;
  // One core is left to what reads and writes the jobs. No more seeds are taken than are simulated: other workers have threads too.
  const computingThreads = Math.max(1, availableParallelism() - 1);
  const threads = new ComputingThreads({ threads: computingThreads });
  const computing = threads.functions;
  const analysis = computeAnalysisHandler({
    analyses,
    methods: {
      SCENARIOS: scenarioMethod(model),
      PORTFOLIO: portfolioMethod({ model, computing }),
      VENUES: venuesMethod(computing),
    },
  });
  const handlers = {
    'impact.forecastBatch': answerForecastBatchHandler({ forecastBatches, model }),
    'simulation.run': simulateSeedHandler({ simulationRuns, computing }),
    'scenario.analyse': analysis,
    'portfolio.analyse': analysis,
    'venues.select': analysis,
    'hitmodel.fit': learnQuotingModelsHandler({ outcomes, learned, computing }),
  };
  const concurrency: Readonly<Partial<Record<JobName, number>>> = {
    'simulation.run': computingThreads,
    // It takes a thread for seconds, for minutes where there are many clients: the others are for what somebody waits for.
    'hitmodel.fit': 1,
  };
  const workers = new JobWorkers(server, handlers, metrics, concurrency);
  await workers.ready();

  const queue = new BullJobQueue(server, (error) => {
    metrics.error(error);
  });
  await queue.ready();
  metrics.watch(queue, (job) => concurrency[job] ?? JOBS_IN_HAND);
  const outbox = new PrismaOutbox(database);
  const relay = new Repeated(
    async () => {
      metrics.relayed(await relayOutbox(outbox, queue));
    },
    RELAY_MS,
    (err) => {
      logger.error({ err }, 'outbox interrupted');
    },
  );
  const requeue = new Repeated(
    async () => {
      const standing = await requeueStanding({ forecastBatches, simulationRuns, analyses, queue });
      if (standing > 0)
        logger.warn(
          { jobs: standing },
          'batches, simulation runs or analyses stand still; their jobs are queued again',
        );
    },
    REQUEUE_MS,
    (err) => {
      logger.error({ err }, 'looking for what stands still interrupted');
    },
  );
  const models = new Repeated(
    () => serving.refresh(),
    MODELS_MS,
    (err) => {
      logger.error({ err }, 'taking up models interrupted');
    },
  );
  const woken: Readonly<Record<string, Repeated>> = { outbox: relay, models };
  const listener = new Listener({
    url: databaseUrl,
    applicationName: APPLICATION,
    channels: Object.keys(woken),
    onNotification: (channel) => {
      woken[channel]?.wake();
    },
    onReconnect: () => {
      for (const work of Object.values(woken)) work.wake();
    },
    onError: (err) => {
      logger.error({ err }, 'listening interrupted');
    },
  });
  await listener.start();

  const operations =
    port === undefined
      ? undefined
      : await serveOperations({ host, port }, metrics.registry, () => ({ status: 'up', queue: server.name }));
  logger.info({ queue: server.name, port }, 'taking jobs');

  return {
    close: async () => {
      operations?.close();
      await listener.close();
      await relay.close();
      await requeue.close();
      await models.close();
      await workers.close();
      await queue.close();
      await serving.close();
      await threads.close();
      await database.close();
    },
  };
};

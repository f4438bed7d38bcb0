import 'reflect-metadata';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger } from 'pino';
import { Registry } from 'prom-client';
import { FEATURE_SET_V1 } from '#domain/features';
import { type FeatureHistory } from '#application/ports';
import { LearnedQuotingModels } from '#application/learn-quoting-models';
import { describeFeatureSet, registerFeatureSet } from '#application/register-feature-set';
import { DeskHistories, LearnedDealerProfiles } from '#application/request-history';
import { ComputingThreads } from '#adapters/computing-threads';
import { apiConfig, ConfigError, type ApiConfig } from '#adapters/config';
import { FeedClient } from '#adapters/market-feed';
import { MemoryDecisionLog, MemoryDeskEvents, MemoryFeatureHistory, MemoryOutbox } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { nodeDigests, NodeIdentifiers } from '#adapters/node-crypto';
import { FeatureStore } from '#adapters/parquet';
import {
  Database,
  PrismaAnalysisStore,
  PrismaApiKeys,
  PrismaDecisionLog,
  PrismaDeskEvents,
  PrismaDeskSettings,
  PrismaFeatureSetRegistry,
  PrismaForecastBatchStore,
  PrismaLearnedModelsStore,
  PrismaPlanFillStore,
  PrismaQuoteBook,
  PrismaQuoteOutcomeStore,
  PrismaQuoteRequestStore,
  PrismaRequestHistory,
  PrismaSimulationRunStore,
  UnsafeDatabaseRole,
  verifyRuntimeRole,
} from '#adapters/prisma';
import { createApi } from './api.js';
import { FeatureSetRefused } from './feature-set-refused.js';
import { apiLogger } from './operations/logging.js';
import { type ApiPorts } from './ports.js';
import { openServing } from './serving.js';
import { warmUp } from './warm-up.js';

const APPLICATION = 'footprint-api';
const POOL_SIZE = 10;
/** Half the cores: the rest is for what answers at once. */
const COMPUTING_THREADS = Math.max(1, Math.floor(availableParallelism() / 2));
/** Of these each may take a second or more: who comes later is told at once. */
const COMPUTATIONS_WAITING_MOST = 8 * COMPUTING_THREADS;
const PLAYGROUND_DIRECTORY = `${process.cwd()}/apps/playground/dist`;
const WARM_UP_RETRY_MS = 100;
/** Starting again cannot help: what was configured is wrong. */
const MISCONFIGURED = 2;

const run = async (config: ApiConfig, logger: Logger): Promise<void> => {
  const database = new Database({ url: config.databaseUrl, poolSize: POOL_SIZE, applicationName: APPLICATION });
  await verifyRuntimeRole(database);
  const featureSets = new PrismaFeatureSetRegistry(database);
  const registered = await registerFeatureSet(FEATURE_SET_V1, featureSets, nodeDigests);
  if (!registered.ok) throw new FeatureSetRefused(registered.error);
  const events = new PrismaDeskEvents({
    database,
    url: config.databaseUrl,
    applicationName: APPLICATION,
    onError: (err) => {
      logger.error({ err }, 'desk events interrupted');
    },
  });
  await events.start();
  const metrics = new Registry();
  const serving = await openServing({ config, applicationName: APPLICATION, database, metrics, logger });
  const market = new FeedClient(config.marketFeedUrl, {
    connected: () => {
      logger.info('feed connected');
    },
    disconnected: (retryInMs) => {
      logger.warn({ retryInMs }, 'feed disconnected');
    },
    badMessage: (bad) => {
      logger.warn({ bad }, 'feed message refused');
    },
  });
  market.start();
  const threads = new ComputingThreads({ threads: COMPUTING_THREADS, waitingMost: COMPUTATIONS_WAITING_MOST });
  const deskHistories = new DeskHistories(new PrismaRequestHistory(database));

  const learned = new PrismaLearnedModelsStore(database);
  const ports: ApiPorts = {
    apiKeys: new PrismaApiKeys(database),
    desks: new PrismaDeskSettings(database),
    deskHistories,
    dealerProfiles: new LearnedDealerProfiles({
      histories: deskHistories,
      clock: systemClock,
      onError: (err) => {
        logger.error({ err }, 'dealer history not read');
      },
    }),
    market,
    hedges: market,
    featureSets,
    featureHistory: featureHistoryOf(config),
    model: serving.model,
    rehearsal: serving.rehearsal,
    namedModels: serving.namedModels,
    models: serving.models,
    modelLibrary: serving.modelLibrary,
    decisions: new PrismaDecisionLog(database),
    forecastBatches: new PrismaForecastBatchStore(database),
    simulationRuns: new PrismaSimulationRunStore(database),
    analyses: new PrismaAnalysisStore(database),
    quoteRequests: new PrismaQuoteRequestStore(database),
    planFills: new PrismaPlanFillStore(database),
    quoteBook: new PrismaQuoteBook(database),
    outcomes: new PrismaQuoteOutcomeStore(database),
    clock: systemClock,
    computing: threads.functions,
    learned,
    quotingModels: new LearnedQuotingModels(learned, systemClock, (err) => {
      logger.error({ err }, 'looking for learned models interrupted');
    }),
    events,
    identifiers: new NodeIdentifiers(),
  };
  let warm = false;
  const app = await createApi(ports, {
    logger,
    metrics,
    readiness: {
      database: () => database.ping().then(() => true),
      feed: () => market.feedSilenceMs() < 2_000 && market.instruments().length > 0,
      warm: () => warm,
    },
    playground: { directory: PLAYGROUND_DIRECTORY, keys: config.playgroundKeys },
  });
  await app.listen(config.port, config.host);
  logger.info({ host: config.host, port: config.port }, 'listening');

  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info({ signal }, 'stopping');
      stopping.abort();
    });
  }
  // The warm-up writes to a log of its own, which is thrown away.
  const decisions = new MemoryDecisionLog(new MemoryDeskEvents(), new MemoryOutbox());
  const rehearsal = { ...ports, decisions, model: serving.rehearsal };
  while (!stopping.signal.aborted && !(await warmUp(rehearsal))) await sleep(WARM_UP_RETRY_MS);
  warm = true;
  if (!stopping.signal.aborted) {
    await new Promise((resolve) => {
      stopping.signal.addEventListener('abort', resolve, { once: true });
    });
  }
  await app.close();
  market.stop();
  await events.close();
  await serving.close();
  await threads.close();
  await database.close();
};

/** What the feed recorded; nothing where no folder is named. */
const featureHistoryOf = ({ featureArchive }: ApiConfig): FeatureHistory =>
  featureArchive === undefined
    ? new MemoryFeatureHistory()
    : new FeatureStore(featureArchive, describeFeatureSet(FEATURE_SET_V1, nodeDigests));

try {
  const config = apiConfig();
  await run(config, apiLogger(config.logLevel));
  process.exit(0);
} catch (error) {
  const known =
    error instanceof ConfigError || error instanceof UnsafeDatabaseRole || error instanceof FeatureSetRefused;
  console.error(known ? `api: ${error.message}` : error);
  process.exit(known ? MISCONFIGURED : 1);
}

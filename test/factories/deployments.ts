import {
  Database,
  newApiKey,
  PrismaAnalysisStore,
  PrismaApiKeys,
  PrismaDecisionLog,
  PrismaDeskEvents,
  PrismaDeskSettings,
  PrismaFeatureSetRegistry,
  PrismaForecastBatchStore,
  PrismaLearnedModelsStore,
  PrismaOutbox,
  PrismaPlanFillStore,
  PrismaQuoteOutcomeStore,
  PrismaQuoteBook,
  PrismaQuoteRequestStore,
  PrismaRequestHistory,
  PrismaSimulationRunStore,
  provisionDesk,
} from '#adapters/prisma';
import {
  ROLES,
  type AnalysisStore,
  type ForecastBatchStore,
  type LearnedModelsStore,
  type Outbox,
  type QuoteOutcomeStore,
  type Role,
  type SimulationRunStore,
} from '#application/ports';
import { DeskHistories, LearnedDealerProfiles } from '#application/request-history';
import { systemClock } from '#adapters/node-clock';
import { type ApiPorts } from '../../apps/api/src/ports.js';
import { DESKS, keyOf, memoryPorts, type DeskName, type MemoryPorts } from './api.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** What a worker holds of it. */
export interface WorkerStores {
  readonly forecastBatches: ForecastBatchStore;
  readonly simulationRuns: SimulationRunStore;
  readonly analyses: AnalysisStore;
  readonly outcomes: QuoteOutcomeStore;
  readonly learned: LearnedModelsStore;
  readonly outbox: Outbox;
}

/** What an api and a worker hold of one kind of store, with two desks and a key per role at each. */
export interface Deployment {
  readonly ports: ApiPorts & Pick<MemoryPorts, 'market'>;
  readonly worker: WorkerStores;
  readonly key: (role: Role, desk?: DeskName) => string;
  close(): Promise<void>;
}

export const openMemoryDeployment = (): Promise<Deployment> => {
  const ports = memoryPorts();
  return Promise.resolve({
    ports,
    worker: ports,
    key: keyOf,
    close: () => Promise.resolve(),
  });
};

export interface PostgresDeployment extends Deployment {
  readonly database: TestDatabase;
}

/** A busy machine may take long over a thousand requests at once; `database-overload.spec` is about those that wait in vain. */
const PATIENT = { connectionWaitMs: 60_000 };

/** On a database of its own; the market is held by hand, as in memory. */
export const openPostgresDeployment = async (): Promise<PostgresDeployment> => {
  const database = await createTestDatabase();
  const keys = await provisionDesks(database);
  const api = new Database({ url: database.apiUrl, poolSize: 4, applicationName: 'test api', ...PATIENT });
  const worker = new Database({ url: database.workerUrl, poolSize: 2, applicationName: 'test worker', ...PATIENT });
  const failures: unknown[] = [];
  const events = new PrismaDeskEvents({
    database: api,
    url: database.apiUrl,
    applicationName: 'test events',
    onError: (error) => failures.push(error),
  });
  await events.start();
  const deskHistories = new DeskHistories(new PrismaRequestHistory(api));
  return {
    database,
    ports: {
      ...memoryPorts(),
      apiKeys: new PrismaApiKeys(api),
      desks: new PrismaDeskSettings(api),
      featureSets: new PrismaFeatureSetRegistry(api),
      decisions: new PrismaDecisionLog(api),
      forecastBatches: new PrismaForecastBatchStore(api),
      simulationRuns: new PrismaSimulationRunStore(api),
      analyses: new PrismaAnalysisStore(api),
      learned: new PrismaLearnedModelsStore(api),
      quoteRequests: new PrismaQuoteRequestStore(api),
      planFills: new PrismaPlanFillStore(api),
      quoteBook: new PrismaQuoteBook(api),
      outcomes: new PrismaQuoteOutcomeStore(api),
      deskHistories,
      dealerProfiles: new LearnedDealerProfiles({
        histories: deskHistories,
        clock: systemClock,
        onError: (error) => failures.push(error),
      }),
      events,
    },
    worker: {
      forecastBatches: new PrismaForecastBatchStore(worker),
      simulationRuns: new PrismaSimulationRunStore(worker),
      analyses: new PrismaAnalysisStore(worker),
      outcomes: new PrismaQuoteOutcomeStore(worker),
      learned: new PrismaLearnedModelsStore(worker),
      outbox: new PrismaOutbox(worker),
    },
    key: (role, desk = 'alpha') => keys[desk].find((key) => key.role === role)!.key,
    close: async () => {
      await events.close();
      await Promise.all([api.close(), worker.close()]);
      await database.drop();
      if (failures.length > 0) throw new AggregateError(failures, 'listening failed');
    },
  };
};

type DeskKeys = Readonly<Record<DeskName, readonly { readonly role: Role; readonly key: string }[]>>;

const provisionDesks = async ({ ownerUrl }: TestDatabase): Promise<DeskKeys> => {
  const newKeys = (): DeskKeys[DeskName] => ROLES.map((role) => ({ role, key: newApiKey(role) }));
  const keys: DeskKeys = { alpha: newKeys(), beta: newKeys() };
  const owner = new Database({ url: ownerUrl, poolSize: 1, applicationName: 'test owner' });
  for (const name of ['alpha', 'beta'] as const) {
    await provisionDesk(owner, { id: DESKS[name], name, keys: keys[name] });
  }
  await owner.close();
  return keys;
};

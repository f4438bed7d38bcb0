import {
  type AnalysisStore,
  type DecisionLog,
  type DeskEvents,
  type DeskTopic,
  type ForecastBatchStore,
  type Outbox,
  type SimulationRunStore,
} from '#application/ports';
import {
  Database,
  PrismaAnalysisStore,
  PrismaDecisionLog,
  PrismaDeskEvents,
  PrismaForecastBatchStore,
  PrismaOutbox,
  PrismaSimulationRunStore,
} from '#adapters/prisma';
import {
  MemoryAnalysisStore,
  MemoryDecisionLog,
  MemoryDeskEvents,
  MemoryForecastBatchStore,
  MemoryOutbox,
  MemorySimulationRunStore,
} from '#adapters/memory';
import { createTestDatabase } from '../factories/database.js';

/** The stores of one deployment with the desks alpha and beta, as the two processes hold them. */
export interface Stores {
  readonly api: {
    readonly decisions: DecisionLog;
    readonly forecastBatches: ForecastBatchStore;
    readonly simulationRuns: SimulationRunStore;
    readonly analyses: AnalysisStore;
    readonly events: DeskEvents;
  };
  readonly worker: {
    readonly forecastBatches: ForecastBatchStore;
    readonly simulationRuns: SimulationRunStore;
    readonly analyses: AnalysisStore;
    readonly outbox: Outbox;
  };
  close(): Promise<void>;
}

export const openMemoryStores = (): Promise<Stores> => {
  const events = new MemoryDeskEvents();
  const outbox = new MemoryOutbox();
  const forecastBatches = new MemoryForecastBatchStore(events, outbox);
  const simulationRuns = new MemorySimulationRunStore(events, outbox);
  const analyses = new MemoryAnalysisStore(events, outbox);
  const decisions = new MemoryDecisionLog(events, outbox);
  return Promise.resolve({
    api: { decisions, forecastBatches, simulationRuns, analyses, events },
    worker: { forecastBatches, simulationRuns, analyses, outbox },
    close: () => Promise.resolve(),
  });
};

export const openPrismaStores = async (): Promise<Stores> => {
  const test = await createTestDatabase();
  for (const desk of ['alpha', 'beta']) await test.addDesk(desk);
  const api = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'contract api' });
  const worker = new Database({ url: test.workerUrl, poolSize: 4, applicationName: 'contract worker' });
  const failures: unknown[] = [];
  const events = new PrismaDeskEvents({
    database: api,
    url: test.apiUrl,
    applicationName: 'contract events',
    onError: (error) => failures.push(error),
  });
  await events.start();
  return {
    api: {
      decisions: new PrismaDecisionLog(api),
      forecastBatches: new PrismaForecastBatchStore(api),
      simulationRuns: new PrismaSimulationRunStore(api),
      analyses: new PrismaAnalysisStore(api),
      events,
    },
    worker: {
      forecastBatches: new PrismaForecastBatchStore(worker),
      simulationRuns: new PrismaSimulationRunStore(worker),
      analyses: new PrismaAnalysisStore(worker),
      outbox: new PrismaOutbox(worker),
    },
    close: async () => {
      await events.close();
      await Promise.all([api.close(), worker.close()]);
      await test.drop();
      if (failures.length > 0) throw new AggregateError(failures, 'listening failed');
    },
  };
};

/** The ids of a subscription in the background: `next(n)` waits for the next n of them. */
export const reading = (events: DeskEvents, deskId: string, topic: DeskTopic) => {
  const subscription = events.subscribe(deskId, topic);
  const next = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    while (ids.length < count) {
      const step = await subscription.next();
      if (step.done === true) break;
      ids.push(step.value.id);
    }
    return ids;
  };
  return { next, end: () => subscription.return?.() };
};

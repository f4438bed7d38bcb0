import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Job } from '#application/jobs';
import {
  MemoryAnalysisStore,
  MemoryDeskEvents,
  MemoryForecastBatchStore,
  MemoryOutbox,
  MemorySimulationRunStore,
} from '#adapters/memory';
import { analysis, forecastBatch, simulationRun } from '../../../../test/factories/records.js';
import { requeueStanding } from './index.js';

describe('requeueStanding', () => {
  const [events, outbox] = [new MemoryDeskEvents(), new MemoryOutbox()];
  let queued: Job[];
  let stores: {
    readonly forecastBatches: MemoryForecastBatchStore;
    readonly simulationRuns: MemorySimulationRunStore;
    readonly analyses: MemoryAnalysisStore;
  };
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    queued = [];
    stores = {
      forecastBatches: new MemoryForecastBatchStore(events, outbox),
      simulationRuns: new MemorySimulationRunStore(events, outbox),
      analyses: new MemoryAnalysisStore(events, outbox),
    };
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const enqueue = (jobs: readonly Job[]): Promise<void> => Promise.resolve(void queued.push(...jobs));
  const requeue = (): Promise<number> => requeueStanding({ ...stores, queue: { enqueue } });
  const halfAMinute = (): void => {
    jest.setSystemTime(Date.now() + 30_000);
  };

  it('hands over what stands still, of every kind what is missing of it', async () => {
    const [batch, run, portfolio] = [forecastBatch(), simulationRun(), analysis({ kind: 'PORTFOLIO' })];
    await stores.forecastBatches.create(batch, []);
    await stores.simulationRuns.create(run, []);
    await stores.analyses.create(portfolio);
    await stores.analyses.advance('alpha', portfolio.analysisId, { status: 'RUNNING' });
    await stores.analyses.keepPart('alpha', portfolio.analysisId, { part: 1, rows: '[]' });
    expect(await requeue()).toBe(0);
    halfAMinute();
    expect(await requeue()).toBe(6);
    expect(queued.map(({ name, payload }) => ('part' in payload ? `${name} ${payload.part}` : name))).toEqual([
      'impact.forecastBatch',
      ...run.seeds.map(() => 'simulation.run'),
      'portfolio.analyse 0',
      'portfolio.analyse 2',
    ]);
  });

  it('hands over a hundred small analyses at once, and large ones in turn', async () => {
    for (let i = 0; i < 100; i += 1) await stores.analyses.create(analysis({ rows: 1, rowsPerPart: 1 }));
    for (let i = 0; i < 3; i += 1) await stores.analyses.create(analysis({ rows: 900, rowsPerPart: 1 }));
    halfAMinute();
    expect(await requeue()).toBe(100 + 900);
  });
});

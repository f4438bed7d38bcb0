import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database, PrismaAnalysisStore, PrismaForecastBatchStore, PrismaSimulationRunStore } from '#adapters/prisma';
import { eventually } from '../../contracts/eventually.js';
import { commitAnalysis } from '../../factories/analysis-requests.js';
import { commitBatch } from '../../factories/batch-requests.js';
import { createTestDatabase, type TestDatabase } from '../../factories/database.js';
import { commitRun, expectedSeeds, SLOWER_AUCTIONS } from '../../factories/simulation-requests.js';
import { spawnTypescript, type TypescriptProcess } from '../../factories/typescript-process/index.js';
import { startRedis, type RedisProcess } from './redis-process.js';

jest.setTimeout(120_000);

const WORKER = 'apps/worker/src/main.ts';
const HELD = 'test/integration/worker/held-worker.ts';

describe('worker process on Redis', () => {
  let test: TestDatabase;
  let redis: RedisProcess;
  let api: Database;
  let analyses: PrismaAnalysisStore;
  let batches: PrismaForecastBatchStore;
  let runs: PrismaSimulationRunStore;
  const children: TypescriptProcess[] = [];
  beforeAll(async () => {
    test = await createTestDatabase();
    await test.addDesk('alpha');
    redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
    api = new Database({ url: test.apiUrl, poolSize: 2, applicationName: 'redis worker spec' });
    analyses = new PrismaAnalysisStore(api);
    batches = new PrismaForecastBatchStore(api);
    runs = new PrismaSimulationRunStore(api);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
      await child.ended;
    }
  });
  afterAll(async () => {
    await api.close();
    await redis.stop();
    await test.drop();
  });

  const start = (script: string, redisUrl = redis.url): TypescriptProcess => {
    const child = spawnTypescript(script, { DATABASE_URL: test.workerUrl, REDIS_URL: redisUrl, LOG_LEVEL: 'info' });
    children.push(child);
    return child;
  };

  const commit = (): Promise<string> => commitAnalysis(analyses);

  const becomes = (status: string, analysisId: string): Promise<void> =>
    eventually(`analysis ${analysisId} is ${status}`, async () => {
      return (await analyses.find('alpha', analysisId))?.status === status;
    });

  it('does what was committed but never queued', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, commit));
    const worker = start(WORKER);
    for (const id of ids) await becomes('DONE', id);
    expect(await test.asOwner('SELECT * FROM outbox')).toEqual([]);
    expect(worker.output()).not.toContain(new URL(redis.url).password);
  });

  it('killed in the middle of a job, the next worker does it', async () => {
    const held = start(HELD);
    const id = await commit();
    await becomes('RUNNING', id);
    held.kill('SIGKILL');
    start(WORKER);
    await becomes('DONE', id);
  });

  it('killed in the middle of a batch of forecasts, the next worker answers it', async () => {
    const batchIs = (status: string, id: string): Promise<void> =>
      eventually(`the batch is ${status}`, async () => (await batches.find('alpha', id))?.status === status);
    const held = start(HELD);
    const id = await commitBatch(batches);
    await batchIs('RUNNING', id);
    held.kill('SIGKILL');
    start(WORKER);
    await batchIs('DONE', id);
    expect(await batches.find('alpha', id)).toMatchObject({ answered: 2_000 });
  });

  it('killed in the middle of a run, the next worker simulates the seeds that are missing', async () => {
    const seeds = Array.from({ length: 8 }, (_, i) => i + 1);
    const first = start(WORKER);
    const id = await commitRun(runs, SLOWER_AUCTIONS, seeds);
    await eventually('some seeds are done', async () => ((await runs.find('alpha', id))?.seedsDone ?? 0) >= 1);
    first.kill('SIGKILL');
    await first.ended;
    expect(await runs.find('alpha', id)).toMatchObject({ status: 'RUNNING' });
    start(WORKER);
    await eventually('the run is done', async () => (await runs.find('alpha', id))?.status === 'DONE');
    expect(await runs.keptSeeds('alpha', id)).toEqual(expectedSeeds(SLOWER_AUCTIONS, seeds));
  });

  it('keeps acknowledged jobs when Redis itself is killed, and goes on by itself', async () => {
    const held = start(HELD);
    const ids = await Promise.all(Array.from({ length: 30 }, commit));
    await eventually('all are queued', async () => (await test.asOwner('SELECT * FROM outbox')).length === 0);
    held.kill('SIGKILL');
    const worker = start(WORKER);
    await eventually('it takes jobs', () => worker.output().includes('taking jobs'));
    await redis.crash();
    for (const id of ids) await becomes('DONE', id);
    const later = await commit();
    await becomes('DONE', later);
  });

  it.each([
    ['that keeps no append-only file', ['--appendonly', 'no'], 'appendonly yes'],
    [
      'that may evict jobs',
      ['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru'],
      'maxmemory-policy noeviction',
    ],
  ])('refuses a Redis %s, in one line', async (_, settings, advice) => {
    const unsafe = await startRedis(settings);
    const worker = start(WORKER, unsafe.url);
    expect(await worker.ended).toBe(2);
    expect(worker.output()).toContain(advice);
    expect(worker.output().trim().split('\n')).toHaveLength(1);
    await unsafe.stop();
  });

  it('refuses a Redis that does not answer, in one line that shows no password', async () => {
    const worker = start(WORKER, 'redis://:hunter2@127.0.0.1:1');
    expect(await worker.ended).toBe(1); // it may come back: whoever supervises the worker starts it again
    expect(worker.output()).toMatch(/^worker: REDIS_URL: Redis does not answer \(.*ECONNREFUSED.*\)\n$/);
    expect(worker.output()).not.toContain('hunter2');
  });

  it('refuses a Redis that does not let it in, in one line that shows no password', async () => {
    const url = new URL(redis.url);
    url.password = 'hunter2';
    const worker = start(WORKER, url.href);
    expect(await worker.ended).toBe(2);
    expect(worker.output()).toMatch(/^worker: REDIS_URL: Redis does not let us in \(WRONGPASS .+\)\n$/);
    expect(worker.output()).not.toContain('hunter2');
  });
});

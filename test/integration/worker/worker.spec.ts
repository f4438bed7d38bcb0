import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { orderAnswersOf } from '#application/answer-forecast-batch';
import { type AnalysisRecord } from '#application/ports';
import { Database, PrismaAnalysisStore, PrismaForecastBatchStore, PrismaSimulationRunStore } from '#adapters/prisma';
import { eventually } from '../../contracts/eventually.js';
import { commitAnalysis, expectedRows } from '../../factories/analysis-requests.js';
import { BATCH_INPUTS, commitBatch } from '../../factories/batch-requests.js';
import { createTestDatabase, type TestDatabase } from '../../factories/database.js';
import { freePort } from '../../factories/free-port.js';
import { forecastBatch, simulationRun } from '../../factories/records.js';
import { commitRun, expectedSeeds, QUICK_AUCTIONS, SLOWER_AUCTIONS } from '../../factories/simulation-requests.js';
import { spawnTypescript, type TypescriptProcess } from '../../factories/typescript-process/index.js';

jest.setTimeout(240_000);

const WORKER = 'apps/worker/src/main.ts';
const HELD = 'test/integration/worker/held-worker.ts';
const FATAL = 'test/integration/worker/fatal-worker.ts';

describe('worker process', () => {
  let test: TestDatabase;
  let api: Database;
  let analyses: PrismaAnalysisStore;
  let batches: PrismaForecastBatchStore;
  let runs: PrismaSimulationRunStore;
  const children: TypescriptProcess[] = [];

  beforeAll(async () => {
    test = await createTestDatabase();
    await test.addDesk('alpha');
    // A busy machine may take long over a load of commits: how long is not what this spec is about.
    api = new Database({
      url: test.apiUrl,
      poolSize: 2,
      applicationName: 'worker spec',
      connectionWaitMs: 60_000,
    });
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
    await test.drop();
  });

  const start = (script: string, environment: Record<string, string> = {}): TypescriptProcess => {
    const child = spawnTypescript(script, { DATABASE_URL: test.workerUrl, LOG_LEVEL: 'warn', ...environment });
    children.push(child);
    return child;
  };

  const commit = (): Promise<string> => commitAnalysis(analyses);

  const settled = async (analysisId: string): Promise<AnalysisRecord> => {
    let record = await analyses.find('alpha', analysisId);
    await eventually(`analysis ${analysisId} is settled`, async () => {
      record = await analyses.find('alpha', analysisId);
      return record?.status === 'DONE' || record?.status === 'FAILED';
    });
    return record!;
  };

  const expectDone = async (analysisIds: readonly string[]): Promise<void> => {
    const parts = [{ part: 0, rows: await expectedRows() }];
    for (const id of analysisIds) {
      expect(await settled(id)).toMatchObject({ status: 'DONE' });
      expect(await analyses.parts('alpha', id, 0, 9)).toEqual(parts);
    }
  };

  const running = (analysisId: string): Promise<void> =>
    eventually('it runs', async () => (await analyses.find('alpha', analysisId))?.status === 'RUNNING');

  /** How many jobs the queue knows of these analyses, by state. */
  const jobStates = async (analysisIds: readonly string[]): Promise<Record<string, number>> => {
    const rows = await test.asOwner<{ state: string; count: number }>(
      `SELECT state::text, count(*)::int FROM bull.job WHERE data ->> 'analysisId' = ANY($1) GROUP BY state`,
      [analysisIds],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  it('does what was committed but never queued, and leaves nothing in the outbox', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, commit));
    start(WORKER);
    await expectDone(ids);
    await eventually('the queue agrees', async () => (await jobStates(ids)).completed === 20);
    expect(await test.asOwner('SELECT * FROM outbox')).toEqual([]);
  });

  it('killed in the middle of a job, the next worker does it, once', async () => {
    const held = start(HELD);
    const id = await commit();
    await running(id);
    held.kill('SIGKILL');
    expect(await held.ended).toBeUndefined();
    start(WORKER);
    await expectDone([id]);
    await eventually('the queue agrees', async () => (await jobStates([id])).completed === 1);
    expect(await jobStates([id])).toEqual({ completed: 1 });
  });

  const batchIs = (status: string, batchId: string): Promise<void> =>
    eventually(`batch ${batchId} is ${status}`, async () => (await batches.find('alpha', batchId))?.status === status);

  it('killed in the middle of a batch of forecasts, the next worker answers every order once', async () => {
    const held = start(HELD);
    const id = await commitBatch(batches);
    await batchIs('RUNNING', id);
    held.kill('SIGKILL');
    await held.ended;
    start(WORKER);
    await batchIs('DONE', id);
    const answers = await orderAnswersOf(batches, 'alpha', id, 0, 2_000);
    expect(answers.map((answer) => 'order' in answer && answer.order)).toEqual(BATCH_INPUTS.orders.map((_, i) => i));
  });

  it('does the batch of forecasts that the queue has lost', async () => {
    const one = forecastBatch({ orders: BATCH_INPUTS.orders.length, inputs: JSON.stringify(BATCH_INPUTS) });
    await batches.create(one, []);
    await test.asOwner('ALTER TABLE forecast_batch DISABLE TRIGGER touch');
    const backdate = `UPDATE forecast_batch SET updated_at = now() - interval '1 minute' WHERE id = $1`;
    await test.asOwner(backdate, [one.batchId], 'alpha');
    await test.asOwner('ALTER TABLE forecast_batch ENABLE TRIGGER touch');
    start(WORKER);
    await batchIs('DONE', one.batchId);
  });

  const runIs = (status: string, runId: string): Promise<void> =>
    eventually(`run ${runId} is ${status}`, async () => {
      const run = await runs.find('alpha', runId);
      if (run?.status === 'FAILED') throw new Error(run.failureReason);
      return run?.status === status;
    });

  it.each([1, 4])('%d of them simulate the seeds of a run, to the byte what one process does alone', async (count) => {
    const seeds = Array.from({ length: 12 }, (_, i) => i + 1);
    for (let i = 0; i < count; i += 1) start(WORKER);
    const id = await commitRun(runs, QUICK_AUCTIONS, seeds);
    await runIs('DONE', id);
    expect(await runs.keptSeeds('alpha', id)).toEqual(expectedSeeds(QUICK_AUCTIONS, seeds));
  });

  it('killed in the middle of a run, the next worker simulates the seeds that are missing', async () => {
    const seeds = Array.from({ length: 8 }, (_, i) => i + 1);
    /** Who wrote each seed's row. */
    const writers = async (runId: string): Promise<Record<string, string>> => {
      const rows = await test.asOwner<{ seed: number; writer: string }>(
        'SELECT seed, xmin::text AS writer FROM simulation_seed WHERE run_id = $1',
        [runId],
        'alpha',
      );
      return Object.fromEntries(rows.map(({ seed, writer }) => [seed, writer]));
    };
    const first = start(WORKER);
    const id = await commitRun(runs, SLOWER_AUCTIONS, seeds);
    await eventually('some seeds are done', async () => ((await runs.find('alpha', id))?.seedsDone ?? 0) >= 1);
    first.kill('SIGKILL');
    await first.ended;
    const before = await writers(id);
    expect(Object.keys(before).length).toBeLessThan(seeds.length);
    start(WORKER);
    await runIs('DONE', id);
    expect(await runs.keptSeeds('alpha', id)).toEqual(expectedSeeds(SLOWER_AUCTIONS, seeds));
    expect(await writers(id)).toMatchObject(before);
  });

  it('does other jobs while it simulates, and stops at a run that is cancelled', async () => {
    start(WORKER);
    const id = await commitRun(
      runs,
      SLOWER_AUCTIONS,
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    await runIs('RUNNING', id);
    expect(await settled(await commit())).toMatchObject({ status: 'DONE' });
    expect(await runs.find('alpha', id)).toMatchObject({ status: 'RUNNING' });
    expect(await runs.advance('alpha', id, { status: 'CANCELLED' })).toBe('APPLIED');
    const quick = await commitRun(runs, QUICK_AUCTIONS, [1, 2]);
    await runIs('DONE', quick);
    const { seedsDone } = (await runs.find('alpha', id))!;
    expect(seedsDone).toBeLessThan(100);
    expect(await runs.keptSeeds('alpha', id)).toHaveLength(seedsDone);
  });

  it('simulates the seeds that the queue has lost', async () => {
    const [kept] = expectedSeeds(QUICK_AUCTIONS, [1]);
    const one = simulationRun({ experiment: JSON.stringify(QUICK_AUCTIONS) });
    await runs.create(one, []);
    const owner = `UPDATE simulation_run SET status = 'RUNNING', seeds_done = 1, updated_at = now() - interval '1 minute'
      WHERE id = $1`;
    await test.asOwner('ALTER TABLE simulation_run DISABLE TRIGGER touch');
    await test.asOwner(owner, [one.runId], 'alpha');
    await test.asOwner('ALTER TABLE simulation_run ENABLE TRIGGER touch');
    await test.asOwner(`INSERT INTO simulation_seed VALUES ('alpha', $1, 1, $2)`, [one.runId, kept!.result], 'alpha');
    start(WORKER);
    await runIs('DONE', one.runId);
    expect(await runs.keptSeeds('alpha', one.runId)).toEqual(expectedSeeds(QUICK_AUCTIONS, [1, 2, 3]));
  });

  it('killed again and again under load, every analysis is done and none twice', async () => {
    const ids: string[] = [];
    for (let life = 0; life < 3; life += 1) {
      const worker = start(WORKER);
      const asked = await Promise.all(Array.from({ length: 60 }, commit));
      ids.push(...asked);
      await settled(asked[0]!);
      worker.kill('SIGKILL');
      await worker.ended;
    }
    start(WORKER);
    await expectDone(ids);
    await eventually('the queue agrees', async () => (await jobStates(ids)).completed === ids.length);
    expect(await test.asOwner('SELECT * FROM outbox')).toEqual([]);
  });

  it('does what the queue has lost', async () => {
    const id = await commit();
    await test.asOwner('DELETE FROM outbox'); // relayed, and gone: in no outbox and no queue
    await test.asOwner('ALTER TABLE analysis DISABLE TRIGGER touch');
    const backdate = `UPDATE analysis SET updated_at = now() - interval '1 minute' WHERE id = $1`;
    await test.asOwner(backdate, [id], 'alpha');
    await test.asOwner('ALTER TABLE analysis ENABLE TRIGGER touch');
    const worker = start(WORKER);
    await expectDone([id]);
    expect(worker.output()).toContain('stand still');
  });

  it('goes on when every connection to the database is cut', async () => {
    const worker = start(WORKER, { LOG_LEVEL: 'info' });
    await eventually('it takes jobs', () => worker.output().includes('taking jobs'));
    for (let cut = 0; cut < 3; cut += 1) {
      const before = await commit();
      await test.asOwner(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'footprint_worker'
        AND datname = current_database()`);
      const after = await commit();
      for (const id of [before, after]) expect(await settled(id)).toMatchObject({ status: 'DONE' });
    }
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
  });

  it('a job that takes its worker down every time is given up, with a reason', async () => {
    const id = await commit();
    for (let life = 0; life < 6; life += 1) {
      const worker = start(FATAL);
      const record = await Promise.race([worker.ended, settled(id)]);
      if (typeof record === 'object') break;
    }
    expect(await settled(id)).toMatchObject({ status: 'FAILED', failureReason: expect.stringContaining('stalled') });
    await eventually('the dead letter is gone', async () => Object.keys(await jobStates([id])).length === 0);
  });

  it('tells its health and its numbers', async () => {
    const port = String(await freePort());
    const worker = start(WORKER, { LOG_LEVEL: 'info', WORKER_PORT: port });
    await settled(await commit());
    await eventually('it takes jobs', () => worker.output().includes('taking jobs'));
    const get = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    expect(JSON.parse(await get('/health'))).toEqual({ status: 'up', queue: 'PostgreSQL' });
    await eventually('the job is counted', async () =>
      /^footprint_jobs_total\{job="scenario.analyse",outcome="done"\} 1$/m.test(await get('/metrics')),
    );
    const metrics = await get('/metrics');
    expect(metrics).toMatch(/^footprint_outbox_relayed_total 1$/m);
    expect(metrics).toMatch(/^footprint_jobs_waiting\{job="scenario.analyse"\} 0$/m);
    expect(metrics).toMatch(/^footprint_jobs_backlog_seconds\{job="scenario.analyse"\} 0$/m);
    expect(metrics).toMatch(/^footprint_workers_desired 1$/m);
    expect((await fetch(`http://127.0.0.1:${port}/else`)).status).toBe(404);
  });

  it('stops in order when told to', async () => {
    const worker = start(WORKER, { LOG_LEVEL: 'info' });
    await eventually('it takes jobs', () => worker.output().includes('taking jobs'));
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.output()).not.toContain(new URL(test.workerUrl).password);
  });

  it.each([
    ['a role that owns the tables', (): string => test.ownerUrl, /^worker: DATABASE_URL: role \S+ .+\n$/],
    ['no database', (): string => '', /^worker: DATABASE_URL must be .+\n$/],
  ])('refuses to start with %s, in one line', async (_, url, line) => {
    const worker = start(WORKER, { DATABASE_URL: url() });
    expect(await worker.ended).toBe(2);
    expect(worker.output()).toMatch(line);
    expect(worker.output().trim().split('\n')).toHaveLength(1);
  });
});

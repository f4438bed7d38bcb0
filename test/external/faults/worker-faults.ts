import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { orderAnswersOf } from '#application/answer-forecast-batch';
import { type ForecastBatchState } from '#application/ports';
import { Database, PrismaForecastBatchStore } from '#adapters/prisma';
import { eventually } from '../../contracts/eventually.js';
import { commitBatch } from '../../factories/batch-requests.js';
import { createTestDatabase, type TestDatabase } from '../../factories/database.js';
import { spawnTypescript, type TypescriptProcess } from '../../factories/typescript-process/index.js';
import { commitDeadlyBatch, commitSmallBatch, commitUnreadableBatch } from './fault-batches.js';

const WORKER = 'apps/worker/src/main.ts';
const POISONED = 'test/external/faults/poisoned-worker.ts';
const SLOW = 'test/external/faults/slow-worker.ts';

const IN_FLIGHT = 1_000;
const OTHERS = 100;
const LIVES = 8;
/** Rows written at once by whoever asks for the batches. */
const AT_ONCE = 20;
const POLL_MS = 100;

/** A place for workers: a database server and what holds their queue. */
export interface FaultyDeployment {
  /** Of the worker, besides its database. */
  readonly environment: Readonly<Record<string, string>>;
  /** The server that holds the queue dies and comes back with what is on its disk. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** What workers do when they or what they stand on dies. `open` prepares the server of TEST_DATABASE_URL as well. */
export const workerFaults = (name: string, open: () => Promise<FaultyDeployment>): void => {
  describe(`workers with their queue on ${name}`, () => {
    let deployment: FaultyDeployment;
    let test: TestDatabase;
    let api: Database;
    let batches: PrismaForecastBatchStore;
    const children: TypescriptProcess[] = [];

    beforeAll(async () => {
      deployment = await open();
      test = await createTestDatabase();
      await test.addDesk('alpha');
      api = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'faults', connectionWaitMs: 60_000 });
      batches = new PrismaForecastBatchStore(api);
    });
    afterEach(async () => {
      for (const child of children.splice(0)) {
        child.kill('SIGKILL');
        await child.ended;
      }
    });
    afterAll(async () => {
      await api.close();
      await test.drop().catch(() => undefined);
      await deployment.close();
    });

    const start = (script: string): TypescriptProcess => {
      const environment = { DATABASE_URL: test.workerUrl, LOG_LEVEL: 'warn', ...deployment.environment };
      const child = spawnTypescript(script, environment);
      children.push(child);
      return child;
    };

    const commitMany = async (count: number, commit: () => Promise<string>): Promise<readonly string[]> => {
      const ids: string[] = [];
      while (ids.length < count) ids.push(...(await Promise.all(Array.from({ length: AT_ONCE }, commit))));
      return ids;
    };

    const inState = async (ids: readonly string[], status: ForecastBatchState): Promise<number> => {
      const found = await Promise.all(ids.map((id) => batches.find('alpha', id)));
      return found.filter((batch) => batch?.status === status).length;
    };
    const anyInState = async (ids: readonly string[], status: ForecastBatchState): Promise<boolean> => {
      for (const id of ids) if ((await batches.find('alpha', id))?.status === status) return true;
      return false;
    };
    /** However long a busy machine takes over it: the test has its own time. */
    const allDone = async (ids: readonly string[]): Promise<void> => {
      for (const id of ids) {
        for (;;) {
          const { status, failureReason } = (await batches.find('alpha', id))!;
          if (status === 'DONE') break;
          if (status === 'FAILED') throw new Error(`batch ${id} failed: ${failureReason ?? ''}`);
          await sleep(POLL_MS);
        }
      }
    };

    /** Every order of every batch has one answer, and batches of the same orders have the same answers. */
    const answeredOnce = async (ids: readonly string[]): Promise<void> => {
      expect(await inState(ids, 'DONE')).toBe(ids.length);
      const different = new Set<string>();
      for (const id of ids) different.add(JSON.stringify(await orderAnswersOf(batches, 'alpha', id, 0, 1_000)));
      expect(different.size).toBe(1);
      const [answers] = different;
      expect((JSON.parse(answers!) as { order: number }[]).map(({ order }) => order)).toEqual(
        Array.from({ length: 10 }, (_, i) => i),
      );
    };

    it(`one is killed with ${IN_FLIGHT} jobs in flight: the other answers each once`, async () => {
      const ids = await commitMany(IN_FLIGHT, () => commitSmallBatch(batches));
      const first = start(WORKER);
      const second = start(WORKER);
      await eventually('some are done', () => anyInState(ids.slice(0, 50), 'DONE'));
      first.kill('SIGKILL');
      await first.ended;
      await allDone(ids);
      await answeredOnce(ids);
      expect(await test.asOwner('SELECT FROM outbox')).toEqual([]);
      second.kill('SIGTERM');
    });

    it('a job that fails every time is given up with its reason while the others are done', async () => {
      const poison = await commitUnreadableBatch(batches);
      const others = await commitMany(OTHERS, () => commitSmallBatch(batches));
      start(WORKER);
      await eventually('others are done', () => anyInState(others, 'DONE'));
      expect(await batches.find('alpha', poison)).not.toMatchObject({ status: 'FAILED' });
      await allDone(others);
      await eventually('it is given up', async () => (await batches.find('alpha', poison))?.status === 'FAILED');
      expect(await batches.find('alpha', poison)).toMatchObject({ failureReason: expect.stringContaining('JSON') });
    });

    it('a job that takes its worker down every time is given up while the others are done', async () => {
      const deadly = await commitDeadlyBatch(batches);
      const others = await commitMany(OTHERS, () => commitSmallBatch(batches));
      const settled = eventually('it is given up', async () => {
        return (await batches.find('alpha', deadly))?.status === 'FAILED';
      });
      // As the launcher does: one that died is started again.
      for (let life = 0; life < LIVES; life += 1) {
        const ended = await Promise.race([start(POISONED).ended.then(() => true), settled.then(() => false)]);
        if (!ended) break;
      }
      await settled;
      await allDone(others);
      expect(await batches.find('alpha', deadly)).toMatchObject({ failureReason: expect.stringContaining('stalled') });
    });

    it('the server of the queue restarts under load: nothing that was acknowledged is lost', async () => {
      const worker = start(WORKER);
      const died = worker.ended.then((code) => {
        throw new Error(`the worker ended with ${code}:\n${worker.output()}`);
      });
      const acknowledged: string[] = [];
      const load = new AbortController();
      /** Keeps asking; what is refused while the server is away was not acknowledged. */
      const asking = (async () => {
        while (!load.signal.aborted) {
          await commitSmallBatch(batches).then(
            (id) => acknowledged.push(id),
            () => undefined,
          );
        }
      })();
      // One that meets a crash while it starts ends, and is started again by the launcher: here it is the running one that is tried.
      await Promise.race([died, eventually('it works', () => anyInState(acknowledged, 'DONE'))]);
      for (let crash = 1; crash <= 2; crash += 1) {
        const before = acknowledged.length;
        await eventually('there is load', () => acknowledged.length >= before + 100);
        await deployment.crash();
      }
      const before = acknowledged.length;
      await eventually('there is load', () => acknowledged.length >= before + 100);
      load.abort();
      await asking;
      await Promise.race([died, allDone(acknowledged)]);
      await answeredOnce(acknowledged);
      worker.kill('SIGTERM');
      expect(await worker.ended).toBe(0);
    });

    it('stops at a cancellation and at a deadline, and keeps what is there', async () => {
      start(SLOW);
      const [cancelled, late] = [await commitBatch(batches), await commitBatch(batches, { withinSeconds: 0.2 })];
      await eventually('it runs', async () => (await batches.find('alpha', cancelled))?.status === 'RUNNING');
      await eventually('a part is there', async () => (await batches.find('alpha', cancelled))?.answered === 1_024);
      expect(await batches.advance('alpha', cancelled, { status: 'CANCELLED' })).toBe('APPLIED');
      await eventually('the deadline is honoured', async () => {
        return (await batches.find('alpha', late))?.status === 'EXPIRED';
      });
      const after = await commitSmallBatch(batches);
      await allDone([after]);
      const { status, answered } = (await batches.find('alpha', cancelled))!;
      expect(status).toBe('CANCELLED');
      expect(await orderAnswersOf(batches, 'alpha', cancelled, 0, 2_000)).toHaveLength(answered);
      expect(answered).toBeLessThan(2_000);
      expect((await batches.find('alpha', late))!.answered).toBeLessThan(2_000);
    });
  });
};

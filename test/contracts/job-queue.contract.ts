import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Job, type JobHandler, type Jobs } from '#application/jobs';
import { BullJobQueue, JobWorkers, type JobObserver, type QueueServer } from '#adapters/bullmq';
import { uuidV7 } from '../factories/records.js';
import { eventually } from './eventually.js';

jest.setTimeout(60_000);

type Key = Jobs['scenario.analyse'];

const jobOf = (): Job => ({ name: 'scenario.analyse', payload: { deskId: 'alpha', scenarioId: uuidV7() } });

/** What the queue and its workers do, on either server. */
export const jobQueueContract = (
  name: string,
  open: () => Promise<{ server: QueueServer; close: () => Promise<void> }>,
): void => {
  describe(`job queue on ${name}`, () => {
    const errors: unknown[] = [];
    let server: QueueServer;
    let closing: (() => Promise<void>)[] = [];

    beforeEach(async () => {
      const opened = await open();
      server = opened.server;
      closing = [opened.close];
      errors.length = 0;
    });
    afterEach(async () => {
      for (const close of closing.reverse()) await close();
    });

    const openQueue = async (): Promise<BullJobQueue> => {
      const queue = new BullJobQueue(server, (error) => errors.push(error));
      closing.push(() => queue.close());
      await queue.ready();
      return queue;
    };

    const work = async (handler: Partial<JobHandler<Key>>) => {
      const ran: string[] = [];
      const abandoned: { readonly id: string; readonly reason: string }[] = [];
      const observer: JobObserver = {
        done: () => undefined,
        failed: () => undefined,
        abandoned: () => undefined,
        error: (error) => errors.push(error),
      };
      const run = async (key: Key): Promise<void> => {
        ran.push(key.scenarioId);
        await handler.run?.(key);
      };
      const abandon = async (key: Key, reason: string): Promise<void> => {
        await handler.abandon?.(key, reason);
        abandoned.push({ id: key.scenarioId, reason });
      };
      const workers = new JobWorkers(server, { 'scenario.analyse': { run, abandon } }, observer);
      await workers.ready();
      closing.push(() => workers.close());
      return { ran, abandoned };
    };

    it('runs every job once, whether it came before the workers or after', async () => {
      const queue = await openQueue();
      const jobs = Array.from({ length: 20 }, jobOf);
      await queue.enqueue(jobs.slice(0, 10));
      const { ran } = await work({});
      await queue.enqueue(jobs.slice(10));
      await eventually('all ran', () => ran.length >= 20);
      expect(new Set(ran)).toEqual(new Set(jobs.map(({ payload }) => payload.scenarioId)));
      expect(ran).toHaveLength(20);
      expect(errors).toEqual([]);
    });

    it('a job enqueued again, before and after it ran, is the same job', async () => {
      const queue = await openQueue();
      const [first, second] = [jobOf(), jobOf()];
      await queue.enqueue([first, first]);
      await queue.enqueue([first]);
      const { ran } = await work({});
      await eventually('it ran', () => ran.length > 0);
      await queue.enqueue([first, second]);
      await eventually('the other ran', () => ran.includes(second.payload.scenarioId));
      expect(ran).toEqual([first, second].map(({ payload }) => payload.scenarioId));
    });

    it('tries a failed job again', async () => {
      const queue = await openQueue();
      const seen: string[] = [];
      const { ran, abandoned } = await work({
        run: ({ scenarioId }) => {
          seen.push(scenarioId);
          return seen.length === 1 ? Promise.reject(new Error('not today')) : Promise.resolve();
        },
      });
      await queue.enqueue([jobOf()]);
      await eventually('it ran twice', () => ran.length === 2);
      expect(abandoned).toEqual([]);
    });

    it('a job that fails for good is settled with its owner, even when settling fails at first', async () => {
      const queue = await openQueue();
      const attempts: string[] = [];
      const { ran, abandoned } = await work({
        run: () => Promise.reject(new UnrecoverableError()),
        abandon: (_, reason) => {
          attempts.push(reason);
          return attempts.length === 1 ? Promise.reject(new Error('database away')) : Promise.resolve();
        },
      });
      const job = jobOf();
      await queue.enqueue([job]);
      await eventually('it is abandoned', () => abandoned.length > 0);
      expect(abandoned).toEqual([{ id: job.payload.scenarioId, reason: 'no use' }]);
      expect(ran).toHaveLength(1);
      // Settled once: nobody settles it again.
      await queue.enqueue([job]);
      await eventually('it may come again', () => ran.length === 2);
      await eventually('and is settled again', () => abandoned.length === 2);
    });
  });
};

/** What BullMQ takes for final: tests must not wait for the back-off of five attempts. */
class UnrecoverableError extends Error {
  override readonly name = 'UnrecoverableError';

  constructor() {
    super('no use');
  }
}

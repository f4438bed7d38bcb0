import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  JOB_NAMES,
  jobId,
  type AnalysisPartKey,
  type Job,
  type JobHandler,
  type JobHandlers,
  type JobName,
  type JobPriority,
  type Jobs,
} from '#application/jobs';
import { BullJobQueue, JobWorkers, type JobObserver, type QueueServer } from '#adapters/bullmq';
import { uuidV7 } from '../factories/records.js';
import { eventually } from './eventually.js';

jest.setTimeout(60_000);

type Payload = Job['payload'];

const newPart = (): AnalysisPartKey => ({ deskId: 'alpha', analysisId: uuidV7(), part: 3, priority: 'BULK' });

const NEW_JOB: { readonly [N in JobName]: () => Job<N> } = {
  'impact.forecastBatch': () => ({
    name: 'impact.forecastBatch',
    payload: { deskId: 'alpha', batchId: uuidV7(), priority: 'BULK' },
  }),
  'simulation.run': () => ({ name: 'simulation.run', payload: { deskId: 'alpha', runId: uuidV7(), seed: 7 } }),
  'scenario.analyse': () => ({ name: 'scenario.analyse', payload: newPart() }),
  'portfolio.analyse': () => ({ name: 'portfolio.analyse', payload: newPart() }),
  'venues.select': () => ({ name: 'venues.select', payload: newPart() }),
  'hitmodel.fit': () => ({ name: 'hitmodel.fit', payload: { deskId: uuidV7(), upTo: 100 } }),
};

/** What the queue and its workers do, on either server. */
export const jobQueueContract = (
  name: string,
  open: () => Promise<{ server: QueueServer; close: () => Promise<void> }>,
): void => {
  describe.each(JOB_NAMES)(`%s on the job queue on ${name}`, (job) => {
    const jobOf = (): Job => NEW_JOB[job]();
    const idOf = (payload: Payload): string => jobId({ name: job, payload } as Job);

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

    const work = async (handler: Partial<JobHandler<Payload>>) => {
      const ran: string[] = [];
      const abandoned: { readonly id: string; readonly reason: string }[] = [];
      const observer: JobObserver = {
        done: () => undefined,
        failed: () => undefined,
        abandoned: () => undefined,
        error: (error) => errors.push(error),
      };
      const run = async (payload: Payload): Promise<void> => {
        ran.push(idOf(payload));
        await handler.run?.(payload);
      };
      const abandon = async (payload: Payload, reason: string): Promise<void> => {
        await handler.abandon?.(payload, reason);
        abandoned.push({ id: idOf(payload), reason });
      };
      const others: JobHandler<Payload> = {
        run: () => Promise.reject(new Error(`this is no job of ${job}`)),
        abandon: () => Promise.resolve(),
      };
      const handlers = Object.fromEntries(JOB_NAMES.map((one) => [one, one === job ? { run, abandon } : others]));
      const workers = new JobWorkers(server, handlers as unknown as JobHandlers, observer);
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
      expect(new Set(ran)).toEqual(new Set(jobs.map(jobId)));
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
      await eventually('the other ran', () => ran.includes(jobId(second)));
      expect(ran).toEqual([first, second].map(jobId));
    });

    it('counts what waits, by name', async () => {
      const queue = await openQueue();
      await queue.enqueue(Array.from({ length: 3 }, jobOf));
      expect(await queue.waiting()).toEqual({ ...Object.fromEntries(JOB_NAMES.map((one) => [one, 0])), [job]: 3 });
      const { ran } = await work({});
      await eventually('all ran', async () => ran.length === 3 && (await queue.waiting())[job] === 0);
    });

    it('tries a failed job again', async () => {
      const queue = await openQueue();
      const seen: string[] = [];
      const { ran, abandoned } = await work({
        run: (payload) => {
          seen.push(idOf(payload));
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
      const failing = jobOf();
      await queue.enqueue([failing]);
      await eventually('it is abandoned', () => abandoned.length > 0);
      expect(abandoned).toEqual([{ id: jobId(failing), reason: 'no use' }]);
      expect(ran).toHaveLength(1);
      // Settled once: nobody settles it again. Until its last row is gone, the same job is taken for it.
      await eventually('it may come again', async () => {
        if (ran.length < 2) await queue.enqueue([failing]);
        return ran.length === 2;
      });
      await eventually('and is settled again', () => abandoned.length === 2);
    });
  });
};

/** Batches of forecasts are the jobs that may be of either priority. */
export const jobPriorityContract = (
  name: string,
  open: () => Promise<{ server: QueueServer; close: () => Promise<void> }>,
): void => {
  it(`interactive jobs are begun before bulk ones that waited longer, on the job queue on ${name}`, async () => {
    const { server, close } = await open();
    const errors: unknown[] = [];
    const queue = new BullJobQueue(server, (error) => errors.push(error));
    await queue.ready();
    const batchOf = (priority: JobPriority): Job => ({
      name: 'impact.forecastBatch',
      payload: { deskId: 'alpha', batchId: uuidV7(), priority },
    });
    const bulk = Array.from({ length: 6 }, () => batchOf('BULK'));
    const interactive = Array.from({ length: 4 }, () => batchOf('INTERACTIVE'));
    await queue.enqueue(bulk);
    await queue.enqueue(interactive);
    const ran: string[] = [];
    const idle: JobHandler<Payload> = { run: () => Promise.resolve(), abandon: () => Promise.resolve() };
    const handlers = {
      ...Object.fromEntries(JOB_NAMES.map((one) => [one, idle])),
      'impact.forecastBatch': {
        ...idle,
        run: (payload: Jobs['impact.forecastBatch']) => Promise.resolve(void ran.push(payload.batchId)),
      },
    };
    const observer: JobObserver = {
      done: () => undefined,
      failed: () => undefined,
      abandoned: () => undefined,
      error: (error) => errors.push(error),
    };
    const workers = new JobWorkers(server, handlers as unknown as JobHandlers, observer, { 'impact.forecastBatch': 1 });
    await eventually('all ran', () => ran.length === 10);
    const idsOf = (jobs: readonly Job[]) =>
      jobs.map(({ payload }) => (payload as Jobs['impact.forecastBatch']).batchId);
    expect(ran).toEqual([...idsOf(interactive), ...idsOf(bulk)]);
    expect(errors).toEqual([]);
    await workers.close();
    await queue.close();
    await close();
  });
};

/** What BullMQ takes for final: tests must not wait for the back-off of five attempts. */
class UnrecoverableError extends Error {
  override readonly name = 'UnrecoverableError';

  constructor() {
    super('no use');
  }
}

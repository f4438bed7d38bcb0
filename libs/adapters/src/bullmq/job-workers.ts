import { Queue, Worker, type Job as BullJob } from 'bullmq';
import { JOB_NAMES, type JobHandler, type JobHandlers, type JobName, type Jobs } from '#application/jobs';
import { DeadLetters } from './dead-letters.js';
import { type QueueServer } from './queue-server.js';
import { Suspects } from './suspects.js';

/** Told what happens to jobs; must not throw. */
export interface JobObserver {
  done(job: JobName, jobId: string, durationMs: number): void;
  /** One attempt failed. */
  failed(job: JobName, jobId: string, attempt: number, reason: string): void;
  /** The job failed for good and its owner knows. */
  abandoned(job: JobName, jobId: string, reason: string): void;
  error(error: unknown): void;
}

/** Jobs of one name that a worker has in hand at most, unless it is told otherwise. */
export const JOBS_IN_HAND = 4;

// A worker that was killed lets go of its jobs within these: together about 2.5 s.
const LOCK_MS = 2_000;
const STALLED_CHECK_MS = 500;
/** Of no account: a job is given up for what it did itself, which `Suspects` knows, and not for whom it stood beside. */
const STALLED_MAX = 1_000;
const RETRY_MS = 500;

/** Runs the jobs of every name with their handlers, and tells the owner of a job that failed for good. */
export class JobWorkers {
  private readonly workers: readonly Worker[];
  private readonly deadLetters: readonly DeadLetters[];

  constructor(
    server: QueueServer,
    handlers: JobHandlers,
    observer: JobObserver,
    concurrency: Readonly<Partial<Record<JobName, number>>> = {},
  ) {
    const parts = JOB_NAMES.map((name) =>
      startWorker(server, name, handlers[name], observer, concurrency[name] ?? JOBS_IN_HAND),
    );
    this.workers = parts.map(({ worker }) => worker);
    this.deadLetters = parts.map(({ deadLetters }) => deadLetters);
  }

  /** Resolves when jobs are being taken. */
  async ready(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  /** Takes no more jobs and resolves when those in hand are finished. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await Promise.all(this.deadLetters.map((letters) => letters.close()));
  }
}

const startWorker = <N extends JobName>(
  server: QueueServer,
  name: N,
  handler: JobHandler<Jobs[N]>,
  observer: JobObserver,
  concurrency: number,
): { worker: Worker; deadLetters: DeadLetters } => {
  const queue = new Queue(name, { connection: server.producer }, server.factory);
  queue.on('error', (error) => {
    observer.error(error);
  });
  const deadLetters = new DeadLetters(
    queue,
    async (job) => {
      await handler.abandon(job.data as Jobs[N], job.failedReason);
      observer.abandoned(name, job.id ?? '', job.failedReason);
    },
    (error) => {
      observer.error(error);
    },
  );
  const suspects = new Suspects();
  const worker = new Worker(
    name,
    (job) => suspects.run(job, () => handler.run(job.data as Jobs[N])),
    {
      connection: server.consumer,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_MAX,
      runRetryDelay: RETRY_MS,
    },
    server.factory,
  );
  worker.on('completed', (job) => {
    observer.done(name, job.id ?? '', durationMs(job));
  });
  worker.on('failed', (job, error) => {
    observer.failed(name, job?.id ?? '', job?.attemptsMade ?? 0, error.message);
    deadLetters.look();
  });
  worker.on('error', (error) => {
    observer.error(error);
  });
  return { worker, deadLetters };
};

const durationMs = ({ processedOn, finishedOn }: BullJob): number => (finishedOn ?? 0) - (processedOn ?? 0);

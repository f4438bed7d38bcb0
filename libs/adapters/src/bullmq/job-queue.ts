import { Queue } from 'bullmq';
import { JOB_NAMES, jobId, jobPriority, type Job, type JobName, type JobPriority } from '#application/jobs';
import { type JobQueue } from '#application/ports';
import { type QueueServer } from './queue-server.js';

/** The last attempt begins about 15 s after the first: longer than the restart of a database. */
const ATTEMPTS = 5;
const FIRST_BACKOFF_MS = 1_000;
/** Done jobs that are kept, for a person who looks: their results are elsewhere. */
const KEPT_WHEN_DONE = 1_000;

/** As BullMQ counts: 0 before all others, then the smaller number. */
const PRIORITIES: Readonly<Record<JobPriority, number>> = { INTERACTIVE: 0, BULK: 1 };

/** BullMQ's states of a job that nobody has in hand and that is not done. */
const WAITING = ['waiting', 'prioritized', 'delayed'] as const;

type BulkEntry = Parameters<Queue['addBulk']>[0][number];

/** One BullMQ queue per job name. */
export class BullJobQueue implements JobQueue {
  private readonly queues: Readonly<Record<JobName, Queue>>;

  constructor(server: QueueServer, onError: (error: unknown) => void) {
    this.queues = Object.fromEntries(
      JOB_NAMES.map((name) => {
        const queue = new Queue(name, { connection: server.producer, defaultJobOptions }, server.factory);
        queue.on('error', onError);
        return [name, queue];
      }),
    ) as Record<JobName, Queue>;
  }

  async ready(): Promise<void> {
    await Promise.all(this.all().map((queue) => queue.waitUntilReady()));
  }

  async enqueue(jobs: readonly Job[]): Promise<void> {
    const entriesOf = new Map<JobName, BulkEntry[]>();
    for (const job of jobs) {
      const entries = entriesOf.get(job.name) ?? [];
      entriesOf.set(job.name, entries);
      entries.push({
        name: job.name,
        data: job.payload,
        opts: { jobId: jobId(job), priority: PRIORITIES[jobPriority(job)] },
      });
    }
    for (const [name, entries] of entriesOf) await this.queues[name].addBulk(entries);
  }

  async waiting(): Promise<Readonly<Record<JobName, number>>> {
    const counts = JOB_NAMES.map(
      async (name) => [name, await this.queues[name].getJobCountByTypes(...WAITING)] as const,
    );
    return Object.fromEntries(await Promise.all(counts)) as Record<JobName, number>;
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((queue) => queue.close()));
  }

  private all(): readonly Queue[] {
    return Object.values(this.queues);
  }
}

const defaultJobOptions = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: FIRST_BACKOFF_MS },
  removeOnComplete: { count: KEPT_WHEN_DONE },
};

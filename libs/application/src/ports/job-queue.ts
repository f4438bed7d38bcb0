import { type Job, type JobName } from '#application/jobs';

/** The queue of background work. */
export interface JobQueue {
  /** Durable when the promise resolves. A job whose `jobId` is queued already is the same job, not a second one. */
  enqueue(jobs: readonly Job[]): Promise<void>;
  /** Jobs of each name that nobody has in hand, those that are to be tried again included. */
  waiting(): Promise<Readonly<Record<JobName, number>>>;
}

import { UnrecoverableError, type Job } from 'bullmq';

/** A suspect that took its worker down as often, alone, is given up. */
const DEATHS_MAX = 3;

/**
 * Jobs that a worker had in hand when it died. One of them may be what killed it, so they run one after another, and each writes
 * down that it begins: the next death convicts one job and not those beside it.
 */
export class Suspects {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs a job at once, or a suspect when those before it are done. */
  run(job: Job, work: () => Promise<void>): Promise<void> {
    if (job.stalledCounter === 0) return work();
    const turn = this.last.then(() => runWatched(job, work));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

/** The progress of a suspect is how often a worker died of it. */
const runWatched = async (job: Job, work: () => Promise<void>): Promise<void> => {
  const deaths = typeof job.progress === 'number' ? job.progress : 0;
  if (deaths >= DEATHS_MAX) throw new UnrecoverableError(`job stalled: ${deaths} workers died while they ran it alone`);
  await job.updateProgress(deaths + 1);
  try {
    await work();
  } catch (error) {
    await job.updateProgress(deaths); // it failed, and nobody died
    throw error;
  }
};

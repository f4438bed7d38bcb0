/** What waits of one kind of job, and how fast a worker does it. */
export interface JobLoad {
  /** Jobs that nobody has in hand. */
  readonly waiting: number;
  /** Time of one job as it was observed; undefined before the first. */
  readonly secondsPerJob: number | undefined;
  /** Jobs of this kind that one worker has in hand at a time. */
  readonly concurrency: number;
}

/** Waiting work over the observed rate of one worker: so long it would take alone. Undefined while that rate is unknown. */
export const backlogSeconds = ({ waiting, secondsPerJob, concurrency }: JobLoad): number | undefined => {
  if (waiting === 0) return 0;
  return secondsPerJob === undefined ? undefined : (waiting * secondsPerJob) / concurrency;
};

/**
 * Workers that would do all that waits within `targetSeconds`, at least one: kinds of jobs share a worker's processor, so their
 * backlogs add up. A kind whose rate is unknown adds nothing; one worker learns it.
 */
export const desiredWorkers = (loads: readonly JobLoad[], targetSeconds: number): number => {
  const total = loads.reduce((sum, load) => sum + (backlogSeconds(load) ?? 0), 0);
  return Math.max(1, Math.ceil(total / targetSeconds));
};

/** Weight of the newest job in the mean. */
const NEWEST_WEIGHT = 0.1;

/** An exponentially weighted mean of the times of jobs, which follows when they become longer or shorter. */
export class JobSeconds {
  private mean: number | undefined;

  observe(seconds: number): void {
    this.mean = this.mean === undefined ? seconds : this.mean + NEWEST_WEIGHT * (seconds - this.mean);
  }

  value(): number | undefined {
    return this.mean;
  }
}

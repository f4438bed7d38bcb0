import { type Logger } from 'pino';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { JOB_NAMES, type JobName } from '#application/jobs';
import { type JobQueue } from '#application/ports';
import { backlogSeconds, desiredWorkers, JobSeconds, type JobLoad } from '#application/scaling-signal';
import { type JobObserver } from '#adapters/bullmq';

/** What the worker says about its jobs, in the log and at /metrics. */
export interface JobMetrics extends JobObserver {
  readonly registry: Registry;
  relayed(jobs: number): void;
  /** Shows what waits in `queue` and how many workers it would take, whenever the metrics are asked for. */
  watch(queue: JobQueue, concurrencyOf: (job: JobName) => number): void;
}

/** What waits is to be begun within this time. */
const BACKLOG_SECONDS_MAX = 30;

export const jobMetrics = (logger: Logger): JobMetrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const jobs = new Counter({
    name: 'footprint_jobs_total',
    help: 'Attempts by how they ended, and jobs given up.',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'footprint_job_duration_seconds',
    help: 'Time of a successful attempt.',
    labelNames: ['job'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120],
    registers,
  });
  const relayed = new Counter({
    name: 'footprint_outbox_relayed_total',
    help: 'Jobs handed from the outbox to the queue.',
    registers,
  });
  const seconds = new Map(JOB_NAMES.map((job) => [job, new JobSeconds()]));
  return {
    registry,
    relayed: (count) => {
      relayed.inc(count);
    },
    watch: (queue, concurrencyOf) => {
      showBacklog(registry, async () => {
        const waiting = await queue.waiting();
        return JOB_NAMES.map((job) => ({
          job,
          waiting: waiting[job],
          secondsPerJob: seconds.get(job)?.value(),
          concurrency: concurrencyOf(job),
        }));
      });
    },
    done: (job, jobId, durationMs) => {
      jobs.inc({ job, outcome: 'done' });
      duration.observe({ job }, durationMs / 1000);
      seconds.get(job)?.observe(durationMs / 1000);
      logger.info({ jobId, durationMs }, 'job done');
    },
    failed: (job, jobId, attempt, reason) => {
      jobs.inc({ job, outcome: 'failed' });
      logger.warn({ jobId, attempt, reason }, 'job attempt failed');
    },
    abandoned: (job, jobId, reason) => {
      jobs.inc({ job, outcome: 'abandoned' });
      logger.error({ jobId, reason }, 'job given up');
    },
    error: (err) => {
      logger.error({ err }, 'queue interrupted');
    },
  };
};

/** The signal to scale by. A queue that cannot be asked leaves the last figures. */
const showBacklog = (
  registry: Registry,
  loadsNow: () => Promise<readonly (JobLoad & { readonly job: JobName })[]>,
): void => {
  let looking: Promise<void> | undefined;
  // One look for all three, however many are asked for at once.
  const collect = (): Promise<void> => (looking ??= look().finally(() => (looking = undefined)));
  const waiting = new Gauge({
    name: 'footprint_jobs_waiting',
    help: 'Jobs in the queue that nobody has in hand.',
    labelNames: ['job'],
    registers: [registry],
    collect,
  });
  const backlog = new Gauge({
    name: 'footprint_jobs_backlog_seconds',
    help: 'Time that this worker alone would take over the jobs that wait, at the rate at which it did the last ones.',
    labelNames: ['job'],
    registers: [registry],
    collect,
  });
  const desired = new Gauge({
    name: 'footprint_workers_desired',
    help: `Workers like this one that would do what waits within ${BACKLOG_SECONDS_MAX} s.`,
    registers: [registry],
    collect,
  });
  const look = async (): Promise<void> => {
    const loads = await loadsNow().catch(() => []);
    if (loads.length === 0) return;
    for (const load of loads) {
      waiting.set({ job: load.job }, load.waiting);
      const seconds = backlogSeconds(load);
      if (seconds !== undefined) backlog.set({ job: load.job }, seconds);
    }
    desired.set(desiredWorkers(loads, BACKLOG_SECONDS_MAX));
  };
};

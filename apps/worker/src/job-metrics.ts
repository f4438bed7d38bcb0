import { type Logger } from 'pino';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { type JobObserver } from '#adapters/bullmq';

/** What the worker says about its jobs, in the log and at /metrics. */
export interface JobMetrics extends JobObserver {
  readonly registry: Registry;
  relayed(jobs: number): void;
}

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
  return {
    registry,
    relayed: (count) => {
      relayed.inc(count);
    },
    done: (job, jobId, durationMs) => {
      jobs.inc({ job, outcome: 'done' });
      duration.observe({ job }, durationMs / 1000);
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

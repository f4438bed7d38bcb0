import { type Job } from '#application/jobs';
import { type ForecastBatchStore, type JobQueue, type ScenarioStore } from '#application/ports';

/** Longer than a job takes, its retries included, so that what is queued again has most likely been lost. */
const STANDSTILL_MS = 30_000;
/** Of each kind per call; the rest waits for the next. */
const LIMIT = 200;

export interface RequeueStandingPorts {
  readonly scenarios: ScenarioStore;
  readonly forecastBatches: ForecastBatchStore;
  readonly queue: JobQueue;
}

/**
 * Hands the jobs of scenarios and batches that stand still to the queue again, in case it lost them; resolves to how many. A
 * job that the queue still has stays the one job it is.
 */
export const requeueStanding = async ({ scenarios, forecastBatches, queue }: RequeueStandingPorts): Promise<number> => {
  const [standingScenarios, standingBatches] = await Promise.all([
    scenarios.unsettled(STANDSTILL_MS, LIMIT),
    forecastBatches.unsettled(STANDSTILL_MS, LIMIT),
  ]);
  const jobs: readonly Job[] = [
    ...standingScenarios.map((payload): Job => ({ name: 'scenario.analyse', payload })),
    ...standingBatches.map((payload): Job => ({ name: 'impact.forecastBatch', payload })),
  ];
  if (jobs.length > 0) await queue.enqueue(jobs);
  return jobs.length;
};

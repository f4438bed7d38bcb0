import { type Job } from '#application/jobs';
import {
  analysisJobs,
  type AnalysisStore,
  type ForecastBatchStore,
  type JobQueue,
  type SimulationRunStore,
} from '#application/ports';

/** Longer than a job takes, its retries included, so that what is queued again has most likely been lost. */
const STANDSTILL_MS = 30_000;
/** Of each kind per call; the rest waits for the next. */
const LIMIT = 200;
/** Of runs and of analyses no more are looked at once their seeds or parts are these many jobs. */
const JOBS_ENOUGH = 1_000;

export interface RequeueStandingPorts {
  readonly forecastBatches: ForecastBatchStore;
  readonly simulationRuns: SimulationRunStore;
  readonly analyses: AnalysisStore;
  readonly queue: Pick<JobQueue, 'enqueue'>;
}

/**
 * Hands the jobs of batches, simulation runs and analyses that stand still to the queue again, in case it lost them; resolves to how many.
 * A job that the queue still has stays the one job it is.
 */
export const requeueStanding = async (ports: RequeueStandingPorts): Promise<number> => {
  const { forecastBatches, simulationRuns, analyses, queue } = ports;
  const ofEachKind = await Promise.all([
    jobsOfBatches(forecastBatches),
    missingSeeds(simulationRuns),
    missingParts(analyses),
  ]);
  const jobs = ofEachKind.flat();
  if (jobs.length > 0) await queue.enqueue(jobs);
  return jobs.length;
};

const jobsOfBatches = async (batches: ForecastBatchStore): Promise<readonly Job[]> =>
  (await batches.unsettled(STANDSTILL_MS, LIMIT)).map((payload) => ({ name: 'impact.forecastBatch', payload }));

const missingSeeds = async (runs: SimulationRunStore): Promise<readonly Job[]> =>
  jobsUntilEnough(await runs.unsettled(STANDSTILL_MS, LIMIT), async ({ deskId, runId }) => {
    const seeds = await runs.missingSeeds(deskId, runId);
    return seeds.map((seed) => ({ name: 'simulation.run', payload: { deskId, runId, seed } }));
  });

const missingParts = async (analyses: AnalysisStore): Promise<readonly Job[]> =>
  jobsUntilEnough(await analyses.unsettled(STANDSTILL_MS, LIMIT), async (key) =>
    analysisJobs(key, await analyses.missingParts(key.deskId, key.analysisId)),
  );

const jobsUntilEnough = async <Key>(
  keys: readonly Key[],
  jobsOf: (key: Key) => Promise<readonly Job[]>,
): Promise<readonly Job[]> => {
  const jobs: Job[] = [];
  for (const key of keys) {
    if (jobs.length >= JOBS_ENOUGH) break;
    jobs.push(...(await jobsOf(key)));
  }
  return jobs;
};

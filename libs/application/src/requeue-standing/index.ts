import { type Job, type Jobs } from '#application/jobs';
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
/** Of these each has a job for every seed or part. */
const RUNS_LIMIT = 5;

export interface RequeueStandingPorts {
  readonly forecastBatches: ForecastBatchStore;
  readonly simulationRuns: SimulationRunStore;
  readonly analyses: AnalysisStore;
  readonly queue: JobQueue;
}

/**
 * Hands the jobs of batches, simulation runs and analyses that stand still to the queue again, in case it lost them; resolves to how many.
 * A job that the queue still has stays the one job it is.
 */
export const requeueStanding = async (ports: RequeueStandingPorts): Promise<number> => {
  const { forecastBatches, simulationRuns, analyses, queue } = ports;
  const [standingBatches, missingSeeds, missingParts] = await Promise.all([
    forecastBatches.unsettled(STANDSTILL_MS, LIMIT),
    seedsOfStandingRuns(simulationRuns),
    partsOfStandingAnalyses(analyses),
  ]);
  const jobs: readonly Job[] = [
    ...standingBatches.map((payload): Job => ({ name: 'impact.forecastBatch', payload })),
    ...missingSeeds.map((payload): Job => ({ name: 'simulation.run', payload })),
    ...missingParts,
  ];
  if (jobs.length > 0) await queue.enqueue(jobs);
  return jobs.length;
};

const seedsOfStandingRuns = async (runs: SimulationRunStore): Promise<readonly Jobs['simulation.run'][]> => {
  const jobs: Jobs['simulation.run'][] = [];
  for (const { deskId, runId } of await runs.unsettled(STANDSTILL_MS, RUNS_LIMIT)) {
    for (const seed of await runs.missingSeeds(deskId, runId)) jobs.push({ deskId, runId, seed });
  }
  return jobs;
};

const partsOfStandingAnalyses = async (analyses: AnalysisStore): Promise<readonly Job[]> => {
  const jobs: Job[] = [];
  for (const key of await analyses.unsettled(STANDSTILL_MS, RUNS_LIMIT)) {
    jobs.push(...analysisJobs(key, await analyses.missingParts(key.deskId, key.analysisId)));
  }
  return jobs;
};

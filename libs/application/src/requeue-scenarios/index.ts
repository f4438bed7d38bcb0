import { type JobQueue, type ScenarioStore } from '#application/ports';

/** Longer than a job takes, its retries included, so that what is queued again has most likely been lost. */
const STANDSTILL_MS = 30_000;
/** Scenarios per call; the rest waits for the next. */
const BATCH = 200;

/**
 * Hands the jobs of scenarios that stand still to the queue again, in case it lost them; resolves to how many. A job
 * that the queue still has stays the one job it is.
 */
export const requeueScenarios = async (scenarios: ScenarioStore, queue: JobQueue): Promise<number> => {
  const keys = await scenarios.unsettled(STANDSTILL_MS, BATCH);
  if (keys.length > 0) await queue.enqueue(keys.map((payload) => ({ name: 'scenario.analyse', payload })));
  return keys.length;
};

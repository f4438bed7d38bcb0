import { jobMoves, type JobStatus, type TransitionOutcome } from './job-lifecycle.js';

/** Where a scenario stands: `result` is JSON and present when DONE, `failureReason` when FAILED. */
export interface ScenarioProgress {
  readonly status: JobStatus;
  readonly result?: string;
  readonly failureReason?: string;
}

/** Whether a scenario moves from `current` to `wanted`: the one rule that every store applies. */
export const scenarioTransition = (current: ScenarioProgress, wanted: ScenarioProgress): TransitionOutcome => {
  if (jobMoves(current.status).includes(wanted.status)) return 'APPLIED';
  const same =
    current.status === wanted.status &&
    current.result === wanted.result &&
    current.failureReason === wanted.failureReason;
  return same ? 'UNCHANGED' : 'REFUSED';
};

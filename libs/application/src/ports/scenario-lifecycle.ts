export type ScenarioStatus = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';

/** What may become of a scenario. */
const SCENARIO_TRANSITIONS: Readonly<Record<ScenarioStatus, readonly ScenarioStatus[]>> = {
  QUEUED: ['RUNNING', 'FAILED'],
  RUNNING: ['DONE', 'FAILED'],
  DONE: [],
  FAILED: [],
};

/** Where a scenario stands: `result` is JSON and present when DONE, `failureReason` when FAILED. */
export interface ScenarioProgress {
  readonly status: ScenarioStatus;
  readonly result?: string;
  readonly failureReason?: string;
}

/** APPLIED: it moves. UNCHANGED: it is exactly there already (a repeat). REFUSED: there is no way from where it is. */
export type TransitionOutcome = 'APPLIED' | 'UNCHANGED' | 'REFUSED';

/** Whether a scenario moves from `current` to `wanted`: the one rule that every store applies. */
export const scenarioTransition = (current: ScenarioProgress, wanted: ScenarioProgress): TransitionOutcome => {
  if (SCENARIO_TRANSITIONS[current.status].includes(wanted.status)) return 'APPLIED';
  const same =
    current.status === wanted.status &&
    current.result === wanted.result &&
    current.failureReason === wanted.failureReason;
  return same ? 'UNCHANGED' : 'REFUSED';
};

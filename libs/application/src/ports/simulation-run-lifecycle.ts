import { jobMoves, type JobStatus, type TransitionOutcome } from './job-lifecycle.js';

/** CANCELLED: whoever asked for it wants no more of it. */
export type SimulationRunState = JobStatus | 'CANCELLED';

/** Where a run stands: `failureReason` is present when FAILED. */
export interface SimulationRunStatus {
  readonly status: SimulationRunState;
  readonly failureReason?: string;
}

/** What one seed gave, as JSON of a `SeedResult`. */
export interface KeptSeed {
  readonly seed: number;
  readonly result: string;
}

/** Statuses that a run may move to: those of every job, and from each that is not settled to CANCELLED. */
const moves = (from: SimulationRunState): readonly SimulationRunState[] => {
  const next = from === 'CANCELLED' ? [] : jobMoves(from);
  return next.length === 0 ? next : [...next, 'CANCELLED'];
};

export const isRunSettled = ({ status }: SimulationRunStatus): boolean => moves(status).length === 0;

/** Whether a run moves to `wanted`, unless it is DONE: that it becomes with its last seed. */
export const simulationRunTransition = (
  current: SimulationRunStatus,
  wanted: SimulationRunStatus,
): TransitionOutcome => {
  if (wanted.status !== 'DONE' && moves(current.status).includes(wanted.status)) return 'APPLIED';
  const same = current.status === wanted.status && current.failureReason === wanted.failureReason;
  return same ? 'UNCHANGED' : 'REFUSED';
};

/** Whether a seed's result is kept: while the run runs. UNCHANGED where the seed has one: the first stays. */
export const seedTransition = ({ status }: SimulationRunStatus, isKept: boolean): TransitionOutcome => {
  if (isKept) return 'UNCHANGED';
  return status === 'RUNNING' ? 'APPLIED' : 'REFUSED';
};

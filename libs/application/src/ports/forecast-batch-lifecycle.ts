import { jobMoves, type JobStatus, type TransitionOutcome } from './job-lifecycle.js';

/** Where a batch stands: `failureReason` is present when FAILED. */
export interface ForecastBatchStatus {
  readonly status: JobStatus;
  readonly failureReason?: string;
}

/** How far a batch is: its first `answered` of `orders` orders have an answer. */
export interface ForecastBatchProgress extends ForecastBatchStatus {
  readonly orders: number;
  readonly answered: number;
}

/** Answers of `orders` consecutive orders from number `firstOrder` on, as a JSON array. */
export interface ForecastBatchPart {
  readonly firstOrder: number;
  readonly orders: number;
  readonly answers: string;
}

/** Whether a batch moves to `wanted`: DONE needs every order's answer. */
export const forecastBatchTransition = (
  current: ForecastBatchProgress,
  wanted: ForecastBatchStatus,
): TransitionOutcome => {
  const isComplete = wanted.status !== 'DONE' || current.answered === current.orders;
  if (isComplete && jobMoves(current.status).includes(wanted.status)) return 'APPLIED';
  const same = current.status === wanted.status && current.failureReason === wanted.failureReason;
  return same ? 'UNCHANGED' : 'REFUSED';
};

/** Whether a part is kept: in order and while the batch runs. UNCHANGED where its orders are answered already. */
export const partTransition = (
  current: ForecastBatchProgress,
  { firstOrder, orders }: ForecastBatchPart,
): TransitionOutcome => {
  if (firstOrder + orders <= current.answered) return 'UNCHANGED';
  return current.status === 'RUNNING' && firstOrder === current.answered ? 'APPLIED' : 'REFUSED';
};

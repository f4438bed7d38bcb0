import { jobMoves, type JobStatus, type TransitionOutcome } from './job-lifecycle.js';

/** CANCELLED: its desk wants no more of it. EXPIRED: its deadline passed before all was answered. Both keep what is there. */
export type ForecastBatchState = JobStatus | 'CANCELLED' | 'EXPIRED';

/** Where a batch stands: `failureReason` is present when FAILED. */
export interface ForecastBatchStatus {
  readonly status: ForecastBatchState;
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

/** OVERDUE: the deadline has passed, so no more is computed; whoever is told so moves the batch to EXPIRED. */
export type ForecastBatchOutcome = TransitionOutcome | 'OVERDUE';

const moves = (from: ForecastBatchState): readonly ForecastBatchState[] => {
  const next = from === 'CANCELLED' || from === 'EXPIRED' ? [] : jobMoves(from);
  return next.length === 0 ? next : [...next, 'CANCELLED', 'EXPIRED'];
};

export const isBatchSettled = ({ status }: ForecastBatchStatus): boolean => moves(status).length === 0;

/** Whether a batch moves to `wanted`: DONE needs every order's answer, EXPIRED a deadline that has passed (`isOverdue`). */
export const forecastBatchTransition = (
  current: ForecastBatchProgress,
  wanted: ForecastBatchStatus,
  isOverdue: boolean,
): ForecastBatchOutcome => {
  if (isOverdue && wanted.status === 'RUNNING' && !isBatchSettled(current)) return 'OVERDUE';
  if (moves(current.status).includes(wanted.status) && mayBecome(current, wanted, isOverdue)) return 'APPLIED';
  const same = current.status === wanted.status && current.failureReason === wanted.failureReason;
  return same ? 'UNCHANGED' : 'REFUSED';
};

const mayBecome = (
  { orders, answered }: ForecastBatchProgress,
  { status }: ForecastBatchStatus,
  isOverdue: boolean,
): boolean => {
  if (status === 'DONE') return answered === orders;
  return status !== 'EXPIRED' || isOverdue;
};

/** Whether a part is kept: in order, while the batch runs and is not overdue. UNCHANGED where its orders are answered already. */
export const partTransition = (
  current: ForecastBatchProgress,
  { firstOrder, orders }: ForecastBatchPart,
  isOverdue: boolean,
): ForecastBatchOutcome => {
  if (firstOrder + orders <= current.answered) return 'UNCHANGED';
  if (current.status !== 'RUNNING' || firstOrder !== current.answered) return 'REFUSED';
  return isOverdue ? 'OVERDUE' : 'APPLIED';
};

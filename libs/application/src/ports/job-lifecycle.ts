/** Where something stands that a worker computes. */
export type JobStatus = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';

const JOB_TRANSITIONS: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  QUEUED: ['RUNNING', 'FAILED'],
  RUNNING: ['DONE', 'FAILED'],
  DONE: [],
  FAILED: [],
};

/** Statuses that it may move to: the one rule that every store applies. */
export const jobMoves = (from: JobStatus): readonly JobStatus[] => JOB_TRANSITIONS[from];

/** APPLIED: it moves. UNCHANGED: it is exactly there already (a repeat). REFUSED: there is no way from where it is. */
export type TransitionOutcome = 'APPLIED' | 'UNCHANGED' | 'REFUSED';

/** EXISTS: the desk used this key before; the caller compares the request hashes. */
export type CreateOutcome<Row> = { readonly kind: 'CREATED' } | { readonly kind: 'EXISTS'; readonly record: Row };

import { type Job } from '#application/jobs';
import { StoreOverloaded } from './store-overloaded.js';

export type DecisionKind = 'EVALUATE_QUOTES' | 'GENERATE_QUOTE' | 'RECORD_ACTION' | 'PLAN_EXECUTION' | 'SELECT_VENUES';

/** A decision as its use-case made it. The two texts are stored byte for byte: a replay compares bytes. */
export interface Decision {
  /** UUID version 7, given by the caller: it orders decisions by the wall time at which they were made. */
  readonly decisionId: string;
  readonly deskId: string;
  readonly kind: DecisionKind;
  /** Unique per desk, over all kinds. */
  readonly idempotencyKey: string;
  /** SHA-256 (hex) of the canonical request; tells a repeat from another request under the same key. */
  readonly requestHash: string;
  /** Decision time: the session's, ISO 8601. */
  readonly decidedAt: string;
  /** JSON of everything the decision was computed from. */
  readonly inputs: string;
  /** JSON of the answer. */
  readonly output: string;
}

/** A decision that is durable. */
export interface DecisionRecord extends Decision {
  /** Wall time of the write, set by the store, ISO 8601. */
  readonly createdAt: string;
}

/** EXISTS: the desk used this key before; the caller compares the request hashes. */
export type AppendOutcome =
  { readonly kind: 'APPENDED' } | { readonly kind: 'EXISTS'; readonly record: DecisionRecord };

/** Newest first. */
export interface DecisionPage {
  readonly records: readonly DecisionRecord[];
  /** Pass as `after` for the next page; absent on the last page. */
  readonly nextCursor?: string;
}

/** More appends are waiting than the log accepts. Nothing was written; the same append may be tried again later. */
export class DecisionLogOverloaded extends StoreOverloaded {
  override readonly name = 'DecisionLogOverloaded';

  constructor(readonly waiting: number) {
    super(`decision log: ${waiting} appends are waiting already`);
  }
}

/** The append-only record of decisions. A desk sees its own and no other's. */
export interface DecisionLog {
  /**
   * Writes a decision, and the jobs that follow from it, at once or not at all. When the promise resolves the decision
   * is durable; of any number of concurrent appends with one key exactly one is APPENDED.
   *
   * Rejects with DecisionLogOverloaded when the queue is full, and with the store's error otherwise; after such an error
   * the decision may or may not be stored, and repeating the append with the same key tells.
   */
  append(decision: Decision, followedBy?: readonly Job[]): Promise<AppendOutcome>;
  find(deskId: string, decisionId: string): Promise<DecisionRecord | undefined>;
  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<DecisionRecord | undefined>;
  /** Up to `first` records, newest first, starting behind the cursor `after` of an earlier page. */
  list(deskId: string, first: number, after?: string): Promise<DecisionPage>;
}

import { type Job } from '#application/jobs';

export type ScenarioStatus = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';

/** What may become of a scenario. */
export const SCENARIO_TRANSITIONS: Readonly<Record<ScenarioStatus, readonly ScenarioStatus[]>> = {
  QUEUED: ['RUNNING', 'FAILED'],
  RUNNING: ['DONE', 'FAILED'],
  DONE: [],
  FAILED: [],
};

/** A scenario as it was asked for. `inputs` holds the market of that moment, so that the job needs no feed. */
export interface Scenario {
  /** UUID version 7, given by the caller. */
  readonly scenarioId: string;
  readonly deskId: string;
  /** Unique per desk among its scenarios. */
  readonly idempotencyKey: string;
  /** SHA-256 (hex) of the canonical request. */
  readonly requestHash: string;
  /** Session time of the request, ISO 8601. */
  readonly requestedAt: string;
  /** Canonical JSON of `ScenarioInputs`. */
  readonly inputs: string;
}

/** A stored scenario: `result` is canonical JSON and present when DONE, `failureReason` when FAILED. */
export interface ScenarioRecord extends Scenario {
  readonly status: ScenarioStatus;
  readonly result?: string;
  readonly failureReason?: string;
  /** Wall time of the request, set by the store, ISO 8601. */
  readonly createdAt: string;
}

/** EXISTS: the desk used this key before; the caller compares the request hashes. */
export type CreateOutcome = { readonly kind: 'CREATED' } | { readonly kind: 'EXISTS'; readonly record: ScenarioRecord };

/**
 * APPLIED: the scenario moved. UNCHANGED: it was already exactly there (a repeat). REFUSED: SCENARIO_TRANSITIONS does
 * not lead there, or it is there with another result or reason. UNKNOWN: this desk has no such scenario.
 */
export type TransitionOutcome = 'APPLIED' | 'UNCHANGED' | 'REFUSED' | 'UNKNOWN';

/** Scenarios and their results. A desk sees its own and no other's. Every change is announced as SCENARIO_UPDATED. */
export interface ScenarioStore {
  /** Writes a QUEUED scenario and the jobs that follow from it, at once or not at all. */
  create(scenario: Scenario, followedBy: readonly Job[]): Promise<CreateOutcome>;
  find(deskId: string, scenarioId: string): Promise<ScenarioRecord | undefined>;
  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<ScenarioRecord | undefined>;
  /** To RUNNING. UNCHANGED when a job whose worker died starts over. */
  start(deskId: string, scenarioId: string): Promise<TransitionOutcome>;
  /** To DONE with the canonical JSON of its result. */
  complete(deskId: string, scenarioId: string, result: string): Promise<TransitionOutcome>;
  /** To FAILED with a reason a person can act on. */
  fail(deskId: string, scenarioId: string, reason: string): Promise<TransitionOutcome>;
}

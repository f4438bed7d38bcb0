import { type Job, type Jobs } from '#application/jobs';
import { type CreateOutcome, type TransitionOutcome } from './job-lifecycle.js';
import { type ScenarioProgress } from './scenario-lifecycle.js';

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
  /** JSON of `ScenarioInputs`. */
  readonly inputs: string;
}

export interface ScenarioRecord extends Scenario, ScenarioProgress {
  /** Wall time of the request, set by the store, ISO 8601. */
  readonly createdAt: string;
}

/** Scenarios and their results. A desk sees its own and no other's. Every change is announced as SCENARIO_UPDATED. */
export interface ScenarioStore {
  /** Writes a QUEUED scenario and the jobs that follow from it, at once or not at all. */
  create(scenario: Scenario, followedBy: readonly Job[]): Promise<CreateOutcome<ScenarioRecord>>;
  find(deskId: string, scenarioId: string): Promise<ScenarioRecord | undefined>;
  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<ScenarioRecord | undefined>;
  /** Moves a scenario as `scenarioTransition` decides; UNKNOWN when this desk has no such scenario. */
  advance(deskId: string, scenarioId: string, to: ScenarioProgress): Promise<TransitionOutcome | 'UNKNOWN'>;
  /** Scenarios of all desks that are not settled and have not moved for `standstillMs`, longest first. For the worker. */
  unsettled(standstillMs: number, limit: number): Promise<readonly Jobs['scenario.analyse'][]>;
}

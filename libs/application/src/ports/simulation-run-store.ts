import { type Experiment } from '#domain/simulation';
import { type Job, type Jobs } from '#application/jobs';
import { type CreateOutcome, type TransitionOutcome } from './job-lifecycle.js';
import { type KeptSeed, type SimulationRunStatus } from './simulation-run-lifecycle.js';

/** A run as it was asked for. */
export interface SimulationRun {
  /** UUID version 7, given by the caller. */
  readonly runId: string;
  readonly deskId: string;
  /** Unique per desk among its runs. */
  readonly idempotencyKey: string;
  /** SHA-256 (hex) of the canonical request. */
  readonly requestHash: string;
  readonly kind: Experiment['kind'];
  /** Rising: one part of the run each. */
  readonly seeds: readonly number[];
  /** JSON of `Experiment`, every parameter in it: later defaults change nothing. */
  readonly experiment: string;
}

/** What is shown of a run; its experiment and results are large and asked for apart. */
export interface SimulationRunRecord extends Omit<SimulationRun, 'experiment'>, SimulationRunStatus {
  /** Seeds that have a result. */
  readonly seedsDone: number;
  /** Wall time of the request, set by the store, ISO 8601. */
  readonly createdAt: string;
}

export type SimulationRunKey = Omit<Jobs['simulation.run'], 'seed'>;

/** Simulation runs. A desk sees its own and no other's. Every change is announced as SIMULATION_RUN_UPDATED. */
export interface SimulationRunStore {
  /** Writes a QUEUED run and the jobs that follow from it, at once or not at all. */
  create(run: SimulationRun, followedBy: readonly Job[]): Promise<CreateOutcome<SimulationRunRecord>>;
  find(deskId: string, runId: string): Promise<SimulationRunRecord | undefined>;
  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<SimulationRunRecord | undefined>;
  experiment(deskId: string, runId: string): Promise<string | undefined>;
  /** Moves a run as `simulationRunTransition` decides; UNKNOWN when this desk has no such run. */
  advance(deskId: string, runId: string, to: SimulationRunStatus): Promise<TransitionOutcome | 'UNKNOWN'>;
  /** Keeps what a seed of the run gave, as `seedTransition` decides; with the last of them the run is DONE. UNKNOWN as above. */
  keepSeed(deskId: string, runId: string, kept: KeptSeed): Promise<TransitionOutcome | 'UNKNOWN'>;
  /** What is there, by rising seed. */
  keptSeeds(deskId: string, runId: string): Promise<readonly KeptSeed[]>;
  /** Seeds of the run without a result, rising. */
  missingSeeds(deskId: string, runId: string): Promise<readonly number[]>;
  /** Runs of all desks that are not settled and have not moved for `standstillMs`, longest first. For the worker. */
  unsettled(standstillMs: number, limit: number): Promise<readonly SimulationRunKey[]>;
}

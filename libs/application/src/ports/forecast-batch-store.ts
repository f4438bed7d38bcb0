import { type Job, type JobPriority, type Jobs } from '#application/jobs';
import {
  type ForecastBatchOutcome,
  type ForecastBatchPart,
  type ForecastBatchProgress,
  type ForecastBatchStatus,
} from './forecast-batch-lifecycle.js';
import { type CreateOutcome } from './job-lifecycle.js';

/** A batch of orders as it was asked for. */
export interface ForecastBatch {
  /** UUID version 7, given by the caller. */
  readonly batchId: string;
  readonly deskId: string;
  /** Unique per desk among its batches. */
  readonly idempotencyKey: string;
  /** SHA-256 (hex) of the canonical request. */
  readonly requestHash: string;
  /** Session time of the request, ISO 8601. */
  readonly requestedAt: string;
  /** How many there are. */
  readonly orders: number;
  readonly priority: JobPriority;
  /** Its deadline, in wall time from when it is stored on; nothing is computed after it. None when absent. */
  readonly withinSeconds?: number;
  /** JSON of `ForecastBatchInputs`: the markets of that moment are in it, so that the job needs no feed. */
  readonly inputs: string;
}

/** What is shown of a batch; its inputs and answers are large and asked for apart. */
export interface ForecastBatchRecord extends Omit<ForecastBatch, 'inputs' | 'withinSeconds'>, ForecastBatchProgress {
  /** Wall time of the request, set by the store, ISO 8601. */
  readonly createdAt: string;
  /** Wall time by the store's clock, ISO 8601; absent where the desk set none. */
  readonly deadline?: string;
}

/** Batches of forecasts. A desk sees its own and no other's. Every change is announced as FORECAST_BATCH_UPDATED. */
export interface ForecastBatchStore {
  /** Writes a QUEUED batch and the jobs that follow from it, at once or not at all. */
  create(batch: ForecastBatch, followedBy: readonly Job[]): Promise<CreateOutcome<ForecastBatchRecord>>;
  find(deskId: string, batchId: string): Promise<ForecastBatchRecord | undefined>;
  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<ForecastBatchRecord | undefined>;
  inputs(deskId: string, batchId: string): Promise<string | undefined>;
  /** Moves a batch as `forecastBatchTransition` decides; UNKNOWN when this desk has no such batch. */
  advance(deskId: string, batchId: string, to: ForecastBatchStatus): Promise<ForecastBatchOutcome | 'UNKNOWN'>;
  /** Keeps a part and counts its orders as answered, as `partTransition` decides; UNKNOWN as above. */
  keepPart(deskId: string, batchId: string, part: ForecastBatchPart): Promise<ForecastBatchOutcome | 'UNKNOWN'>;
  /** The parts in which orders of the numbers [from, to) are, in order. */
  parts(deskId: string, batchId: string, from: number, to: number): Promise<readonly ForecastBatchPart[]>;
  /** Orders without an answer in the desk's batches that are not settled. */
  waitingOrders(deskId: string): Promise<number>;
  /** Batches of all desks that are not settled and have not moved for `standstillMs`, longest first. For the worker. */
  unsettled(standstillMs: number, limit: number): Promise<readonly Jobs['impact.forecastBatch'][]>;
}

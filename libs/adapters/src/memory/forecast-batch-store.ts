import { type Job, type Jobs } from '#application/jobs';
import {
  forecastBatchTransition,
  isBatchSettled,
  partTransition,
  type CreateOutcome,
  type ForecastBatch,
  type ForecastBatchOutcome,
  type ForecastBatchPart,
  type ForecastBatchRecord,
  type ForecastBatchStatus,
  type ForecastBatchStore,
} from '#application/ports';
import { type MemoryDeskEvents } from './desk-events.js';
import { DeskRows } from './desk-rows.js';
import { type MemoryOutbox } from './outbox.js';
import { UnsettledRows } from './unsettled-rows.js';

interface BatchRow {
  readonly deskId: string;
  readonly idempotencyKey: string;
  readonly record: ForecastBatchRecord;
  readonly inputs: string;
  readonly parts: readonly ForecastBatchPart[];
}

/** Batches of one process, for as long as it lives. */
export class MemoryForecastBatchStore implements ForecastBatchStore {
  private readonly batches = new DeskRows<BatchRow>(({ record }) => record.batchId);

  private readonly unsettledBatches = new UnsettledRows<Jobs['impact.forecastBatch']>();

  constructor(
    private readonly events: MemoryDeskEvents,
    private readonly outbox: MemoryOutbox,
  ) {}

  async create(
    { inputs, withinSeconds, ...batch }: ForecastBatch,
    followedBy: readonly Job[],
  ): Promise<CreateOutcome<ForecastBatchRecord>> {
    await Promise.resolve();
    const { deskId, idempotencyKey, batchId } = batch;
    const earlier = this.batches.findByKey(deskId, idempotencyKey);
    if (earlier !== undefined) return { kind: 'EXISTS', record: earlier.record };
    const now = Date.now();
    const record = {
      ...batch,
      status: 'QUEUED',
      answered: 0,
      createdAt: new Date(now).toISOString(),
      ...(withinSeconds === undefined ? {} : { deadline: new Date(now + 1_000 * withinSeconds).toISOString() }),
    } as const;
    this.batches.add({ deskId, idempotencyKey, record, inputs, parts: [] });
    this.moved(record);
    this.outbox.add(followedBy);
    this.events.announce(deskId, 'FORECAST_BATCH_UPDATED', batchId);
    return { kind: 'CREATED' };
  }

  find(deskId: string, batchId: string): Promise<ForecastBatchRecord | undefined> {
    return Promise.resolve(this.batches.find(deskId, batchId)?.record);
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<ForecastBatchRecord | undefined> {
    return Promise.resolve(this.batches.findByKey(deskId, idempotencyKey)?.record);
  }

  inputs(deskId: string, batchId: string): Promise<string | undefined> {
    return Promise.resolve(this.batches.find(deskId, batchId)?.inputs);
  }

  advance(deskId: string, batchId: string, to: ForecastBatchStatus): Promise<ForecastBatchOutcome | 'UNKNOWN'> {
    const current = this.batches.find(deskId, batchId);
    if (current === undefined) return Promise.resolve('UNKNOWN');
    const outcome = forecastBatchTransition(current.record, to, isOverdue(current.record));
    if (outcome === 'APPLIED') this.replace({ ...current, record: { ...current.record, ...to } });
    return Promise.resolve(outcome);
  }

  keepPart(deskId: string, batchId: string, part: ForecastBatchPart): Promise<ForecastBatchOutcome | 'UNKNOWN'> {
    const current = this.batches.find(deskId, batchId);
    if (current === undefined) return Promise.resolve('UNKNOWN');
    const outcome = partTransition(current.record, part, isOverdue(current.record));
    if (outcome === 'APPLIED') {
      const answered = part.firstOrder + part.orders;
      this.replace({ ...current, record: { ...current.record, answered }, parts: [...current.parts, part] });
    }
    return Promise.resolve(outcome);
  }

  parts(deskId: string, batchId: string, from: number, to: number): Promise<readonly ForecastBatchPart[]> {
    const parts = this.batches.find(deskId, batchId)?.parts ?? [];
    return Promise.resolve(parts.filter(({ firstOrder, orders }) => firstOrder < to && firstOrder + orders > from));
  }

  waitingOrders(deskId: string): Promise<number> {
    const unsettled = this.batches.newestFirst(deskId).filter(({ record }) => !isBatchSettled(record));
    return Promise.resolve(unsettled.reduce((sum, { record }) => sum + record.orders - record.answered, 0));
  }

  unsettled(standstillMs: number, limit: number): Promise<readonly Jobs['impact.forecastBatch'][]> {
    return Promise.resolve(this.unsettledBatches.standing(standstillMs, limit));
  }

  private replace(row: BatchRow): void {
    this.batches.replace(row);
    this.moved(row.record);
    this.events.announce(row.deskId, 'FORECAST_BATCH_UPDATED', row.record.batchId);
  }

  private moved(record: ForecastBatchRecord): void {
    const { deskId, batchId, priority } = record;
    if (isBatchSettled(record)) this.unsettledBatches.settled(batchId);
    else this.unsettledBatches.moved(batchId, { deskId, batchId, priority });
  }
}

const isOverdue = ({ deadline }: ForecastBatchRecord): boolean =>
  deadline !== undefined && Date.parse(deadline) <= Date.now();

import { type Job, type Jobs } from '#application/jobs';
import {
  forecastBatchTransition,
  partTransition,
  type CreateOutcome,
  type ForecastBatch,
  type ForecastBatchOutcome,
  type ForecastBatchPart,
  type ForecastBatchProgress,
  type ForecastBatchRecord,
  type ForecastBatchStatus,
  type ForecastBatchStore,
} from '#application/ports';
import { type Database, type Transaction } from './database.js';
import { type ForecastBatch as BatchRow } from './generated/client.js';
import { leaveJobs } from './follow-up-jobs.js';
import { moveLocked } from './locked-row.js';
import { isUuid } from './uuid.js';

export class PrismaForecastBatchStore implements ForecastBatchStore {
  constructor(private readonly database: Database) {}

  create(
    { batchId, withinSeconds, ...batch }: ForecastBatch,
    followedBy: readonly Job[],
  ): Promise<CreateOutcome<ForecastBatchRecord>> {
    const { deskId, idempotencyKey } = batch;
    return this.database.forDesk(deskId, async (transaction) => {
      const { count } = await transaction.forecastBatch.createMany({
        data: [{ id: batchId, ...batch, deadline: await deadlineOf(transaction, withinSeconds) }],
        skipDuplicates: true,
      });
      if (count === 0) {
        const where = { deskId_idempotencyKey: { deskId, idempotencyKey } };
        const earlier = await transaction.forecastBatch.findUniqueOrThrow({ where, omit: LARGE });
        return { kind: 'EXISTS', record: recordOf(earlier) };
      }
      await leaveJobs(transaction, deskId, followedBy);
      return { kind: 'CREATED' };
    });
  }

  find(deskId: string, batchId: string): Promise<ForecastBatchRecord | undefined> {
    if (!isUuid(batchId)) return Promise.resolve(undefined);
    return this.database.forDesk(deskId, (transaction) => found(transaction, deskId, batchId));
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<ForecastBatchRecord | undefined> {
    return this.database.forDesk(deskId, async ({ forecastBatch }) => {
      const where = { deskId_idempotencyKey: { deskId, idempotencyKey } };
      const row = await forecastBatch.findUnique({ where, omit: LARGE });
      return row === null ? undefined : recordOf(row);
    });
  }

  inputs(deskId: string, batchId: string): Promise<string | undefined> {
    if (!isUuid(batchId)) return Promise.resolve(undefined);
    return this.database.forDesk(deskId, async ({ forecastBatch }) => {
      const row = await forecastBatch.findUnique({ where: byId(deskId, batchId), select: { inputs: true } });
      return row?.inputs;
    });
  }

  advance(deskId: string, batchId: string, to: ForecastBatchStatus): Promise<ForecastBatchOutcome | 'UNKNOWN'> {
    return this.locked(deskId, batchId, async (transaction, current) => {
      const outcome = forecastBatchTransition(current, to, await isOverdue(transaction, current));
      if (outcome === 'APPLIED')
        await transaction.forecastBatch.update({ where: byId(deskId, batchId), data: to, select: { id: true } });
      return outcome;
    });
  }

  // The one write of which a large batch makes many: statements prepared by name, where a Prisma transaction takes three times as long.
  async keepPart(deskId: string, batchId: string, part: ForecastBatchPart): Promise<ForecastBatchOutcome | 'UNKNOWN'> {
    if (!isUuid(batchId)) return 'UNKNOWN';
    const { firstOrder, orders, answers } = part;
    return this.database.statementsForDesk(deskId, async (ask) => {
      const [current] = await ask<ForecastBatchProgress & { readonly overdue: boolean }>({
        name: 'lock forecast batch',
        text: `SELECT status, orders, answered, coalesce(deadline <= clock_timestamp(), false) AS overdue
          FROM forecast_batch WHERE desk_id = $1 AND id = $2 FOR UPDATE`,
        values: [deskId, batchId],
      });
      if (current === undefined) return 'UNKNOWN';
      const outcome = partTransition(current, part, current.overdue);
      if (outcome === 'APPLIED') {
        await ask({
          name: 'keep forecast batch part',
          text: `WITH kept AS (
              INSERT INTO forecast_batch_part (desk_id, batch_id, first_order, orders, answers)
              VALUES ($1, $2, $3, $4, $5)
            ) UPDATE forecast_batch SET answered = $6 WHERE desk_id = $1 AND id = $2`,
          values: [deskId, batchId, firstOrder, orders, answers, firstOrder + orders],
        });
      }
      return outcome;
    });
  }

  parts(deskId: string, batchId: string, from: number, to: number): Promise<readonly ForecastBatchPart[]> {
    if (!isUuid(batchId)) return Promise.resolve([]);
    return this.database.forDesk(
      deskId,
      (transaction) => transaction.$queryRaw<ForecastBatchPart[]>`
        SELECT first_order AS "firstOrder", orders, answers FROM forecast_batch_part
        WHERE desk_id = ${deskId} AND batch_id = ${batchId}::uuid
          AND first_order < ${to} AND first_order + orders > ${from}
        ORDER BY first_order`,
    );
  }

  waitingOrders(deskId: string): Promise<number> {
    return this.database.forDesk(deskId, async (transaction) => {
      const [row] = await transaction.$queryRaw<{ readonly waiting: number }[]>`
        SELECT coalesce(sum(orders - answered), 0)::float8 AS waiting FROM forecast_batch
        WHERE desk_id = ${deskId} AND status IN ('QUEUED', 'RUNNING')`;
      return row?.waiting ?? 0;
    });
  }

  unsettled(standstillMs: number, limit: number): Promise<readonly Jobs['impact.forecastBatch'][]> {
    return this.database.forNoDesk(
      (transaction) => transaction.$queryRaw<Jobs['impact.forecastBatch'][]>`
        SELECT desk_id AS "deskId", id AS "batchId", priority FROM forecast_batch
        WHERE status IN ('QUEUED', 'RUNNING') AND updated_at <= now() - ${standstillMs} * interval '1 ms'
        ORDER BY updated_at LIMIT ${limit}`,
    );
  }

  private locked(
    deskId: string,
    batchId: string,
    move: (transaction: Transaction, current: ForecastBatchRecord) => Promise<ForecastBatchOutcome>,
  ): Promise<ForecastBatchOutcome | 'UNKNOWN'> {
    const row = { table: 'forecast_batch', deskId, id: batchId } as const;
    return moveLocked(this.database, row, (transaction) => found(transaction, deskId, batchId), move);
  }
}

/** Deadlines are set and judged by one clock, the database's. */
const deadlineOf = async (transaction: Transaction, withinSeconds: number | undefined): Promise<Date | null> => {
  if (withinSeconds === undefined) return null;
  const [row] = await transaction.$queryRaw<{ readonly deadline: Date }[]>`
    SELECT clock_timestamp() + ${withinSeconds}::float8 * interval '1 s' AS deadline`;
  return row?.deadline ?? null;
};

const isOverdue = async (transaction: Transaction, { deadline }: ForecastBatchRecord): Promise<boolean> => {
  if (deadline === undefined) return false;
  const [row] = await transaction.$queryRaw<{ readonly overdue: boolean }[]>`
    SELECT ${deadline}::timestamptz <= clock_timestamp() AS overdue`;
  return row?.overdue ?? false;
};

/** Read by itself only. */
const LARGE = { inputs: true } as const;

const byId = (deskId: string, batchId: string) => ({ deskId_id: { deskId, id: batchId } });

const found = async (
  { forecastBatch }: Transaction,
  deskId: string,
  batchId: string,
): Promise<ForecastBatchRecord | undefined> => {
  const row = await forecastBatch.findUnique({ where: byId(deskId, batchId), omit: LARGE });
  return row === null ? undefined : recordOf(row);
};

const recordOf = ({
  id,
  createdAt,
  updatedAt: _,
  deadline,
  failureReason,
  ...row
}: Omit<BatchRow, 'inputs'>): ForecastBatchRecord => ({
  ...row,
  batchId: id,
  createdAt: createdAt.toISOString(),
  ...(deadline === null ? {} : { deadline: deadline.toISOString() }),
  ...(failureReason === null ? {} : { failureReason }),
});

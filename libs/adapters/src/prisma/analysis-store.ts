import {
  analysisJobs,
  partsOf,
  seedTransition,
  simulationRunTransition,
  type Analysis,
  type AnalysisKey,
  type AnalysisKind,
  type AnalysisPart,
  type AnalysisRecord,
  type AnalysisStatus,
  type AnalysisStore,
  type CreateOutcome,
  type TransitionOutcome,
} from '#application/ports';
import { type Database, type Transaction } from './database.js';
import { type Analysis as AnalysisRow } from './generated/client.js';
import { leaveJobs } from './follow-up-jobs.js';
import { moveLocked } from './locked-row.js';
import { isUuid } from './uuid.js';

export class PrismaAnalysisStore implements AnalysisStore {
  constructor(private readonly database: Database) {}

  create({ analysisId, ...analysis }: Analysis): Promise<CreateOutcome<AnalysisRecord>> {
    const { deskId, idempotencyKey } = analysis;
    return this.database.forDesk(deskId, async (transaction) => {
      const { count } = await transaction.analysis.createMany({
        data: [{ id: analysisId, ...analysis }],
        skipDuplicates: true,
      });
      if (count === 0) {
        const where = { deskId_idempotencyKey: { deskId, idempotencyKey } };
        const earlier = await transaction.analysis.findUniqueOrThrow({ where, omit: LARGE });
        return { kind: 'EXISTS', record: recordOf(earlier) };
      }
      const parts = Array.from({ length: partsOf(analysis) }, (_, part) => part);
      await leaveJobs(transaction, deskId, analysisJobs({ analysisId, ...analysis }, parts));
      return { kind: 'CREATED' };
    });
  }

  find(deskId: string, analysisId: string): Promise<AnalysisRecord | undefined> {
    if (!isUuid(analysisId)) return Promise.resolve(undefined);
    return this.database.forDesk(deskId, (transaction) => found(transaction, deskId, analysisId));
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<AnalysisRecord | undefined> {
    return this.database.forDesk(deskId, async ({ analysis }) => {
      const where = { deskId_idempotencyKey: { deskId, idempotencyKey } };
      const row = await analysis.findUnique({ where, omit: LARGE });
      return row === null ? undefined : recordOf(row);
    });
  }

  inputs(deskId: string, analysisId: string): Promise<string | undefined> {
    if (!isUuid(analysisId)) return Promise.resolve(undefined);
    return this.database.forDesk(deskId, async ({ analysis }) => {
      const row = await analysis.findUnique({ where: byId(deskId, analysisId), select: { inputs: true } });
      return row?.inputs;
    });
  }

  advance(deskId: string, analysisId: string, to: AnalysisStatus): Promise<TransitionOutcome | 'UNKNOWN'> {
    return this.locked(deskId, analysisId, async (transaction, current) => {
      const outcome = simulationRunTransition(current, to);
      if (outcome === 'APPLIED')
        await transaction.analysis.update({ where: byId(deskId, analysisId), data: to, select: { id: true } });
      return outcome;
    });
  }

  keepPart(deskId: string, analysisId: string, { part, rows }: AnalysisPart): Promise<TransitionOutcome | 'UNKNOWN'> {
    return this.locked(deskId, analysisId, async (transaction, current) => {
      const where = { deskId_analysisId_part: { deskId, analysisId, part } };
      const kept = await transaction.analysisPart.findUnique({ where, select: { part: true } });
      const outcome = seedTransition(current, kept !== null);
      if (outcome !== 'APPLIED') return outcome;
      await transaction.analysisPart.create({ data: { deskId, analysisId, part, rows }, select: { part: true } });
      const partsDone = current.partsDone + 1;
      const data = { partsDone, ...(partsDone === partsOf(current) ? { status: 'DONE' as const } : {}) };
      await transaction.analysis.update({ where: byId(deskId, analysisId), data, select: { id: true } });
      return outcome;
    });
  }

  parts(deskId: string, analysisId: string, from: number, to: number): Promise<readonly AnalysisPart[]> {
    if (!isUuid(analysisId)) return Promise.resolve([]);
    return this.database.forDesk(deskId, ({ analysisPart }) =>
      analysisPart.findMany({
        where: { deskId, analysisId, part: { gte: from, lt: to } },
        orderBy: { part: 'asc' },
        select: { part: true, rows: true },
      }),
    );
  }

  missingParts(deskId: string, analysisId: string): Promise<readonly number[]> {
    if (!isUuid(analysisId)) return Promise.resolve([]);
    return this.database.forDesk(deskId, async (transaction) => {
      const analysis = await found(transaction, deskId, analysisId);
      if (analysis === undefined) return [];
      const rows = await transaction.$queryRaw<{ readonly part: number }[]>`
        SELECT part FROM generate_series(0, ${partsOf(analysis) - 1}::int) AS part
        WHERE NOT EXISTS (
          SELECT FROM analysis_part AS kept
          WHERE kept.desk_id = ${deskId} AND kept.analysis_id = ${analysisId}::uuid AND kept.part = part.part)
        ORDER BY part`;
      return rows.map(({ part }) => part);
    });
  }

  waitingRows(deskId: string): Promise<number> {
    return this.database.forDesk(deskId, async (transaction) => {
      const [row] = await transaction.$queryRaw<{ readonly waiting: number }[]>`
        SELECT coalesce(sum(rows - parts_done * rows_per_part), 0)::float8 AS waiting FROM analysis
        WHERE desk_id = ${deskId} AND status IN ('QUEUED', 'RUNNING')`;
      return row?.waiting ?? 0;
    });
  }

  unsettled(standstillMs: number, limit: number): Promise<readonly AnalysisKey[]> {
    return this.database.forNoDesk(
      (transaction) => transaction.$queryRaw<AnalysisKey[]>`
        SELECT desk_id AS "deskId", id AS "analysisId", kind, priority FROM analysis
        WHERE status IN ('QUEUED', 'RUNNING') AND updated_at <= now() - ${standstillMs} * interval '1 ms'
        ORDER BY updated_at LIMIT ${limit}`,
    );
  }

  private locked(
    deskId: string,
    analysisId: string,
    move: (transaction: Transaction, current: AnalysisRecord) => Promise<TransitionOutcome>,
  ): Promise<TransitionOutcome | 'UNKNOWN'> {
    const row = { table: 'analysis', deskId, id: analysisId } as const;
    return moveLocked(this.database, row, (transaction) => found(transaction, deskId, analysisId), move);
  }
}

/** Read by itself only. */
const LARGE = { inputs: true } as const;

const byId = (deskId: string, analysisId: string) => ({ deskId_id: { deskId, id: analysisId } });

const found = async (
  { analysis }: Transaction,
  deskId: string,
  analysisId: string,
): Promise<AnalysisRecord | undefined> => {
  const row = await analysis.findUnique({ where: byId(deskId, analysisId), omit: LARGE });
  return row === null ? undefined : recordOf(row);
};

const recordOf = ({
  id,
  kind,
  createdAt,
  updatedAt: _,
  failureReason,
  ...row
}: Omit<AnalysisRow, 'inputs'>): AnalysisRecord => ({
  ...row,
  analysisId: id,
  kind: kind as AnalysisKind,
  createdAt: createdAt.toISOString(),
  ...(failureReason === null ? {} : { failureReason }),
});

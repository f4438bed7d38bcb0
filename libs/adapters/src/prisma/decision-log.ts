import { type Job } from '#application/jobs';
import {
  DecisionLogOverloaded,
  type AppendOutcome,
  type Decision,
  type DecisionLog,
  type DecisionPage,
  type DecisionRecord,
} from '#application/ports';
import { type Database, type Transaction } from './database.js';
import { type Decision as DecisionRow } from './generated/client.js';
import { GroupCommit } from './group-commit.js';
import { isUuid } from './uuid.js';
import { blamesRows } from './write-failure.js';

interface Append {
  readonly decision: Decision;
  readonly followedBy: readonly Job[];
}

export interface DecisionLogLimits {
  /** Appends of one desk that may wait; one more is refused. */
  readonly waitingMax: number;
  /** Appends per transaction. */
  readonly batchMax: number;
}

const LIMITS: DecisionLogLimits = { waitingMax: 4096, batchMax: 256 };

/** Decisions in PostgreSQL, written by group commit: one transaction per desk at a time, with all that waits. */
export class PrismaDecisionLog implements DecisionLog {
  private readonly commits = new Map<string, GroupCommit<Append, AppendOutcome>>();

  constructor(
    private readonly database: Database,
    private readonly limits: DecisionLogLimits = LIMITS,
  ) {}

  append(decision: Decision, followedBy: readonly Job[] = []): Promise<AppendOutcome> {
    return this.commitOf(decision.deskId).append({ decision, followedBy });
  }

  find(deskId: string, decisionId: string): Promise<DecisionRecord | undefined> {
    if (!isUuid(decisionId)) return Promise.resolve(undefined);
    return this.database.forDesk(deskId, async ({ decision }) =>
      toRecord(await decision.findUnique({ where: { deskId_id: { deskId, id: decisionId } } })),
    );
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<DecisionRecord | undefined> {
    return this.database.forDesk(deskId, async ({ decision }) =>
      toRecord(await decision.findUnique({ where: { deskId_idempotencyKey: { deskId, idempotencyKey } } })),
    );
  }

  async list(deskId: string, first: number, after?: string): Promise<DecisionPage> {
    if (after !== undefined && !isUuid(after)) return { records: [] };
    const rows = await this.database.forDesk(deskId, ({ decision }) =>
      decision.findMany({
        where: { deskId, ...(after === undefined ? {} : { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        take: first + 1,
      }),
    );
    const records = rows.slice(0, first).map(recordOf);
    const last = records.at(-1);
    return rows.length > first && last !== undefined ? { records, nextCursor: last.decisionId } : { records };
  }

  private commitOf(deskId: string): GroupCommit<Append, AppendOutcome> {
    let commit = this.commits.get(deskId);
    if (commit === undefined) {
      commit = new GroupCommit({
        write: (batch) => this.database.forDesk(deskId, (transaction) => writeBatch(transaction, deskId, batch)),
        blamesAnItem: blamesRows,
        overloaded: (waiting) => new DecisionLogOverloaded(waiting),
        ...this.limits,
      });
      this.commits.set(deskId, commit);
    }
    return commit;
  }
}

const writeBatch = async (
  transaction: Transaction,
  deskId: string,
  batch: readonly Append[],
): Promise<readonly AppendOutcome[]> => {
  const inserted = await insert(transaction, deskId, batch);
  // One decision given twice in a batch is inserted once, so each inserted id counts for one append.
  const appended = batch.map(({ decision }) => inserted.delete(decision.decisionId));
  const keys = batch.filter((_, i) => !appended[i]).map(({ decision }) => decision.idempotencyKey);
  const earlier =
    keys.length === 0 ? [] : await transaction.decision.findMany({ where: { deskId, idempotencyKey: { in: keys } } });
  const byKey = new Map(earlier.map((row) => [row.idempotencyKey, recordOf(row)]));
  return batch.map(({ decision }, i) =>
    appended[i] ? { kind: 'APPENDED' } : { kind: 'EXISTS', record: byKey.get(decision.idempotencyKey)! },
  );
};

/** The ids that were new. Rows and their jobs are one statement: there is no moment at which one exists alone. */
const insert = async (transaction: Transaction, deskId: string, batch: readonly Append[]): Promise<Set<string>> => {
  const decisions = batch.map(({ decision }) => decision);
  const jobs = batch.flatMap(({ decision, followedBy }) => followedBy.map((job) => ({ decision, job })));
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    WITH inserted AS (
      INSERT INTO decision (desk_id, id, kind, idempotency_key, request_hash, decided_at, inputs, output)
      SELECT ${deskId}, d.* FROM unnest(
        ${decisions.map((d) => d.decisionId)}::uuid[],
        ${decisions.map((d) => d.kind)}::decision_kind[],
        ${decisions.map((d) => d.idempotencyKey)}::text[],
        ${decisions.map((d) => d.requestHash)}::text[],
        ${decisions.map((d) => d.decidedAt)}::text[],
        ${decisions.map((d) => d.inputs)}::text[],
        ${decisions.map((d) => d.output)}::text[]
      ) AS d
      ON CONFLICT (desk_id, idempotency_key) DO NOTHING
      RETURNING id
    ), followed AS (
      INSERT INTO outbox (desk_id, topic, payload)
      SELECT ${deskId}, j.topic, j.payload FROM unnest(
        ${jobs.map(({ decision }) => decision.decisionId)}::uuid[],
        ${jobs.map(({ job }) => job.name)}::text[],
        ${jobs.map(({ job }) => JSON.stringify(job.payload))}::text[]
      ) AS j (id, topic, payload) JOIN inserted USING (id)
    )
    SELECT id FROM inserted`;
  return new Set(rows.map(({ id }) => id));
};

const toRecord = (row: DecisionRow | null): DecisionRecord | undefined => (row === null ? undefined : recordOf(row));

const recordOf = ({ id, createdAt, ...row }: DecisionRow): DecisionRecord => ({
  ...row,
  decisionId: id,
  createdAt: createdAt.toISOString(),
});

import { type QueryConfig } from 'pg';
import { type Job } from '#application/jobs';
import {
  DecisionLogOverloaded,
  type AppendOutcome,
  type Decision,
  type DecisionLog,
  type DecisionPage,
  type DecisionRecord,
} from '#application/ports';
import { type Database } from './database.js';
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
  /** Characters of inputs and outputs per transaction. */
  readonly batchCharactersMax: number;
}

// Larger transactions gain nothing and, from about 2 MB on, cost five times the processor time in garbage collection.
const LIMITS: DecisionLogLimits = { waitingMax: 4096, batchMax: 64, batchCharactersMax: 1_000_000 };

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

  private async write(deskId: string, batch: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const rows = await this.database.statementForDesk<{ id: string }>(deskId, appendStatement(deskId, batch));
    const inserted = new Set(rows.map(({ id }) => id));
    // One decision given twice in a batch is inserted once, so each inserted id counts for one append.
    const appended = batch.map(({ decision }) => inserted.delete(decision.decisionId));
    const repeats = batch.filter((_, i) => !appended[i]).map(({ decision }) => decision.idempotencyKey);
    const earlier = await this.earlier(deskId, repeats);
    return batch.map(({ decision }, i) => {
      if (appended[i]) return { kind: 'APPENDED' };
      const record = earlier.get(decision.idempotencyKey);
      if (record === undefined) throw new Error(`decision ${decision.decisionId} is neither new nor a repeat`);
      return { kind: 'EXISTS', record };
    });
  }

  /** The first decision under each of these keys. What was in the way of an insert is committed, so it is found. */
  private async earlier(deskId: string, keys: readonly string[]): Promise<ReadonlyMap<string, DecisionRecord>> {
    if (keys.length === 0) return new Map();
    const rows = await this.database.forDesk(deskId, ({ decision }) =>
      decision.findMany({ where: { deskId, idempotencyKey: { in: [...new Set(keys)] } } }),
    );
    return new Map(rows.map((row) => [row.idempotencyKey, recordOf(row)]));
  }

  private commitOf(deskId: string): GroupCommit<Append, AppendOutcome> {
    let commit = this.commits.get(deskId);
    if (commit === undefined) {
      commit = new GroupCommit({
        write: (batch) => this.write(deskId, batch),
        blamesAnItem: blamesRows,
        overloaded: (waiting) => new DecisionLogOverloaded(waiting),
        waitingMax: this.limits.waitingMax,
        batchMax: this.limits.batchMax,
        sizeOf: ({ decision }) => decision.inputs.length + decision.output.length,
        batchSizeMax: this.limits.batchCharactersMax,
      });
      this.commits.set(deskId, commit);
    }
    return commit;
  }
}

/**
 * The rows and their jobs are one statement: there is no moment at which one exists without the other. In the order of
 * the keys, so that two processes with the same keys wait for each other in turn and never both at once. Answers with
 * the ids that were new.
 */
const APPEND = `
  WITH inserted AS (
    INSERT INTO decision (desk_id, id, kind, idempotency_key, request_hash, decided_at, inputs, output)
    SELECT $1, d.* FROM unnest(
      $2::uuid[], $3::decision_kind[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]
    ) AS d (id, kind, idempotency_key, request_hash, decided_at, inputs, output)
    ORDER BY idempotency_key
    ON CONFLICT (desk_id, idempotency_key) DO NOTHING
    RETURNING id
  ), followed AS (
    INSERT INTO outbox (desk_id, topic, payload)
    SELECT $1, j.topic, j.payload
    FROM unnest($9::uuid[], $10::text[], $11::text[]) AS j (id, topic, payload) JOIN inserted USING (id)
  )
  SELECT id FROM inserted`;

const appendStatement = (deskId: string, batch: readonly Append[]): QueryConfig => {
  const decisions = batch.map(({ decision }) => decision);
  const jobs = batch.flatMap(({ decision, followedBy }) => followedBy.map((job) => ({ decision, job })));
  return {
    name: 'append decisions',
    text: APPEND,
    values: [
      deskId,
      decisions.map(({ decisionId }) => decisionId),
      decisions.map(({ kind }) => kind),
      decisions.map(({ idempotencyKey }) => idempotencyKey),
      decisions.map(({ requestHash }) => requestHash),
      decisions.map(({ decidedAt }) => decidedAt),
      decisions.map(({ inputs }) => inputs),
      decisions.map(({ output }) => output),
      jobs.map(({ decision }) => decision.decisionId),
      jobs.map(({ job }) => job.name),
      jobs.map(({ job }) => JSON.stringify(job.payload)),
    ],
  };
};

const toRecord = (row: DecisionRow | null): DecisionRecord | undefined => (row === null ? undefined : recordOf(row));

const recordOf = ({ id, createdAt, ...row }: DecisionRow): DecisionRecord => ({
  ...row,
  decisionId: id,
  createdAt: createdAt.toISOString(),
});

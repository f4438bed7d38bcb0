import { type QueryConfig } from 'pg';
import { type Instant } from '#domain/core';
import { type RfqStatus } from '#domain/rfq';
import {
  StoreOverloaded,
  type DueQuoteRequests,
  type KeptChange,
  type QuoteRequestAppendOutcome,
  type QuoteRequestChange,
  type QuoteRequestFilter,
  type QuoteRequestPage,
  type QuoteRequestStore,
} from '#application/ports';
import { type Database } from './database.js';
import { GroupCommit, type GroupCommitOptions } from './group-commit.js';
import { isUuid } from './uuid.js';
import { blamesRows } from './write-failure.js';

/** Changes of one desk that may wait; one more is refused. */
const WAITING_MAX = 4_096;
/** Changes, and characters of their events, per transaction. */
const BATCH_MAX = 64;
const BATCH_CHARACTERS_MAX = 1_000_000;
/** The same of reads. */
const READS_WAITING_MAX = 20_000;
const READS_MAX = 256;

/** What of a request is asked for: its changes behind a version. */
interface Read {
  readonly requestId: string;
  readonly after: number;
}

/**
 * Requests for quote in PostgreSQL, written by group commit: one transaction per desk at a time, with all that waits. Reads go
 * the same way: when the market moves, whoever follows one of thousands of requests reads it at once.
 */
export class PrismaQuoteRequestStore implements QuoteRequestStore {
  private readonly commits = new Map<string, GroupCommit<QuoteRequestChange, QuoteRequestAppendOutcome>>();
  private readonly reads = new Map<string, GroupCommit<Read, readonly string[]>>();

  constructor(private readonly database: Database) {}

  append(change: QuoteRequestChange): Promise<QuoteRequestAppendOutcome> {
    return this.commitOf(change.deskId).append(change);
  }

  changes(deskId: string, requestId: string, after: number): Promise<readonly string[]> {
    return isUuid(requestId) ? this.readOf(deskId).append({ requestId, after }) : Promise.resolve([]);
  }

  async findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<KeptChange | undefined> {
    return (await this.earlier(deskId, [idempotencyKey])).get(idempotencyKey);
  }

  async list(
    deskId: string,
    { at, status, instrumentId }: QuoteRequestFilter,
    first: number,
    after?: string,
  ): Promise<QuoteRequestPage> {
    if (after !== undefined && !isUuid(after)) return { requests: [] };
    const rows = await this.database.forDesk(deskId, ({ quoteRequest }) =>
      quoteRequest.findMany({
        where: {
          deskId,
          ...(status === undefined ? {} : standingAs(status, at)),
          ...(instrumentId === undefined ? {} : { instrumentIds: { has: instrumentId } }),
          ...(after === undefined ? {} : { id: { lt: after } }),
        },
        orderBy: { id: 'desc' },
        take: first + 1,
      }),
    );
    const requests = rows.slice(0, first).map(({ id, version, status: recorded, expiresAt, instrumentIds }) => ({
      requestId: id,
      version,
      status: recorded === 'OPEN' && at >= expiresAt ? ('EXPIRED' as const) : recorded,
      instrumentIds,
    }));
    const last = requests.at(-1);
    return rows.length > first && last !== undefined ? { requests, nextCursor: last.requestId } : { requests };
  }

  async due(at: Instant, first: number, after?: string): Promise<DueQuoteRequests> {
    const rows = await this.database.forRequestsDue(at, ({ quoteRequest }) =>
      quoteRequest.findMany({
        where: { dueAt: { lte: at }, ...(after === undefined ? {} : { id: { gt: after } }) },
        orderBy: { id: 'asc' },
        take: first + 1,
        select: { deskId: true, id: true, version: true },
      }),
    );
    const requests = rows.slice(0, first).map(({ deskId, id, version }) => ({ deskId, requestId: id, version }));
    const last = requests.at(-1);
    return rows.length > first && last !== undefined ? { requests, nextCursor: last.requestId } : { requests };
  }

  private async write(
    deskId: string,
    batch: readonly QuoteRequestChange[],
  ): Promise<readonly QuoteRequestAppendOutcome[]> {
    const rows = await this.database.statementForDesk<{ key: string }>(deskId, appendStatement(deskId, batch));
    const inserted = new Set(rows.map(({ key }) => key));
    // A key given twice in a batch is inserted once, so each inserted key counts for its first append.
    const appended = batch.map(({ idempotencyKey }) => inserted.delete(idempotencyKey));
    const others = batch.filter((_, i) => !appended[i]).map(({ idempotencyKey }) => idempotencyKey);
    const earlier = others.length === 0 ? new Map<string, KeptChange>() : await this.earlier(deskId, others);
    return batch.map(({ idempotencyKey }, i) => {
      if (appended[i]) return { kind: 'APPENDED' };
      const change = earlier.get(idempotencyKey);
      return change === undefined ? { kind: 'CONFLICT' } : { kind: 'EXISTS', change };
    });
  }

  private async read(deskId: string, batch: readonly Read[]): Promise<readonly (readonly string[])[]> {
    const rows = await this.database.statementForDesk<{ nth: number; events: string }>(deskId, {
      name: 'read quote requests',
      text: `SELECT w.nth::int AS nth, c.events
             FROM unnest($2::uuid[], $3::int[]) WITH ORDINALITY AS w (request_id, after, nth)
             JOIN quote_request_change c ON c.desk_id = $1 AND c.request_id = w.request_id AND c.version > w.after
             ORDER BY w.nth, c.version`,
      values: [deskId, batch.map(({ requestId }) => requestId), batch.map(({ after }) => after)],
    });
    const read = batch.map((): string[] => []);
    for (const { nth, events } of rows) read[nth - 1]!.push(events);
    return read;
  }

  /** The change of each of these keys. What was in the way of an insert is committed, so it is found. */
  private async earlier(deskId: string, keys: readonly string[]): Promise<ReadonlyMap<string, KeptChange>> {
    const rows = await this.database.statementForDesk<KeptChange & { key: string }>(deskId, {
      name: 'find quote request changes',
      text: `SELECT idempotency_key AS key, request_id AS "requestId", version, request_hash AS "requestHash"
             FROM quote_request_change WHERE desk_id = $1 AND idempotency_key = ANY ($2::text[])`,
      values: [deskId, keys],
    });
    return new Map(rows.map(({ key, ...change }) => [key, change]));
  }

  private commitOf(deskId: string): GroupCommit<QuoteRequestChange, QuoteRequestAppendOutcome> {
    return ofDesk(this.commits, deskId, {
      write: (batch) => this.write(deskId, batch),
      blamesAnItem: blamesRows,
      overloaded: (waiting) => new StoreOverloaded(`quote requests: ${waiting} changes are waiting already`),
      waitingMax: WAITING_MAX,
      batchMax: BATCH_MAX,
      sizeOf: ({ events }) => events.length,
      batchSizeMax: BATCH_CHARACTERS_MAX,
    });
  }

  private readOf(deskId: string): GroupCommit<Read, readonly string[]> {
    return ofDesk(this.reads, deskId, {
      write: (batch) => this.read(deskId, batch),
      blamesAnItem: blamesRows,
      overloaded: (waiting) => new StoreOverloaded(`quote requests: ${waiting} reads are waiting already`),
      waitingMax: READS_WAITING_MAX,
      batchMax: READS_MAX,
      sizeOf: () => 1,
      batchSizeMax: READS_MAX,
    });
  }
}

/** The recorded statuses behind a status at a session time: nobody records an expiry when it is due. */
const standingAs = (status: RfqStatus, at: Instant) => {
  switch (status) {
    case 'OPEN':
      return { status, expiresAt: { gt: at } };
    case 'EXPIRED':
      return { OR: [{ status }, { status: 'OPEN' as const, expiresAt: { lte: at } }] };
    default:
      return { status };
  }
};

/** What groups the items of a desk, made with the first of them. */
const ofDesk = <Item, Outcome>(
  groups: Map<string, GroupCommit<Item, Outcome>>,
  deskId: string,
  options: GroupCommitOptions<Item, Outcome>,
): GroupCommit<Item, Outcome> => {
  const group = groups.get(deskId) ?? new GroupCommit(options);
  groups.set(deskId, group);
  return group;
};

/**
 * A change and the row of its request are one statement. It is written where the version before it is the request's last
 * (0: there is none); the keys decide between those that do so at once. In the order of requests and versions, so that two
 * processes wait for each other in turn and never both at once. Answers with the idempotency keys that were new.
 */
const APPEND = `
  WITH wanted AS (
    SELECT DISTINCT ON (idempotency_key) c.*
    FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::quote_request_status[], $8::text[],
      $9::bigint[], $10::bigint[]) WITH ORDINALITY
      AS c (request_id, version, idempotency_key, request_hash, events, status, instrument_ids, expires_at, due_at, nth)
    ORDER BY idempotency_key, nth
  ), inserted AS (
    INSERT INTO quote_request_change (desk_id, request_id, version, idempotency_key, request_hash, events)
    SELECT $1, w.request_id, w.version, w.idempotency_key, w.request_hash, w.events
    FROM wanted w LEFT JOIN quote_request r ON r.desk_id = $1 AND r.id = w.request_id
    WHERE w.version = coalesce(r.version, 0) + 1
    ORDER BY w.request_id, w.version, w.nth
    ON CONFLICT DO NOTHING
    RETURNING idempotency_key
  ), opened AS (
    INSERT INTO quote_request (desk_id, id, version, status, instrument_ids, expires_at, due_at)
    SELECT $1, w.request_id, w.version, w.status, ARRAY(SELECT jsonb_array_elements_text(w.instrument_ids::jsonb)),
      w.expires_at, w.due_at
    FROM inserted JOIN wanted w USING (idempotency_key) WHERE w.version = 1
  ), moved AS (
    UPDATE quote_request r SET version = w.version, status = w.status, due_at = w.due_at
    FROM inserted JOIN wanted w USING (idempotency_key)
    WHERE w.version > 1 AND r.desk_id = $1 AND r.id = w.request_id
  )
  SELECT idempotency_key AS key FROM inserted`;

const appendStatement = (deskId: string, batch: readonly QuoteRequestChange[]): QueryConfig => ({
  name: 'append quote request changes',
  text: APPEND,
  values: [
    deskId,
    batch.map(({ requestId }) => requestId),
    batch.map(({ version }) => version),
    batch.map(({ idempotencyKey }) => idempotencyKey),
    batch.map(({ requestHash }) => requestHash),
    batch.map(({ events }) => events),
    batch.map(({ status }) => status),
    batch.map(({ instrumentIds }) => JSON.stringify(instrumentIds)),
    batch.map(({ expiresAt }) => expiresAt),
    batch.map(({ dueAt }) => dueAt ?? null),
  ],
});

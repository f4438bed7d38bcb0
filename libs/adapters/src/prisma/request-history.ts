import { type HistoryRow, type RequestBehind, type RequestHistory, type WrittenRow } from '#application/ports';
import { type Database } from './database.js';

/** Rows of request_history; which of them are due a trigger of quote_request writes with each change. */
export class PrismaRequestHistory implements RequestHistory {
  constructor(private readonly database: Database) {}

  async behind(deskId: string, first: number): Promise<readonly RequestBehind[]> {
    return this.database.statementForDesk<RequestBehind & Row>(deskId, {
      name: 'requests behind',
      text: `
        WITH due AS (
          SELECT id, due_version FROM request_history
          WHERE desk_id = $1 AND version < due_version ORDER BY id LIMIT $2
        )
        SELECT due.id AS "requestId", due.due_version AS version, array_agg(c.events ORDER BY c.version) AS changes
        FROM due JOIN quote_request_change c
          ON c.desk_id = $1 AND c.request_id = due.id AND c.version <= due.due_version
        GROUP BY due.id, due.due_version ORDER BY due.id`,
      values: [deskId, first],
    });
  }

  write(deskId: string, rows: readonly HistoryRow[]): Promise<number> {
    return this.database.forDesk(deskId, async (transaction) => {
      // Writes of a desk one after the other, so that revisions show in their order.
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('request_history ' || ${deskId}, 0))`;
      return transaction.$executeRaw`
        INSERT INTO request_history AS h (desk_id, id, due_version, version, row, revision)
        SELECT ${deskId}, w.id, w.version, w.version, w.row, nextval('request_history_revision_seq')
        FROM unnest(
          ${rows.map(({ requestId }) => requestId)}::uuid[],
          ${rows.map(({ version }) => version)}::int[],
          ${rows.map(({ row }) => row ?? null)}::text[]
        ) AS w (id, version, row)
        ORDER BY w.id
        ON CONFLICT (desk_id, id) DO UPDATE
          SET version = EXCLUDED.version, row = EXCLUDED.row, revision = EXCLUDED.revision,
            due_version = greatest(h.due_version, EXCLUDED.due_version)
          WHERE h.version < EXCLUDED.version`;
    });
  }

  async writtenAfter(deskId: string, revision: bigint, first: number): Promise<readonly WrittenRow[]> {
    const rows = await this.database.statementForDesk<WrittenText>(deskId, {
      name: 'request history written after',
      text: `SELECT id AS "requestId", row, revision FROM request_history
             WHERE desk_id = $1 AND revision > $2 ORDER BY revision DESC LIMIT $3`,
      values: [deskId, revision, first],
    });
    return rows
      .map(({ requestId, row, revision: text }) => ({
        requestId,
        revision: BigInt(text),
        ...(row !== null && { row }),
      }))
      .reverse();
  }
}

type Row = Record<string, unknown>;

interface WrittenText extends Row {
  readonly requestId: string;
  readonly row: string | null;
  readonly revision: string;
}

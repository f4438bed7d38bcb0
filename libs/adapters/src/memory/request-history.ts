import {
  type HistoryRow,
  type QuoteRequestStore,
  type RequestBehind,
  type RequestHistory,
  type WrittenRow,
} from '#application/ports';

const PAGE = 1_000;

interface KeptRow extends HistoryRow {
  readonly revision: bigint;
}

/** The history of one process, of the requests in a store. */
export class MemoryRequestHistory implements RequestHistory {
  private readonly desks = new Map<string, Map<string, KeptRow>>();
  private revision = 0n;

  constructor(private readonly requests: QuoteRequestStore) {}

  async behind(deskId: string, first: number): Promise<readonly RequestBehind[]> {
    const rows = this.rowsOf(deskId);
    const ended = (await this.recorded(deskId))
      .filter(({ requestId, version, status }) => status !== 'OPEN' && (rows.get(requestId)?.version ?? 0) < version)
      .sort((a, b) => (a.requestId < b.requestId ? -1 : 1))
      .slice(0, first);
    return Promise.all(
      ended.map(async ({ requestId, version }) => {
        const changes = await this.requests.changes(deskId, requestId, 0);
        return { requestId, version, changes: changes.slice(0, version) };
      }),
    );
  }

  write(deskId: string, rows: readonly HistoryRow[]): Promise<number> {
    const kept = this.rowsOf(deskId);
    let written = 0;
    for (const row of rows) {
      if ((kept.get(row.requestId)?.version ?? 0) >= row.version) continue;
      this.revision += 1n;
      kept.set(row.requestId, { ...row, revision: this.revision });
      written += 1;
    }
    return Promise.resolve(written);
  }

  writtenAfter(deskId: string, revision: bigint, first: number): Promise<readonly WrittenRow[]> {
    const written = [...this.rowsOf(deskId).values()]
      .filter((row) => row.revision > revision)
      .sort((a, b) => (a.revision < b.revision ? -1 : 1))
      .slice(-first);
    return Promise.resolve(
      written.map(({ requestId, row, revision: at }) => ({
        requestId,
        revision: at,
        ...(row !== undefined && { row }),
      })),
    );
  }

  /** As recorded: at the beginning of time nothing has expired. */
  private async recorded(deskId: string) {
    const all = [];
    let after: string | undefined;
    do {
      const page = await this.requests.list(deskId, { at: 0n }, PAGE, after);
      all.push(...page.requests);
      after = page.nextCursor;
    } while (after !== undefined);
    return all;
  }

  private rowsOf(deskId: string): Map<string, KeptRow> {
    const rows = this.desks.get(deskId) ?? new Map<string, KeptRow>();
    this.desks.set(deskId, rows);
    return rows;
  }
}

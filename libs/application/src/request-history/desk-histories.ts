import { type FinishedRequest } from '#domain/scoring';
import { type RequestHistory } from '#application/ports';
import { projectHistory } from './project-history.js';

/** Of a desk, the rows written last; older ones say little of how dealers are now. */
const ROWS_MAX = 10_000;
/** Desks whose rows this process keeps. */
const DESKS_MAX = 50;

/** What a desk knows of its requests, as far as `revision`. */
export interface DeskHistory {
  readonly revision: bigint;
  /** In the order in which they were written last. */
  readonly requests: readonly FinishedRequest[];
}

interface KeptDesk {
  revision: bigint;
  readonly rows: Map<string, FinishedRequest>;
}

/** The histories of desks in memory: what was written since the last look is read, and no more. */
export class DeskHistories {
  private readonly desks = new Map<string, KeptDesk>();
  private readonly reading = new Map<string, Promise<DeskHistory>>();

  constructor(private readonly history: RequestHistory) {}

  /** The history as it stands, all that has ended by now among it. Who asks while another waits gets the same answer. */
  current(deskId: string): Promise<DeskHistory> {
    const underWay = this.reading.get(deskId);
    if (underWay !== undefined) return underWay;
    const reading = this.read(deskId).finally(() => this.reading.delete(deskId));
    this.reading.set(deskId, reading);
    return reading;
  }

  private async read(deskId: string): Promise<DeskHistory> {
    await projectHistory(this.history, deskId);
    const kept = this.desks.get(deskId) ?? { revision: 0n, rows: new Map<string, FinishedRequest>() };
    for (const { requestId, row, revision } of await this.history.writtenAfter(deskId, kept.revision, ROWS_MAX)) {
      kept.revision = revision;
      kept.rows.delete(requestId);
      if (row !== undefined) kept.rows.set(requestId, JSON.parse(row) as FinishedRequest);
    }
    for (const requestId of kept.rows.keys()) {
      if (kept.rows.size <= ROWS_MAX) break;
      kept.rows.delete(requestId);
    }
    this.keep(deskId, kept);
    return { revision: kept.revision, requests: [...kept.rows.values()] };
  }

  private keep(deskId: string, kept: KeptDesk): void {
    this.desks.delete(deskId);
    this.desks.set(deskId, kept);
    const [longestUnasked] = this.desks.keys();
    if (this.desks.size > DESKS_MAX && longestUnasked !== undefined) this.desks.delete(longestUnasked);
  }
}

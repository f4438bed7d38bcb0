import { JOB_NAMES, type Job } from '#application/jobs';
import { type Outbox } from '#application/ports';
import { type Database } from './database.js';

interface OutboxRow {
  readonly id: bigint;
  readonly topic: string;
  readonly payload: string;
}

/** The waiting jobs of all desks; needs the worker's role. */
export class PrismaOutbox implements Outbox {
  constructor(private readonly database: Database) {}

  // A job whose name this build does not know stays for a worker that does.
  relay(limit: number, deliver: (jobs: readonly Job[]) => Promise<void>): Promise<number> {
    return this.database.forNoDesk(async (transaction) => {
      const rows = await transaction.$queryRaw<OutboxRow[]>`
        DELETE FROM outbox WHERE id IN (
          SELECT id FROM outbox WHERE topic = ANY(${JOB_NAMES}) ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED
        ) RETURNING id, topic, payload`;
      if (rows.length > 0) await deliver(rows.sort((a, b) => Number(a.id - b.id)).map(toJob));
      return rows.length;
    });
  }
}

const toJob = ({ topic, payload }: OutboxRow): Job => ({ name: topic, payload: JSON.parse(payload) as unknown }) as Job;

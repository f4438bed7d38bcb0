import { type Job } from '#application/jobs';
import {
  type FollowedOutcome,
  type KeptQuoteOutcome,
  type OutcomeAppended,
  type QuoteOutcomeStore,
  type TradeFollowUp,
} from '#application/ports';
import { type Database } from './database.js';
import { leaveJobs } from './follow-up-jobs.js';

export class PrismaQuoteOutcomeStore implements QuoteOutcomeStore {
  constructor(private readonly database: Database) {}

  append(
    deskId: string,
    outcome: KeptQuoteOutcome,
    followedBy: (ordinal: number) => readonly Job[],
  ): Promise<OutcomeAppended> {
    const { quoteId, ...rest } = outcome;
    return this.database.forDesk(deskId, async (transaction) => {
      // Outcomes of a desk one after the other, so that ordinals have no gaps and show in their order.
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('quote_outcome ' || ${deskId}, 0))`;
      const [kept] = await transaction.$queryRaw<{ readonly ordinal: number }[]>`
        INSERT INTO quote_outcome (desk_id, ordinal, quote_id, outcome)
        SELECT ${deskId}, coalesce(max(ordinal), 0) + 1, ${quoteId}, ${JSON.stringify(rest)}
        FROM quote_outcome WHERE desk_id = ${deskId}
        ON CONFLICT (desk_id, quote_id) DO NOTHING
        RETURNING ordinal`;
      if (kept === undefined) return { kind: 'EXISTS' };
      await leaveJobs(transaction, deskId, followedBy(kept.ordinal));
      return { kind: 'KEPT', ordinal: kept.ordinal };
    });
  }

  async find(deskId: string, quoteId: string): Promise<FollowedOutcome | undefined> {
    const [row] = await this.database.statementForDesk<OutcomeRow>(deskId, {
      name: 'quote outcome',
      text: `SELECT ordinal, quote_id AS "quoteId", outcome, follow_up AS "followUp" FROM quote_outcome
             WHERE desk_id = $1 AND quote_id = $2`,
      values: [deskId, quoteId],
    });
    return row === undefined ? undefined : followed(row);
  }

  follow(deskId: string, quoteId: string, followUp: TradeFollowUp): Promise<boolean> {
    return this.database.forDesk(deskId, async (transaction) => {
      const followed = await transaction.$executeRaw`
        UPDATE quote_outcome SET follow_up = ${JSON.stringify(followUp)}
        WHERE desk_id = ${deskId} AND quote_id = ${quoteId}`;
      return followed > 0;
    });
  }

  async outcomes(deskId: string, after: number, first: number): Promise<readonly FollowedOutcome[]> {
    const rows = await this.database.statementForDesk<OutcomeRow>(deskId, {
      name: 'quote outcomes',
      text: `SELECT ordinal, quote_id AS "quoteId", outcome, follow_up AS "followUp" FROM quote_outcome
             WHERE desk_id = $1 AND ordinal > $2 ORDER BY ordinal LIMIT $3`,
      values: [deskId, after, first],
    });
    return rows.map(followed);
  }
}

interface OutcomeRow {
  readonly ordinal: number;
  readonly quoteId: string;
  readonly outcome: string;
  readonly followUp: string | null;
}

const followed = ({ ordinal, quoteId, outcome, followUp }: OutcomeRow): FollowedOutcome => ({
  ...(JSON.parse(outcome) as Omit<KeptQuoteOutcome, 'quoteId'>),
  quoteId,
  ordinal,
  followUp: followUp === null ? null : (JSON.parse(followUp) as TradeFollowUp),
});

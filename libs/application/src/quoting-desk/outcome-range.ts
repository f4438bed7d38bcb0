import { type FollowedOutcome, type QuoteOutcomeStore } from '#application/ports';

/** Which of the recorded outcomes are counted. */
export interface OutcomeRange {
  /** Those behind this ordinal, 0 for all. */
  readonly after: number;
  readonly first: number;
}

const PAGE = 1_000;

/** Those of a range, oldest first; fewer where no more are recorded. */
export const outcomesIn = async (
  store: Pick<QuoteOutcomeStore, 'outcomes'>,
  deskId: string,
  { after, first }: OutcomeRange,
): Promise<readonly FollowedOutcome[]> => {
  const rows: FollowedOutcome[] = [];
  while (rows.length < first) {
    const page = await store.outcomes(deskId, rows.at(-1)?.ordinal ?? after, Math.min(PAGE, first - rows.length));
    if (page.length === 0) break;
    rows.push(...page);
  }
  return rows;
};

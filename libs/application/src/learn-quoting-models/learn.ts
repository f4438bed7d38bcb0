import { learnModels, type LearnedModels, type QuotedOutcome } from '#domain/quoting';
import { type Job, type JobHandler, type Jobs } from '#application/jobs';
import {
  type FollowedOutcome,
  type InThreads,
  type LearnedModelsStore,
  type QuoteOutcomeStore,
} from '#application/ports';

export interface LearnPorts {
  readonly outcomes: Pick<QuoteOutcomeStore, 'outcomes'>;
  readonly learned: LearnedModelsStore;
  /** A fit takes seconds to minutes. */
  readonly computing: InThreads<{ readonly learnFromPages: typeof learnFromPages }>;
}

/** A version is learned after so many further outcomes. */
export const OUTCOMES_PER_VERSION = 100;
/** The latest outcomes that a version is learned from: clients change, and a fit must end. */
const OUTCOMES_MAX = 50_000;
const PAGE = 1_000;

/** What follows from the outcome of an ordinal: every hundredth is learned from. */
export const learningJobs =
  (deskId: string) =>
  (ordinal: number): readonly Job[] =>
    ordinal % OUTCOMES_PER_VERSION === 0 ? [{ name: 'hitmodel.fit', payload: { deskId, upTo: ordinal } }] : [];

/**
 * Learns from a desk's outcomes up to an ordinal and keeps that as a version. A repeat finds it kept and computes nothing; an older
 * version that comes late is kept and serves nobody. Where the search for the hit model does not end the version says so and has none.
 */
export const learnQuotingModels = async (
  { outcomes, learned, computing }: LearnPorts,
  { deskId, upTo }: Jobs['hitmodel.fit'],
): Promise<void> => {
  if (await learned.isKept(deskId, upTo)) return;
  const pages = await pagesUpTo(outcomes, deskId, upTo);
  await learned.keep(deskId, { upTo, models: await computing.learnFromPages(pages) });
};

/** `learnModels` of outcomes page by page, each as JSON. Written by page and handed over as text, no more than a page holds up a loop. */
export const learnFromPages = (pages: readonly string[]): LearnedModels =>
  learnModels(pages.flatMap((page) => JSON.parse(page) as readonly QuotedOutcome[]));

/** There is nobody to tell: the version before goes on serving, and the next hundred outcomes ask again. */
export const learnQuotingModelsHandler = (ports: LearnPorts): JobHandler<Jobs['hitmodel.fit']> => ({
  run: (key) => learnQuotingModels(ports, key),
  abandon: () => Promise.resolve(),
});

const pagesUpTo = async (store: LearnPorts['outcomes'], deskId: string, upTo: number): Promise<readonly string[]> => {
  const pages: string[] = [];
  for (let after = Math.max(0, upTo - OUTCOMES_MAX); after < upTo;) {
    const page = await store.outcomes(deskId, after, Math.min(PAGE, upTo - after));
    if (page.length === 0) throw new Error(`desk ${deskId} has no outcome ${after + 1}`);
    pages.push(JSON.stringify(page.map(quoted)));
    after = page.at(-1)!.ordinal;
  }
  return pages;
};

/** What is learned from, and no more. */
const quoted = ({ instrumentId, client, clientSide, outcome, hitUnit, followUp }: FollowedOutcome): QuotedOutcome => ({
  instrumentId,
  client,
  clientSide,
  outcome,
  ...(hitUnit !== undefined && { hitUnit }),
  againstBps: followUp?.againstBps ?? null,
  markouts: followUp?.markouts ?? [],
});

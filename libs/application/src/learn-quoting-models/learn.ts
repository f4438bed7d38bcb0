import { countedBySegment, learnedModels, type LearnedModels, type QuotedOutcome } from '#domain/quoting';
import { segmentFitSteps, type SegmentFits } from '#domain/rfq';
import { type Job, type JobHandler, type Jobs } from '#application/jobs';
import {
  type FollowedOutcome,
  type LearnedModelsStore,
  type QuoteOutcomeStore,
  type WallClock,
} from '#application/ports';

export interface LearnPorts {
  readonly outcomes: Pick<QuoteOutcomeStore, 'outcomes'>;
  readonly learned: LearnedModelsStore;
  readonly clock: WallClock;
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
 * version that comes late is kept and serves nobody. Where the outcomes leave the hit model open the version says so and has none.
 */
export const learnQuotingModels = async (
  { outcomes, learned, clock }: LearnPorts,
  { deskId, upTo }: Jobs['hitmodel.fit'],
): Promise<void> => {
  if (await learned.isKept(deskId, upTo)) return;
  const rows = await outcomesUpTo(outcomes, deskId, upTo);
  const models = await modelsOf(rows.map(quoted), clock);
  await learned.keep(deskId, { upTo, models });
};

/** There is nobody to tell: the version before goes on serving, and the next hundred outcomes ask again. */
export const learnQuotingModelsHandler = (ports: LearnPorts): JobHandler<Jobs['hitmodel.fit']> => ({
  run: (key) => learnQuotingModels(ports, key),
  abandon: () => Promise.resolve(),
});

const outcomesUpTo = async (
  store: LearnPorts['outcomes'],
  deskId: string,
  upTo: number,
): Promise<readonly FollowedOutcome[]> => {
  const rows: FollowedOutcome[] = [];
  for (let after = Math.max(0, upTo - OUTCOMES_MAX); after < upTo;) {
    const page = await store.outcomes(deskId, after, Math.min(PAGE, upTo - after));
    if (page.length === 0) throw new Error(`desk ${deskId} has no outcome ${after + 1}`);
    rows.push(...page);
    after = page.at(-1)!.ordinal;
  }
  return rows;
};

const quoted = ({ followUp, ...outcome }: FollowedOutcome): QuotedOutcome => ({
  ...outcome,
  againstBps: followUp?.againstBps ?? null,
});

/** Other work has its turn after every fit: a worker that does not answer loses its job. */
const modelsOf = async (outcomes: readonly QuotedOutcome[], clock: WallClock): Promise<LearnedModels> => {
  const steps = segmentFitSteps(countedBySegment(outcomes));
  let fits: SegmentFits | undefined;
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      fits = step.value.ok ? step.value.value : undefined;
      break;
    }
    await clock.sleep(0);
  }
  return learnedModels(outcomes, fits);
};

import { type Estimate } from '#domain/microstructure';
import {
  fitSegments,
  HitCurve,
  HitModel,
  isDealt,
  onGrid,
  OutcomeCounts,
  STATED_HIT_PRIOR,
  type FittedParameter,
  type HitFit,
  type HitParameters,
  type OutcomeKind,
} from '#domain/rfq';
import {
  betweenClientsSdBps,
  clientTier,
  expectedAdverseMove,
  informedProbability,
  NO_MARKOUTS,
  TRADES_MIN,
  withMarkout,
  type ClientTierName,
  type Gated,
  type MarkoutLaw,
  type MarkoutSums,
} from '../client-flow/index.js';
import { bestMarkup } from '../margin/index.js';
import { type MarkoutAt, type QuotedOutcome } from './quoted-outcome.js';

/** Outcomes below which a client has no segment of his own: he is among `OTHER_CLIENTS`. */
export const SEGMENT_OUTCOMES_MIN = 50;

/** The segment of clients who were quoted seldom or not named. */
export const OTHER_CLIENTS = '';

/** A fitted hit model of a segment, as plain data. */
export interface LearnedHits {
  readonly parameters: HitParameters;
  /** Competitors expected where a request does not tell. */
  readonly usualCompetitors: number;
  readonly outcomes: number;
  readonly fitted: readonly FittedParameter[];
  /** As a `HitFit` has it: what the band of a curve is made of. */
  readonly covariance: readonly (readonly number[])[];
  /** What was counted. Absent from versions of before it was kept, which were fitted by likelihood alone. */
  readonly evidence?: HitEvidence;
}

/** The outcomes that a fit rests on beside its prior. */
export interface HitEvidence {
  readonly done: number;
  /** Those of them whose cover is known. */
  readonly doneWithCover: number;
  readonly tradedAway: number;
  readonly tied: number;
  readonly notTraded: number;
}

/** What the mid does against a desk by so long after its trades with a client. */
export interface AdverseMoveAt {
  readonly seconds: number;
  readonly adverseMoveBps: Gated<Estimate>;
}

/** What a desk knows of a client. */
export interface LearnedClient {
  readonly tier: ClientTierName;
  /** Trades whose markout is known. */
  readonly trades: number;
  readonly adverseMoveBps: Gated<Estimate>;
  /** At the further horizons that the desk told, rising. Absent from versions of before they were kept. */
  readonly adverseMoves?: readonly AdverseMoveAt[];
  readonly informedProbability: Gated<Estimate>;
}

/** Everything that a desk has learned of the other side; plain data, stored with its version. */
export interface LearnedModels {
  /** 2: hit models measure in `USUAL_CHARGE`. 1: in half-spreads, from before there was another unit; such a model quotes nobody. */
  readonly format: 1 | 2;
  /** Those that were learned from. */
  readonly outcomes: number;
  /** Those of them whose prices are in half-spreads, and which no hit model rests on; absent from format 1, where all were. */
  readonly outcomesInHalfSpreads?: number;
  /** null: no outcome is in its unit, or the search for it did not end; of versions of before, that the outcomes left parameters open. */
  readonly pooled: LearnedHits | null;
  /** By client; `OTHER_CLIENTS` for the rest. */
  readonly segments: Readonly<Record<string, LearnedHits>>;
  readonly clients: Readonly<Record<string, LearnedClient>>;
}

/**
 * Everything that outcomes say: the hit model of all under the stated prior, of each client who was quoted often enough around that, and
 * what the markouts say of clients. A hit model rests on outcomes of one unit: those in half-spreads are counted and left out of it, since
 * what the block cost to lay off, which the other unit needs, was not kept with them.
 */
export const learnModels = (outcomes: readonly QuotedOutcome[]): LearnedModels => {
  const measured = outcomes.filter(({ hitUnit }) => hitUnit === 'USUAL_CHARGE');
  const { pooled, segments } = measured.length === 0 ? NO_HITS : learnedHitsOf(measured);
  return {
    format: 2,
    outcomes: outcomes.length,
    outcomesInHalfSpreads: outcomes.length - measured.length,
    pooled,
    segments,
    clients: learnedClients(outcomes, segments, pooled),
  };
};

const NO_HITS: Pick<LearnedModels, 'pooled' | 'segments'> = { pooled: null, segments: {} };

const learnedHitsOf = (outcomes: readonly QuotedOutcome[]): Pick<LearnedModels, 'pooled' | 'segments'> => {
  const rows = bySegment(outcomes);
  const fits = fitSegments(new Map([...rows].map(([segment, own]) => [segment, counted(own)])), STATED_HIT_PRIOR);
  if (!fits.ok) return NO_HITS;
  const told = meanCompetitors(outcomes);
  const segments = [...fits.value.segments].map(([segment, fit]): [string, LearnedHits] => [
    segment,
    learnedHits(fit, told, rows.get(segment)!),
  ]);
  return { pooled: learnedHits(fits.value.pooled, told, outcomes), segments: Object.fromEntries(segments) };
};

const bySegment = (outcomes: readonly QuotedOutcome[]): ReadonlyMap<string, readonly QuotedOutcome[]> => {
  const quotes = new Map<string, number>();
  for (const { client } of outcomes) if (client !== null) quotes.set(client, (quotes.get(client) ?? 0) + 1);
  const segments = new Map<string, QuotedOutcome[]>();
  for (const row of outcomes) {
    const { client } = row;
    const isOwn = client !== null && quotes.get(client)! >= SEGMENT_OUTCOMES_MIN;
    const segment = isOwn ? client : OTHER_CLIENTS;
    const own = segments.get(segment) ?? [];
    segments.set(segment, own);
    own.push(row);
  }
  return segments;
};

/** Throws where an outcome was stored that says nothing: none is ever stored. */
const counted = (outcomes: readonly QuotedOutcome[]): OutcomeCounts => {
  const counts = new OutcomeCounts();
  for (const { outcome } of outcomes) {
    const added = counts.add(onGrid(outcome));
    if (!added.ok) throw new Error(added.error.message);
  }
  return counts;
};

const learnedHits = (fit: HitFit, told: number | undefined, outcomes: readonly QuotedOutcome[]): LearnedHits => ({
  parameters: fit.parameters,
  usualCompetitors: told ?? fit.effectiveCompetitors,
  outcomes: fit.outcomes,
  fitted: fit.fitted,
  covariance: fit.covariance,
  evidence: evidenceOf(outcomes),
});

const evidenceOf = (outcomes: readonly QuotedOutcome[]): HitEvidence => {
  const count = (is: (kind: OutcomeKind) => boolean): number =>
    outcomes.reduce((sum, { outcome }) => (is(outcome.kind) ? sum + 1 : sum), 0);
  return {
    done: count(isDealt),
    doneWithCover: count((kind) => kind === 'DONE_WITH_COVER'),
    tradedAway: count((kind) => kind === 'TRADED_AWAY'),
    tied: count((kind) => kind === 'TIED'),
    notTraded: count((kind) => kind === 'NOT_TRADED'),
  };
};

/** Undefined where nobody ever tells. */
const meanCompetitors = (outcomes: readonly QuotedOutcome[]): number | undefined => {
  const told = outcomes.flatMap(({ outcome: { competitors } }) => (competitors === null ? [] : [competitors]));
  return told.length === 0 ? undefined : told.reduce((sum, n) => sum + n, 0) / told.length;
};

/** A client is price-sensitive who leaves this much faster than the population at its own best quote. */
const SENSITIVE_OVER_POOLED = 1.25;

const learnedClients = (
  outcomes: readonly QuotedOutcome[],
  segments: Readonly<Record<string, LearnedHits>>,
  pooled: LearnedHits | null,
): Readonly<Record<string, LearnedClient>> => {
  const moves = movesByClient(outcomes, ({ againstBps }) => againstBps);
  const adverseMoves = adverseMovesByClient(moves);
  const later = [...new Set(outcomes.flatMap(({ markouts }) => markouts.map(({ seconds }) => seconds)))]
    .sort((a, b) => a - b)
    .map((seconds) => ({
      seconds,
      of: adverseMovesByClient(movesByClient(outcomes, ({ markouts }) => at(markouts, seconds))),
    }));
  const law = markoutLaw([...moves.values()].flat());
  const pooledHazard = pooled === null ? Infinity : usualHazard(pooled);
  const clients = [...moves].map(([client, own]): [string, LearnedClient] => {
    const adverse = adverseMoves.get(client)!;
    const segment = segments[client];
    const tier = clientTier(adverse, segment === undefined ? 0 : usualHazard(segment), {
      adverseMoveBpsMin: 0,
      sensitiveHazardMin: SENSITIVE_OVER_POOLED * pooledHazard,
    });
    const informed: Gated<Estimate> =
      law === undefined ? { kind: 'TOO_FEW', n: own.length, nMin: TRADES_MIN } : informedProbability(own, law);
    return [
      client,
      {
        tier,
        trades: own.length,
        adverseMoveBps: adverse,
        adverseMoves: later.map(({ seconds, of }) => ({ seconds, adverseMoveBps: of.get(client)! })),
        informedProbability: informed,
      },
    ];
  });
  return Object.fromEntries(clients);
};

/** Those that are known, of each client who is named. */
const movesByClient = (
  outcomes: readonly QuotedOutcome[],
  moveOf: (outcome: QuotedOutcome) => number | null,
): ReadonlyMap<string, readonly number[]> => {
  const moves = new Map<string, number[]>();
  for (const outcome of outcomes) {
    if (outcome.client === null) continue;
    const own = moves.get(outcome.client) ?? [];
    moves.set(outcome.client, own);
    const move = moveOf(outcome);
    if (move !== null) own.push(move);
  }
  return moves;
};

const at = (markouts: readonly MarkoutAt[], seconds: number): number | null =>
  markouts.find((markout) => markout.seconds === seconds)?.againstBps ?? null;

const adverseMovesByClient = (moves: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, Gated<Estimate>> => {
  const sums = new Map([...moves].map(([client, own]) => [client, own.reduce(withMarkout, NO_MARKOUTS)]));
  const population = [...sums.values()].reduce(addedMarkouts, NO_MARKOUTS);
  const between = population.n >= TRADES_MIN ? betweenClientsSdBps([...sums.values()], population) : 0;
  return new Map([...sums].map(([client, own]) => [client, expectedAdverseMove(own, population, between)]));
};

const addedMarkouts = (a: MarkoutSums, b: MarkoutSums): MarkoutSums => ({
  n: a.n + b.n,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

/**
 * The noise from the moves in the dealer's favour, where those who know something are rarely found: the root of their mean square. What
 * informed clients know is taken to be as large as the noise. Undefined where too few moves are known.
 */
const markoutLaw = (againstBps: readonly number[]): MarkoutLaw | undefined => {
  const inFavour = againstBps.filter((move) => move < 0);
  if (inFavour.length < TRADES_MIN) return undefined;
  const sd = Math.sqrt(inFavour.reduce((sum, move) => sum + move ** 2, 0) / inFavour.length);
  return { noiseSdBps: sd, signalSdBps: sd };
};

/** Share of the hits that one more half-spread loses, at the best quote of a trade that costs nothing. */
const usualHazard = ({ parameters, usualCompetitors }: LearnedHits): number => {
  const curve = new HitCurve(new HitModel(parameters), usualCompetitors);
  return curve.hazard(bestMarkup(curve, 0));
};

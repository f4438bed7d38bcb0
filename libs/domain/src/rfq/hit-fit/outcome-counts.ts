import { err, ok, type Failure, type Result } from '#domain/core';
import { GRID_CELLS, GRID_HIGH, GRID_LOW, GRID_STEP } from '../hit-probability/reduced-spread-grid.js';
import { type QuoteOutcome } from './quote-outcome.js';

/** An outcome that says nothing, by the field that is wrong. */
export type ImpossibleOutcome = Failure<'IMPOSSIBLE_OUTCOME'>;

/** Where the competitors are not told. */
export const UNTOLD = -1;

/** Weights by node of the grid, and of the best competitor by cell; the first and last cell are open to infinity. */
interface CompetitionCounts {
  readonly unbeaten: Float64Array;
  readonly tradedAway: Float64Array;
  readonly notTraded: Float64Array;
  readonly best: Float64Array;
  alone: number;
}

/** As it is stored: only what is not zero, as pairs of index and weight. */
export interface OutcomeCountsDocument {
  readonly format: 1;
  readonly revision: number;
  readonly outcomes: number;
  readonly accepted: readonly number[];
  readonly byCompetitors: readonly {
    readonly competitors: number | null;
    readonly unbeaten: readonly number[];
    readonly tradedAway: readonly number[];
    readonly notTraded: readonly number[];
    readonly best: readonly number[];
    readonly alone: number;
  }[];
}

/**
 * The sufficient data of the tabulated likelihood: each of its terms depends on one reduced spread only, so histograms on the grid
 * say all that the outcomes say, whatever their number. The weight of a quote is split between the two nodes around it, as the
 * tabulated likelihood is interpolated; a competitor's price falls in a cell, whose probability is exact. A fit that learns on
 * adds the new outcomes and starts from its last parameters.
 */
export class OutcomeCounts {
  /** How often something was added. */
  revision = 0;
  outcomes = 0;
  /** Quotes that the client found below the reservation: done with whomever he is told of. */
  readonly accepted = new Float64Array(GRID_CELLS + 1);
  /** By competitors asked, `UNTOLD` among them. */
  readonly byCompetitors = new Map<number, CompetitionCounts>();

  /** Refuses by name what no dealer can learn; nothing is counted then. */
  add(outcome: QuoteOutcome): Result<void, ImpossibleOutcome> {
    const wrong = whatIsWrong(outcome);
    if (wrong !== undefined) return err(wrong);
    this.count(outcome);
    this.revision += 1;
    this.outcomes += 1;
    return ok(undefined);
  }

  /** Adds what others counted. */
  addAll(other: OutcomeCounts): void {
    this.revision += 1;
    this.outcomes += other.outcomes;
    addTo(this.accepted, other.accepted);
    for (const [competitors, counts] of other.byCompetitors) {
      const own = this.of(competitors);
      addTo(own.unbeaten, counts.unbeaten);
      addTo(own.tradedAway, counts.tradedAway);
      addTo(own.notTraded, counts.notTraded);
      addTo(own.best, counts.best);
      own.alone += counts.alone;
    }
  }

  toDocument(): OutcomeCountsDocument {
    return {
      format: 1,
      revision: this.revision,
      outcomes: this.outcomes,
      accepted: sparse(this.accepted),
      byCompetitors: [...this.byCompetitors].map(([competitors, counts]) => ({
        competitors: competitors === UNTOLD ? null : competitors,
        unbeaten: sparse(counts.unbeaten),
        tradedAway: sparse(counts.tradedAway),
        notTraded: sparse(counts.notTraded),
        best: sparse(counts.best),
        alone: counts.alone,
      })),
    };
  }

  static fromDocument(document: OutcomeCountsDocument): OutcomeCounts {
    const counts = new OutcomeCounts();
    counts.revision = document.revision;
    counts.outcomes = document.outcomes;
    fill(counts.accepted, document.accepted);
    for (const stored of document.byCompetitors) {
      const own = counts.of(stored.competitors ?? UNTOLD);
      fill(own.unbeaten, stored.unbeaten);
      fill(own.tradedAway, stored.tradedAway);
      fill(own.notTraded, stored.notTraded);
      fill(own.best, stored.best);
      own.alone = stored.alone;
    }
    return counts;
  }

  private count({ reducedSpread, competitors, kind, cover }: QuoteOutcome): void {
    const own = this.of(competitors ?? UNTOLD);
    switch (kind) {
      case 'DONE_WITH_COVER':
        split(this.accepted, reducedSpread);
        own.best[cellOf(cover!)]! += 1;
        break;
      case 'DONE_ALONE':
        split(this.accepted, reducedSpread);
        own.alone += 1;
        break;
      case 'DONE':
        split(this.accepted, reducedSpread);
        split(own.unbeaten, reducedSpread);
        break;
      case 'TRADED_AWAY':
        split(own.tradedAway, reducedSpread);
        break;
      case 'TIED':
        // Somebody's price is the best and the client's reservation above it.
        split(this.accepted, reducedSpread);
        own.best[cellOf(reducedSpread)]! += 1;
        break;
      case 'NOT_TRADED':
        split(own.notTraded, reducedSpread);
        break;
    }
  }

  private of(competitors: number): CompetitionCounts {
    let counts = this.byCompetitors.get(competitors);
    if (counts === undefined) {
      const nodes = (): Float64Array => new Float64Array(GRID_CELLS + 1);
      const best = new Float64Array(GRID_CELLS + 2);
      counts = { unbeaten: nodes(), tradedAway: nodes(), notTraded: nodes(), best, alone: 0 };
      this.byCompetitors.set(competitors, counts);
    }
    return counts;
  }
}

const whatIsWrong = (outcome: QuoteOutcome): ImpossibleOutcome | undefined => {
  const { reducedSpread, competitors, kind, cover } = outcome;
  if (!(reducedSpread >= GRID_LOW && reducedSpread <= GRID_HIGH)) {
    return impossible('reducedSpread', `within [${GRID_LOW}, ${GRID_HIGH}] half-spreads`, reducedSpread);
  }
  if (competitors !== null && !(Number.isSafeInteger(competitors) && competitors >= 0)) {
    return impossible('competitors', 'a whole number from 0, or null where it is not told', competitors);
  }
  if (competitors === 0 && kind !== 'DONE' && kind !== 'DONE_ALONE' && kind !== 'NOT_TRADED') {
    return impossible('kind', 'DONE, DONE_ALONE or NOT_TRADED where nobody else was asked', kind);
  }
  if ((kind === 'DONE_WITH_COVER') !== (cover !== undefined)) {
    return impossible('cover', 'there with DONE_WITH_COVER and only there', cover);
  }
  if (cover !== undefined && !Number.isFinite(cover)) return impossible('cover', 'finite', cover);
  return undefined;
};

const impossible = (field: string, allowed: string, value: unknown): ImpossibleOutcome => ({
  code: 'IMPOSSIBLE_OUTCOME',
  field,
  allowed,
  message: `${field} must be ${allowed}, got ${String(value)}`,
});

/** Cells are counted from 1: cell 0 is below the grid, the last above it. */
const cellOf = (reducedSpread: number): number =>
  Math.max(0, Math.min(GRID_CELLS + 1, 1 + Math.floor((reducedSpread - GRID_LOW) / GRID_STEP)));

const split = (weights: Float64Array, reducedSpread: number): void => {
  const position = (reducedSpread - GRID_LOW) / GRID_STEP;
  const node = Math.min(Math.floor(position), GRID_CELLS - 1);
  weights[node]! += 1 - (position - node);
  weights[node + 1]! += position - node;
};

const addTo = (total: Float64Array, weights: Float64Array): void => {
  for (let i = 0; i < total.length; i += 1) total[i]! += weights[i]!;
};

const sparse = (weights: Float64Array): readonly number[] =>
  Array.from(weights.entries()).flatMap(([i, weight]) => (weight === 0 ? [] : [i, weight]));

const fill = (weights: Float64Array, pairs: readonly number[]): void => {
  for (let i = 0; i < pairs.length; i += 2) weights[pairs[i]!] = pairs[i + 1]!;
};

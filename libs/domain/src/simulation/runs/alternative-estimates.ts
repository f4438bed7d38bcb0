import { meanOf, type MeanEstimate } from '../mean-estimate.js';
import { type SeedResult } from './seed-result.js';

/** One figure of one alternative. */
export interface FigureEstimate {
  readonly name: string;
  /** null where fewer than two seeds have it. */
  readonly mean: MeanEstimate | null;
  /** The same less that of the first alternative, seed by seed: the luck that both had is out of it. null of the first itself. */
  readonly againstFirst: MeanEstimate | null;
}

export interface AlternativeEstimates {
  readonly name: string;
  readonly figures: readonly FigureEstimate[];
}

/** Estimates of every figure of every alternative. The results are of one experiment, in the order of the seeds. */
export const estimateAlternatives = (results: readonly SeedResult[]): readonly AlternativeEstimates[] =>
  (results[0]?.alternatives ?? []).map(({ name, figures }, i) => ({
    name,
    figures: Object.keys(figures).map((figure) => {
      const [own, first] = [i, 0].map((place) => results.map((one) => one.alternatives[place]!.figures[figure]!));
      return {
        name: figure,
        mean: estimateOf(own!),
        againstFirst: i === 0 ? null : estimateOf(differences(own!, first!)),
      };
    }),
  }));

const differences = (own: readonly (number | null)[], first: readonly (number | null)[]): readonly (number | null)[] =>
  own.map((value, k) => (value === null || first[k] == null ? null : value - first[k]));

/** A seed is one observation, however much happened in it. */
const estimateOf = (figures: readonly (number | null)[]): MeanEstimate | null => {
  const values = figures.filter((value) => value !== null);
  return values.length < 2 ? null : meanOf(values);
};

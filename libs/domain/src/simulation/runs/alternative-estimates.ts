import { type SeedResult } from './seed-result.js';
import { studentQuantile975 } from './student-quantile.js';

/** A mean over seeds and its 95 % interval by Student's law: a seed is one observation, however much happened in it. */
export interface SeedEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  /** Seeds that have the figure. */
  readonly n: number;
}

/** One figure of one alternative. */
export interface FigureEstimate {
  readonly name: string;
  /** null where fewer than two seeds have it. */
  readonly mean: SeedEstimate | null;
  /** The same less that of the first alternative, seed by seed: the luck that both had is out of it. null of the first itself. */
  readonly againstFirst: SeedEstimate | null;
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

const estimateOf = (figures: readonly (number | null)[]): SeedEstimate | null => {
  const values = figures.filter((value) => value !== null);
  const n = values.length;
  if (n < 2) return null;
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  const squares = values.reduce((sum, one) => sum + (one - value) ** 2, 0);
  const standardError = Math.sqrt(squares / (n - 1) / n);
  const reach = studentQuantile975(n - 1) * standardError;
  return { value, low: value - reach, high: value + reach, standardError, n };
};

import { type Rng } from '#domain/core';
import { BlockSums, type Estimate } from './block-bootstrap.js';
import { fitPowerLaw, LEAST_EXPONENT, MOST_EXPONENT } from './power-law.js';

/** Orders (or flow windows) of one instrument, one row each. */
export interface ImpactRows {
  /** Size as a fraction of average daily volume, above zero. */
  readonly participation: Float64Array;
  /** Move of the mid from the last before the order to its end, in bps, positive in the order's direction. */
  readonly impactBps: Float64Array;
  /** +1 a buy, -1 a sell. */
  readonly side: Float64Array;
  /** Rows of one block are resampled together. */
  readonly block: Float64Array;
}

export interface ImpactBin {
  readonly n: number;
  /** Geometric mean of the sizes, fraction of average daily volume. */
  readonly participation: number;
  readonly impactBps: Estimate;
  /** What the fitted law says at this size. */
  readonly lawBps: Estimate;
}

/**
 * Mean impact against size, and `impact = level (size / reference)^exponent` fitted to it. The level is the size coefficient:
 * what the law says at the reference size, which is the geometric mean of the sizes, where it depends least on the exponent.
 */
export interface ImpactCurve {
  readonly rows: number;
  readonly bins: readonly ImpactBin[];
  readonly referenceParticipation: number;
  readonly exponent: Estimate;
  readonly levelBps: Estimate;
  /** The level of buys and of sells on their own, with the common exponent: of one sign if it is impact, opposed if it is drift. */
  readonly buyLevelBps: Estimate;
  readonly sellLevelBps: Estimate;
  /** (buy - sell) / (|buy| + |sell|) of these levels: 0 for pure impact, +-1 where one side has none. */
  readonly sideAsymmetry: Estimate;
  /** Whether the interval of the level excludes zero and that of the exponent is inside the range of the search. */
  readonly isIdentified: boolean;
}

const BINS_PER_DECADE = 5;
/** Rows below which a bin is left out of curve and fit. */
const BIN_ROWS_MIN = 30;
const BINS_MIN = 4;
/** This near to an end of the range of exponents the search has run into it. */
const AT_AN_END = 0.01;

// Sums per bin: of all rows n, ln size, impact, impact squared; then n and impact of buys, of sells.
const FIELDS = 8;
const [N, LOG, SUM, SQUARES, BUYS, BUY_SUM, SELLS, SELL_SUM] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/**
 * Impact against size in bins of equal width on the log axis; undefined with less than four bins of 30 rows. The fit
 * minimises the squared distance of the bins' mean impacts, each weighted by the inverse of its variance, in bps and not in
 * logs: a bin whose mean is negative counts like any other instead of being dropped for having no logarithm.
 */
export const impactCurve = (rows: ImpactRows, rng: Rng): ImpactCurve | undefined => {
  const { participation, impactBps, side, block } = rows;
  const binOf = (i: number): number => Math.floor(Math.log10(participation[i]!) * BINS_PER_DECADE);
  const counts = new Map<number, number>();
  for (let i = 0; i < participation.length; i += 1) counts.set(binOf(i), (counts.get(binOf(i)) ?? 0) + 1);
  const kept = [...counts].filter(([, n]) => n >= BIN_ROWS_MIN).map(([bin]) => bin);
  kept.sort((a, b) => a - b);
  if (kept.length < BINS_MIN) return undefined;
  const position = new Map(kept.map((bin, k) => [bin, k * FIELDS]));

  const blocks = new BlockSums(kept.length * FIELDS);
  let used = 0;
  for (let i = 0; i < participation.length; i += 1) {
    const offset = position.get(binOf(i));
    if (offset === undefined) continue;
    used += 1;
    const sums = blocks.of(block[i]!);
    const impact = impactBps[i]!;
    sums[offset + N]! += 1;
    sums[offset + LOG]! += Math.log(participation[i]!);
    sums[offset + SUM]! += impact;
    sums[offset + SQUARES]! += impact * impact;
    sums[offset + (side[i]! > 0 ? BUYS : SELLS)]! += 1;
    sums[offset + (side[i]! > 0 ? BUY_SUM : SELL_SUM)]! += impact;
  }

  const total = blocks.total();
  const logReference = sumOver(total, LOG) / sumOver(total, N);
  const sizes = fieldMeans(total, LOG, N).map((log) => Math.exp(log - logReference));
  const binWeights = weights(total);
  const statistics = (sums: Float64Array): readonly number[] => [
    ...fitted(sums, binWeights, logReference, sizes),
    ...fieldMeans(sums, SUM, N),
  ];
  const estimates = blocks.estimate(statistics, rng);
  const [exponent, levelBps, buyLevelBps, sellLevelBps, sideAsymmetry] = estimates as [
    Estimate,
    Estimate,
    Estimate,
    Estimate,
    Estimate,
  ];
  return {
    rows: used,
    bins: sizes.map((size, k) => ({
      n: total[k * FIELDS + N]!,
      participation: size * Math.exp(logReference),
      lawBps: estimates[5 + k]!,
      impactBps: estimates[5 + sizes.length + k]!,
    })),
    referenceParticipation: Math.exp(logReference),
    exponent,
    levelBps,
    buyLevelBps,
    sellLevelBps,
    sideAsymmetry,
    isIdentified:
      levelBps.low > 0 && exponent.low > LEAST_EXPONENT + AT_AN_END && exponent.high < MOST_EXPONENT - AT_AN_END,
  };
};

/** Exponent, level, level of buys, of sells, asymmetry; then the law at the given sizes (in units of the reference). */
const fitted = (
  sums: Float64Array,
  binWeights: readonly number[],
  logReference: number,
  sizes: readonly number[],
): readonly number[] => {
  const size = fieldMeans(sums, LOG, N).map((log) => Math.exp(log - logReference));
  const { exponent, level } = fitPowerLaw(size, fieldMeans(sums, SUM, N), binWeights);
  const basis = size.map((x) => x ** exponent);
  const buy = projection(basis, fieldMeans(sums, BUY_SUM, BUYS), binWeights);
  const sell = projection(basis, fieldMeans(sums, SELL_SUM, SELLS), binWeights);
  const asymmetry = (buy - sell) / (Math.abs(buy) + Math.abs(sell));
  return [exponent, level, buy, sell, asymmetry, ...sizes.map((x) => level * x ** exponent)];
};

/** Least-squares factor of a shape; bins without a mean do not count. */
const projection = (basis: readonly number[], y: readonly number[], binWeights: readonly number[]): number => {
  let [xy, xx] = [0, 0];
  y.forEach((value, k) => {
    if (Number.isNaN(value)) return;
    xy += binWeights[k]! * basis[k]! * value;
    xx += binWeights[k]! * basis[k]! ** 2;
  });
  return xy / xx;
};

const fieldMeans = (sums: Float64Array, field: number, count: number): readonly number[] =>
  Array.from({ length: sums.length / FIELDS }, (_, k) => sums[k * FIELDS + field]! / sums[k * FIELDS + count]!);

const sumOver = (sums: Float64Array, field: number): number => {
  let total = 0;
  for (let k = field; k < sums.length; k += FIELDS) total += sums[k]!;
  return total;
};

/** Inverse variance of each bin's mean. Held over all draws, so that a draw of few rows does not make itself certain. */
const weights = (total: Float64Array): readonly number[] => {
  const variances = fieldMeans(total, SQUARES, N).map(
    (square, k) => square - (total[k * FIELDS + SUM]! / total[k * FIELDS + N]!) ** 2,
  );
  // A bin that never moved (all impacts equal) would weigh infinitely: it gets the variance of all bins together.
  const pooled = variances.reduce((sum, variance) => sum + variance, 0) / variances.length;
  return variances.map((variance, k) => total[k * FIELDS + N]! / (Math.max(variance, 0.01 * pooled) || 1));
};

/** A fitted linear model `y = intercept + sum slopes[i] x[i]`. */
export interface LinearFit {
  readonly intercept: number;
  readonly slopes: readonly number[];
  /** Share of the variance explained, adjusted for the number of regressors. */
  readonly adjustedR2: number;
}

/** How many sums a regression on `regressors` variables needs. */
export const sumsWidth = (regressors: number): number => 3 + 2 * regressors + (regressors * (regressors + 1)) / 2;

/** Adds one observation to the sums n, y, yy, then x and xy of each regressor, then the products of each pair. */
export const addObservation = (sums: Float64Array, x: ArrayLike<number>, y: number): void => {
  const k = x.length;
  sums[0]! += 1;
  sums[1]! += y;
  sums[2]! += y * y;
  let pair = 3 + 2 * k;
  for (let i = 0; i < k; i += 1) {
    sums[3 + i]! += x[i]!;
    sums[3 + k + i]! += x[i]! * y;
    for (let j = 0; j <= i; j += 1) {
      sums[pair]! += x[i]! * x[j]!;
      pair += 1;
    }
  }
};

/** Ordinary least squares from such sums; undefined when there are too few observations or a regressor says nothing of its own. */
export const leastSquares = (sums: Float64Array, regressors: number): LinearFit | undefined => {
  const n = sums[0]!;
  const freedom = n - regressors - 1;
  if (freedom < 1) return undefined;
  const k = regressors;
  const meanY = sums[1]! / n;
  const yy = sums[2]! - n * meanY * meanY;
  const means = Array.from({ length: k }, (_, i) => sums[3 + i]! / n);
  const xy = means.map((mean, i) => sums[3 + k + i]! - n * mean * meanY);
  const xx = means.map((mean, i) => means.map((other, j) => sums[3 + 2 * k + pairIndex(i, j)]! - n * mean * other));
  const slopes = solve(xx, xy);
  if (slopes === undefined || yy <= 0) return undefined;
  const explained = slopes.reduce((sum, slope, i) => sum + slope * xy[i]!, 0);
  return {
    intercept: meanY - slopes.reduce((sum, slope, i) => sum + slope * means[i]!, 0),
    slopes,
    adjustedR2: 1 - ((1 - explained / yy) * (n - 1)) / freedom,
  };
};

const pairIndex = (i: number, j: number): number => (i >= j ? (i * (i + 1)) / 2 + j : pairIndex(j, i));

/** A pivot that rounding leaves of a column which others already say. */
const SINGULAR = 1e-12;

/** Solves a symmetric positive definite system by Cholesky; undefined when it is singular. */
const solve = (matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] | undefined => {
  const k = right.length;
  const lower: number[][] = matrix.map(() => new Array<number>(k).fill(0));
  const z: number[] = [];
  for (let i = 0; i < k; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let rest = matrix[i]![j]!;
      for (let m = 0; m < j; m += 1) rest -= lower[i]![m]! * lower[j]![m]!;
      if (i === j && !(rest > SINGULAR * matrix[i]![i]!)) return undefined;
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!;
    }
    let rest = right[i]!;
    for (let m = 0; m < i; m += 1) rest -= lower[i]![m]! * z[m]!;
    z.push(rest / lower[i]![i]!);
  }
  const solution = new Array<number>(k).fill(0);
  for (let i = k - 1; i >= 0; i -= 1) {
    let rest = z[i]!;
    for (let m = i + 1; m < k; m += 1) rest -= lower[m]![i]! * solution[m]!;
    solution[i] = rest / lower[i]![i]!;
  }
  return solution;
};

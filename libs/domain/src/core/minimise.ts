/** Where a search for a minimum ended. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Whether the last steps changed nothing any more; false: the limit of iterations was reached. */
  readonly hasConverged: boolean;
}

/**
 * A local minimum of a smooth function of a few variables, by BFGS with backtracking (Nocedal and Wright, Numerical Optimization,
 * 2006, 6.1 and 3.1); gradients by central differences of `STEP`, so variables should be of order one. The function may answer
 * Infinity where it is not defined. `curvature` is a guess of the second derivative at the start, the same for all variables.
 */
export const minimise = (
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  curvature: number,
  iterationsMax = 200,
): Minimum => {
  let at: Float64Array = Float64Array.from(start);
  let value = f(at);
  let slope: Float64Array = gradient(f, at);
  let inverse = diagonal(at.length, 1 / curvature);
  let isFresh = true;
  for (let iterations = 1; iterations <= iterationsMax; iterations += 1) {
    const direction = times(inverse, slope).map((x) => -x);
    const descent = dot(direction, slope);
    const next = descent < 0 ? backtracked(f, at, value, direction, descent) : undefined;
    if (next === undefined || value - next.value <= TOLERANCE * Math.max(1, Math.abs(value))) {
      if (next !== undefined) ({ at, value } = next);
      // A stale curvature may hide a descent: one look with a fresh one before it is believed.
      if (isFresh) return { at, value, iterations, hasConverged: true };
      slope = gradient(f, at);
      inverse = diagonal(at.length, 1 / curvature);
      isFresh = true;
      continue;
    }
    const slopeThere = gradient(f, next.at);
    isFresh = !updateInverse(inverse, minus(next.at, at), minus(slopeThere, slope));
    ({ at, value } = next);
    slope = slopeThere;
  }
  return { at, value, iterations: iterationsMax, hasConverged: false };
};

/** Second derivatives at a point, by central differences of `HESSIAN_STEP`. */
export const hessian = (f: (x: Float64Array) => number, at: ArrayLike<number>): Float64Array[] => {
  const x = Float64Array.from(at);
  const shifted = (i: number, di: number, j: number, dj: number): number => {
    const there = Float64Array.from(x);
    there[i]! += di * HESSIAN_STEP;
    there[j]! += dj * HESSIAN_STEP;
    return f(there);
  };
  const matrix = Array.from(x, () => new Float64Array(x.length));
  for (let i = 0; i < x.length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const mixed = shifted(i, 1, j, 1) - shifted(i, 1, j, -1) - shifted(i, -1, j, 1) + shifted(i, -1, j, -1);
      matrix[i]![j] = matrix[j]![i] = mixed / (4 * HESSIAN_STEP * HESSIAN_STEP);
    }
  }
  return matrix;
};

const STEP = 1e-4;
const HESSIAN_STEP = 2e-3;
const TOLERANCE = 1e-10;
/** Of the decrease that the slope promises (Armijo). */
const SUFFICIENT = 1e-4;
const HALVINGS_MAX = 40;

const gradient = (f: (x: Float64Array) => number, at: Float64Array): Float64Array =>
  at.map((_, i) => {
    const there = Float64Array.from(at);
    there[i]! += STEP;
    const above = f(there);
    there[i]! -= 2 * STEP;
    return (above - f(there)) / (2 * STEP);
  });

const backtracked = (
  f: (x: Float64Array) => number,
  at: Float64Array,
  value: number,
  direction: Float64Array,
  descent: number,
): { readonly at: Float64Array; readonly value: number } | undefined => {
  let length = 1;
  for (let halving = 0; halving < HALVINGS_MAX; halving += 1) {
    const there = at.map((x, i) => x + length * direction[i]!);
    const reached = f(there);
    if (reached <= value + SUFFICIENT * length * descent) return { at: there, value: reached };
    length /= 2;
  }
  return undefined;
};

/** The BFGS update, in place; false where the curvature along the step was not positive and nothing was learned. */
const updateInverse = (inverse: Float64Array[], step: Float64Array, change: Float64Array): boolean => {
  const along = dot(step, change);
  if (!(along > 0)) return false;
  const turned = times(inverse, change);
  const scale = 1 + dot(change, turned) / along;
  for (let i = 0; i < step.length; i += 1) {
    for (let j = 0; j < step.length; j += 1) {
      inverse[i]![j]! += (scale * step[i]! * step[j]! - turned[i]! * step[j]! - step[i]! * turned[j]!) / along;
    }
  }
  return true;
};

const diagonal = (size: number, value: number): Float64Array[] =>
  Array.from({ length: size }, (_, i) => new Float64Array(size).fill(value, i, i + 1));

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x - b[i]!);
const times = (matrix: readonly Float64Array[], x: Float64Array): Float64Array =>
  Float64Array.from(matrix, (row) => dot(row, x));

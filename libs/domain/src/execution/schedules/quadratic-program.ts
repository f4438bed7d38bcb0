/**
 * `minimise x' H x / 2 + g' x` over `sum x = total`, `0 <= x <= upper`. H is symmetric and positive semi-definite.
 */
export interface QuadraticProgram {
  readonly hessian: readonly Float64Array[];
  readonly linear: Float64Array;
  /** At most, by variable; Infinity where nothing bounds it. */
  readonly upper: Float64Array;
  readonly total: number;
}

const ITERATIONS_MAX = 100;
/** Of complementarity and residuals, relative to the total and to the largest gradient. */
const TOLERANCE = 1e-11;
/** How far towards the boundary a step goes. */
const TO_BOUNDARY = 0.995;
const CENTRING = 0.1;

/**
 * The minimum by a primal-dual interior-point method (Nocedal and Wright, Numerical Optimization, 2006, 16.6): one Cholesky
 * decomposition of `H + diagonal` an iteration, so O(n^3) in all, with a few dozen iterations at most. Expects `upper` to be positive
 * and to sum to more than the total, which is positive.
 */
export const solveQuadraticProgram = ({ hessian, linear, upper, total }: QuadraticProgram): Float64Array => {
  const n = linear.length;
  // No variable can exceed the total, so that every bound is finite and nothing changes.
  const bound = upper.map((most) => Math.min(most, 2 * total));
  const capacity = bound.reduce((sum, most) => sum + most, 0);
  let x: Float64Array = bound.map((most) => (most * total) / capacity);
  const scale = gradientScale(hessian, linear, x);
  let z: Float64Array = new Float64Array(n).fill(scale);
  let w: Float64Array = new Float64Array(n).fill(scale);
  let y = 0;
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration += 1) {
    const slack = bound.map((most, i) => most - x[i]!);
    let gap = 0;
    for (let i = 0; i < n; i += 1) gap += x[i]! * z[i]! + slack[i]! * w[i]!;
    const gradient = times(hessian, x);
    // Of the stationarity H x + g - y - z + w = 0.
    const residual = gradient.map((value, i) => value + linear[i]! - y - z[i]! + w[i]!);
    const worst = residual.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (gap <= TOLERANCE * scale * total && worst <= TOLERANCE * scale) break;
    const target = (CENTRING * gap) / (2 * n);
    const factor = cholesky(
      hessian,
      x.map((value, i) => z[i]! / value + w[i]! / slack[i]!),
    );
    const right = residual.map((value, i) => -value + (target / x[i]! - z[i]!) - (target / slack[i]! - w[i]!));
    const toRight = solved(factor, right);
    const toOnes = solved(factor, new Float64Array(n).fill(1));
    const missing = total - x.reduce((sum, value) => sum + value, 0);
    const dy = (missing - sumOf(toRight)) / sumOf(toOnes);
    const dx = toRight.map((value, i) => value + dy * toOnes[i]!);
    const dz = dx.map((step, i) => (target - z[i]! * step) / x[i]! - z[i]!);
    const dw = dx.map((step, i) => (target + w[i]! * step) / slack[i]! - w[i]!);
    const primal = Math.min(
      longest(x, dx),
      longest(
        slack,
        dx.map((step) => -step),
      ),
    );
    const dual = Math.min(longest(z, dz), longest(w, dw));
    const step = Math.min(primal, dual);
    x = x.map((value, i) => value + step * dx[i]!);
    z = z.map((value, i) => value + step * dz[i]!);
    w = w.map((value, i) => value + step * dw[i]!);
    y += step * dy;
  }
  return x;
};

/** The longest step, at most 1, that keeps every value positive. */
const longest = (values: Float64Array, steps: Float64Array): number => {
  let most = 1;
  for (let i = 0; i < values.length; i += 1) {
    if (steps[i]! < 0) most = Math.min(most, (-TO_BOUNDARY * values[i]!) / steps[i]!);
  }
  return most;
};

const gradientScale = (hessian: readonly Float64Array[], linear: Float64Array, x: Float64Array): number =>
  times(hessian, x).reduce((most, value, i) => Math.max(most, Math.abs(value), Math.abs(linear[i]!)), 0) || 1;

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

const times = (matrix: readonly Float64Array[], x: Float64Array): Float64Array =>
  Float64Array.from(matrix, (row) => {
    let sum = 0;
    for (let i = 0; i < x.length; i += 1) sum += row[i]! * x[i]!;
    return sum;
  });

/** L of `L L' = matrix + diag(diagonal)`, lower triangle by rows. */
const cholesky = (matrix: readonly Float64Array[], diagonal: Float64Array): readonly Float64Array[] => {
  const rows: Float64Array[] = [];
  for (let i = 0; i < diagonal.length; i += 1) {
    const row = new Float64Array(i + 1);
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? row : rows[j]!;
      let sum = matrix[i]![j]! + (i === j ? diagonal[i]! : 0);
      for (let k = 0; k < j; k += 1) sum -= row[k]! * other[k]!;
      row[j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / other[j]!;
    }
    rows.push(row);
  }
  return rows;
};

const solved = (factor: readonly Float64Array[], right: Float64Array): Float64Array => {
  const x = Float64Array.from(right);
  const n = x.length;
  for (let i = 0; i < n; i += 1) {
    const row = factor[i]!;
    for (let k = 0; k < i; k += 1) x[i]! -= row[k]! * x[k]!;
    x[i]! /= row[i]!;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    x[i]! /= factor[i]![i]!;
    for (let k = 0; k < i; k += 1) x[k]! -= factor[i]![k]! * x[i]!;
  }
  return x;
};

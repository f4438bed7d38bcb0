import { type Eigen } from './eigen.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { abs, hypot, sqrt } = Math;

/**
 * Householder reflections to a tridiagonal matrix, then its eigenvalues by implicit QL with shifts (Golub and Van Loan, Matrix
 * Computations, 8.3; Dubrulle, Martin and Wilkinson, Numerische Mathematik 12, 1968). Some 9 n^3 operations, all along rows.
 */
export const tridiagonalEigen = (matrix: readonly ArrayLike<number>[]): Eigen => {
  const a = matrix.map((row) => Float64Array.from(row));
  const vectors = a.map((_, i) => new Float64Array(a.length).fill(1, i, i + 1));
  const beside = reduce(a, vectors);
  const values = Float64Array.from(a, (row, i) => row[i]!);
  for (let low = 0; low < values.length; low += 1) settle(values, beside, vectors, low);
  return { values, vectors };
};

/** Leaves the diagonal in `a` and the reflections, multiplied, in `vectors`; the entries beside the diagonal are returned. */
const reduce = (a: readonly Float64Array[], vectors: readonly Float64Array[]): Float64Array => {
  const n = a.length;
  const beside = new Float64Array(n);
  const [axis, image] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k + 1 < n; k += 1) {
    const below = reflectionAxis(a[k]!, k + 1, axis);
    beside[k] = below.entry;
    if (!below.reflects) continue;
    imageOf(a, axis, k + 1, image);
    let along = 0;
    for (let i = k + 1; i < n; i += 1) along += axis[i]! * image[i]!;
    for (let i = k + 1; i < n; i += 1) image[i] = 2 * (image[i]! - along * axis[i]!);
    for (let i = k + 1; i < n; i += 1) {
      const row = a[i]!;
      const [x, y] = [axis[i]!, image[i]!];
      for (let j = k + 1; j < n; j += 1) row[j] = row[j]! - x * image[j]! - y * axis[j]!;
    }
    reflectRows(vectors, axis, k + 1, image);
  }
  return beside;
};

/** The unit axis that reflects what of a row lies from `from` on into its first entry, and what that becomes. */
const reflectionAxis = (
  row: Float64Array,
  from: number,
  axis: Float64Array,
): { readonly entry: number; readonly reflects: boolean } => {
  let rest = 0;
  for (let i = from + 1; i < row.length; i += 1) rest += row[i]! * row[i]!;
  const first = row[from]!;
  if (rest === 0) return { entry: first, reflects: false };
  const entry = (first > 0 ? -1 : 1) * sqrt(first * first + rest);
  const length = sqrt((first - entry) ** 2 + rest);
  axis.fill(0);
  axis[from] = (first - entry) / length;
  for (let i = from + 1; i < row.length; i += 1) axis[i] = row[i]! / length;
  return { entry, reflects: true };
};

const imageOf = (a: readonly Float64Array[], axis: Float64Array, from: number, image: Float64Array): void => {
  for (let i = from; i < a.length; i += 1) {
    const row = a[i]!;
    let sum = 0;
    for (let j = from; j < row.length; j += 1) sum += row[j]! * axis[j]!;
    image[i] = sum;
  }
};

/** `Z - 2 v v' Z`; `room` is overwritten. */
const reflectRows = (rows: readonly Float64Array[], axis: Float64Array, from: number, room: Float64Array): void => {
  room.fill(0);
  for (let i = from; i < rows.length; i += 1) {
    const [row, share] = [rows[i]!, axis[i]!];
    for (let j = 0; j < room.length; j += 1) room[j] = room[j]! + share * row[j]!;
  }
  for (let i = from; i < rows.length; i += 1) {
    const [row, share] = [rows[i]!, 2 * axis[i]!];
    for (let j = 0; j < room.length; j += 1) row[j] = row[j]! - share * room[j]!;
  }
};

/** Thirty steps is what the literature gives each eigenvalue; two or three are usual. */
const STEPS_MAX = 60;

/** Steps until the entry beside `low` is nothing: then `values[low]` is an eigenvalue. */
const settle = (values: Float64Array, beside: Float64Array, vectors: readonly Float64Array[], low: number): void => {
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const high = endOfPart(values, beside, low);
    if (high === low) return;
    qlStep(values, beside, vectors, low, high);
  }
  throw new RangeError(`the eigenvalues of a matrix of ${values.length} rows do not settle: is every entry finite?`);
};

/** The first row from `low` on after which the matrix falls apart, to the last bit. */
const endOfPart = (values: Float64Array, beside: Float64Array, low: number): number => {
  let high = low;
  while (high + 1 < values.length) {
    const size = abs(values[high]!) + abs(values[high + 1]!);
    if (abs(beside[high]!) <= Number.EPSILON * size) break;
    high += 1;
  }
  return high;
};

const qlStep = (
  values: Float64Array,
  beside: Float64Array,
  vectors: readonly Float64Array[],
  low: number,
  high: number,
): void => {
  const slope = (values[low + 1]! - values[low]!) / (2 * beside[low]!);
  const shift = values[low]! - beside[low]! / (slope + (slope >= 0 ? 1 : -1) * hypot(slope, 1));
  let [sine, cosine, moved] = [1, 1, 0];
  let chased = values[high]! - shift;
  for (let i = high - 1; i >= low; i -= 1) {
    const [f, b] = [sine * beside[i]!, cosine * beside[i]!];
    const radius = hypot(f, chased);
    beside[i + 1] = radius;
    if (radius === 0) {
      values[i + 1] = values[i + 1]! - moved;
      beside[high] = 0;
      return;
    }
    sine = f / radius;
    cosine = chased / radius;
    const before = values[i + 1]! - moved;
    const turned = (values[i]! - before) * sine + 2 * cosine * b;
    moved = sine * turned;
    values[i + 1] = before + moved;
    chased = cosine * turned - b;
    turn(vectors[i]!, vectors[i + 1]!, cosine, sine);
  }
  values[low] = values[low]! - moved;
  beside[low] = chased;
  beside[high] = 0;
};

const turn = (first: Float64Array, second: Float64Array, cosine: number, sine: number): void => {
  for (let i = 0; i < first.length; i += 1) {
    const [x, y] = [first[i]!, second[i]!];
    second[i] = sine * x + cosine * y;
    first[i] = cosine * x - sine * y;
  }
};

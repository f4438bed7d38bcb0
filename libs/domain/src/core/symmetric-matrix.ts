import { type Eigen } from './eigen.js';
import { tridiagonalEigen } from './tridiagonal-eigen.js';

/**
 * Up to `JACOBI_ROWS_MAX` rows by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5), to the last bits; beyond,
 * where those would take minutes, through a tridiagonal matrix, to some 1e-13 of the largest eigenvalue. In no order.
 */
export const symmetricEigen = (matrix: readonly ArrayLike<number>[]): Eigen =>
  matrix.length > JACOBI_ROWS_MAX ? tridiagonalEigen(matrix) : jacobiEigen(matrix);

/** The symmetric matrix with the same eigenvectors and `f` of each eigenvalue: its square root, its inverse. */
export const ofEigenvalues = ({ values, vectors }: Eigen, f: (value: number) => number): Float64Array[] => {
  const mapped = values.map(f);
  return vectors.map((_, i) => {
    const row = new Float64Array(vectors.length);
    for (let k = 0; k < vectors.length; k += 1) {
      const vector = vectors[k]!;
      const share = mapped[k]! * vector[i]!;
      for (let j = 0; j < row.length; j += 1) row[j] = row[j]! + share * vector[j]!;
    }
    return row;
  });
};

/** Stored decisions hang on the bits of matrices up to this size: it never falls. */
const JACOBI_ROWS_MAX = 64;
const SWEEPS_MAX = 60;

const jacobiEigen = (matrix: readonly ArrayLike<number>[]): Eigen => {
  const a = matrix.map((row) => Float64Array.from(row));
  const vectors = a.map((_, i) => new Float64Array(a.length).fill(1, i, i + 1));
  for (let sweep = 0; sweep < SWEEPS_MAX && offDiagonal(a) > 0; sweep += 1) {
    for (let p = 0; p < a.length; p += 1) {
      for (let q = p + 1; q < a.length; q += 1) rotate(a, vectors, p, q);
    }
  }
  return { values: Float64Array.from(a, (row, i) => row[i]!), vectors };
};

const offDiagonal = (a: readonly Float64Array[]): number => {
  let sum = 0;
  let size = 0;
  a.forEach((row, i) => {
    row.forEach((x, j) => {
      size += x * x;
      if (i !== j) sum += x * x;
    });
  });
  return sum > 1e-30 * size ? sum : 0;
};

const rotate = (a: Float64Array[], vectors: Float64Array[], p: number, q: number): void => {
  const between = a[p]![q]!;
  if (between === 0) return;
  const ratio = (a[q]![q]! - a[p]![p]!) / (2 * between);
  const tangent = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  for (const row of a) [row[p], row[q]] = [cosine * row[p]! - sine * row[q]!, sine * row[p]! + cosine * row[q]!];
  mix(a[p]!, a[q]!, cosine, sine);
  mix(vectors[p]!, vectors[q]!, cosine, sine);
};

const mix = (first: Float64Array, second: Float64Array, cosine: number, sine: number): void => {
  for (let i = 0; i < first.length; i += 1) {
    const [x, y] = [first[i]!, second[i]!];
    first[i] = cosine * x - sine * y;
    second[i] = sine * x + cosine * y;
  }
};

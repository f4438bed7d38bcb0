import { err, ofEigenvalues, ok, symmetricEigen, type Failure, type Result } from '#domain/core';

/** A covariance matrix that is one: symmetric and positive definite. */
export interface Covariance {
  readonly matrix: readonly Float64Array[];
  /** It was not positive definite, and its lowest eigenvalues were raised until it was. */
  readonly isRepaired: boolean;
}

export type ImpossibleCovariance = Failure<'IMPOSSIBLE_COVARIANCE'>;

/** What to do with a symmetric matrix that is not positive definite: correlations that were estimated pair by pair often are not. */
export type IndefinitePolicy = 'REFUSE' | 'REPAIR';

/** Eigenvalues are at least this share of the largest; repaired ones twice that, so that rounding leaves them repaired. */
const LEAST_SHARE = 1e-8;
const SYMMETRY = 1e-9;

/**
 * Checks a covariance matrix, in squared bps per second. REPAIR gives the nearest matrix (in the Frobenius norm; Higham, Linear
 * Algebra Appl. 103, 1988) whose eigenvalues are not below 2e-8 of the largest, and says so.
 */
export const checkedCovariance = (
  matrix: readonly ArrayLike<number>[],
  whenIndefinite: IndefinitePolicy,
): Result<Covariance, ImpossibleCovariance> => {
  if (matrix.length === 0) return err(impossible('covariance', 'a matrix of one asset or more', '[]'));
  for (const [i, row] of matrix.entries()) {
    if (row.length !== matrix.length) return err(impossible(`covariance.${i}`, 'as long as the matrix', row.length));
    for (let j = 0; j < row.length; j += 1) {
      const value = row[j]!;
      const field = `covariance.${i}.${j}`;
      if (!Number.isFinite(value)) return err(impossible(field, 'finite', value));
      const apart = Math.abs(value - matrix[j]![i]!);
      if (apart > SYMMETRY * Math.sqrt(Math.abs(row[i]! * matrix[j]![j]!)))
        return err(impossible(field, `equal to ${j}.${i}`, value));
    }
  }
  const eigen = symmetricEigen(matrix);
  const largest = Math.max(...eigen.values);
  if (!(largest > 0)) return err(impossible('covariance', 'positive definite', `eigenvalues up to ${largest}`));
  const least = LEAST_SHARE * largest;
  const smallest = Math.min(...eigen.values);
  if (smallest >= least) return ok({ matrix: matrix.map((row) => Float64Array.from(row)), isRepaired: false });
  if (whenIndefinite === 'REFUSE') {
    return err(impossible('covariance', 'positive definite', `an eigenvalue of ${smallest}`));
  }
  return ok({ matrix: ofEigenvalues(eigen, (value) => Math.max(value, 2 * least)), isRepaired: true });
};

const impossible = (field: string, allowed: string, value: unknown): ImpossibleCovariance => ({
  code: 'IMPOSSIBLE_COVARIANCE',
  field,
  allowed,
  message: `${field} must be ${allowed}, got ${String(value)}`,
});

import { err, ok, type Failure, type Result } from '#domain/core';
import { checkedCovariance, type IndefinitePolicy } from '#domain/quoting';

/** How returns of instruments go together, stated in one of four ways; rows and columns in the order of `instrumentIds`. */
export interface StatedReturns {
  readonly instrumentIds: readonly string[];
  /** Of daily returns, as fractions squared. */
  readonly covariances?: readonly (readonly number[])[];
  readonly correlations?: readonly (readonly number[])[];
  /** By instrument, on independent factors of variance 1: the correlation of two is the sum of the products of theirs. */
  readonly factorLoadings?: readonly (readonly number[])[];
  /** One correlation for every pair of instruments. */
  readonly commonCorrelation?: number;
  /** What to do with a matrix that is not positive definite. */
  readonly whenIndefinite: IndefinitePolicy;
}

/** Daily volatilities and correlations that can be: the correlations are positive definite, with ones on the diagonal. */
export interface JointReturns {
  readonly instrumentIds: readonly string[];
  /** As fractions. */
  readonly dailyVolatilities: readonly number[];
  readonly correlations: readonly Float64Array[];
  /** They were not positive definite, and are the nearest that are. */
  readonly isRepaired: boolean;
}

export type ImpossibleReturns = Failure<'IMPOSSIBLE_COVARIANCE'>;

/**
 * Refuses by the path of the field, below `returns.`. `dailyVolatilities` are those of the instruments' terms, which stated
 * covariances replace.
 */
export const jointReturns = (
  stated: StatedReturns,
  dailyVolatilities: readonly number[],
): Result<JointReturns, ImpossibleReturns> => {
  const { instrumentIds, covariances } = stated;
  const matrix = statedMatrix(stated);
  if (!matrix.ok) return matrix;
  const { field, rows, made } = matrix.value;
  const volatilities = covariances === undefined ? dailyVolatilities : rows.map((row, i) => Math.sqrt(row[i]!));
  const unusable = volatilities.findIndex((volatility) => !(volatility > 0 && volatility < Infinity));
  if (unusable >= 0) {
    const [place, allowed] = [`${field}.${unusable}.${unusable}`, 'a positive variance'];
    return err(impossible(place, allowed, rows[unusable]![unusable]));
  }
  if (made !== undefined) {
    return ok({ instrumentIds, dailyVolatilities: volatilities, correlations: made, isRepaired: false });
  }
  const ratios =
    covariances === undefined
      ? rows
      : rows.map((row, i) => Float64Array.from(row, (x, j) => x / (volatilities[i]! * volatilities[j]!)));
  const checked = checkedCovariance(ratios, stated.whenIndefinite);
  if (!checked.ok) return err(under(field, checked.error));
  return ok({
    instrumentIds,
    dailyVolatilities: volatilities,
    correlations: checked.value.isRepaired ? withUnitDiagonal(checked.value.matrix) : checked.value.matrix,
    isRepaired: checked.value.isRepaired,
  });
};

/**
 * Every correlation moved towards 1 by the share `shift` of its distance, or towards 0 by the share `-shift`, in [-1, 1]: a mean with
 * the matrix of ones, or with that of independent returns, so that no eigenvalue falls below 0.
 */
export const shiftedCorrelations = (correlations: readonly Float64Array[], shift: number): readonly Float64Array[] =>
  shift === 0
    ? correlations
    : correlations.map((row, i) =>
        Float64Array.from(row, (x, j) => (i === j ? 1 : shift > 0 ? x + shift * (1 - x) : x * (1 + shift))),
      );

interface StatedMatrix {
  readonly field: string;
  readonly rows: readonly ArrayLike<number>[];
  /** Correlations that are positive definite by the way they were made: to look for their eigenvalues would take most of the time. */
  readonly made?: readonly Float64Array[];
}

const statedMatrix = (stated: StatedReturns): Result<StatedMatrix, ImpossibleReturns> => {
  const { instrumentIds, covariances, correlations, factorLoadings, commonCorrelation } = stated;
  const ways = [covariances, correlations, factorLoadings, commonCorrelation].filter((way) => way !== undefined).length;
  if (ways !== 1) {
    const allowed = 'one of covariances, correlations, factorLoadings and commonCorrelation';
    return err(impossible('returns', allowed, `${ways} of them`));
  }
  const twice = instrumentIds.findIndex((id, i) => instrumentIds.indexOf(id) !== i);
  if (twice >= 0) {
    return err(impossible(`returns.instrumentIds.${twice}`, 'named once', instrumentIds[twice]));
  }
  const size = instrumentIds.length;
  if (covariances !== undefined) return squareMatrix('returns.covariances', covariances, size);
  if (correlations !== undefined) return correlationMatrix(correlations, size);
  if (factorLoadings !== undefined) return factorMatrix(factorLoadings, size);
  return commonMatrix(size, commonCorrelation!);
};

const squareMatrix = (
  field: string,
  rows: readonly (readonly number[])[],
  size: number,
): Result<StatedMatrix, ImpossibleReturns> => {
  if (rows.length !== size) return err(impossible(field, `${size} rows, one per instrument`, `${rows.length} rows`));
  const astray = rows.findIndex((row) => row.length !== size);
  if (astray >= 0) return err(impossible(`${field}.${astray}`, `${size} long`, rows[astray]!.length));
  return ok({ field, rows });
};

const correlationMatrix = (
  rows: readonly (readonly number[])[],
  size: number,
): Result<StatedMatrix, ImpossibleReturns> => {
  const field = 'returns.correlations';
  const matrix = squareMatrix(field, rows, size);
  if (!matrix.ok) return matrix;
  for (const [i, row] of rows.entries()) {
    for (const [j, x] of row.entries()) {
      if (i === j ? x !== 1 : !(x >= -1 && x <= 1)) {
        return err(impossible(`${field}.${i}.${j}`, i === j ? '1' : 'within [-1, 1]', x));
      }
    }
  }
  return matrix;
};

const factorMatrix = (
  loadings: readonly (readonly number[])[],
  size: number,
): Result<StatedMatrix, ImpossibleReturns> => {
  const field = 'returns.factorLoadings';
  if (loadings.length !== size) {
    return err(impossible(field, `${size} rows, one per instrument`, `${loadings.length} rows`));
  }
  for (const [i, own] of loadings.entries()) {
    if (own.length !== loadings[0]!.length) {
      return err(impossible(`${field}.${i}`, `${loadings[0]!.length} long, as the first`, own.length));
    }
    const explained = product(own, own);
    if (!(explained < 1)) {
      return err(impossible(`${field}.${i}`, 'loadings whose squares sum to less than 1', explained));
    }
  }
  const rows = loadings.map((own, i) => Float64Array.from(loadings, (other, j) => (i === j ? 1 : product(own, other))));
  return ok({ field, rows, made: rows });
};

const product = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, x, k) => sum + x * other[k]!, 0);

const commonMatrix = (size: number, correlation: number): Result<StatedMatrix, ImpossibleReturns> => {
  const field = 'returns.commonCorrelation';
  const least = size > 1 ? -1 / (size - 1) : -1;
  if (!(correlation > least && correlation < 1)) {
    return err(impossible(field, `above ${least} and below 1 for ${size} instruments`, correlation));
  }
  const row = (_: unknown, i: number): Float64Array => {
    const filled = new Float64Array(size).fill(correlation);
    filled[i] = 1;
    return filled;
  };
  const rows = Array.from({ length: size }, row);
  return ok({ field, rows, made: rows });
};

const withUnitDiagonal = (matrix: readonly Float64Array[]): readonly Float64Array[] => {
  const roots = matrix.map((row, i) => Math.sqrt(row[i]!));
  return matrix.map((row, i) => row.map((x, j) => (i === j ? 1 : x / (roots[i]! * roots[j]!))));
};

const under = (field: string, failure: ImpossibleReturns): ImpossibleReturns => {
  const named = (text: string): string => text.replace(/^covariance/, field);
  return { ...failure, field: named(failure.field!), message: named(failure.message) };
};

const impossible = (field: string, allowed: string, value: unknown): ImpossibleReturns => ({
  code: 'IMPOSSIBLE_COVARIANCE',
  field,
  allowed,
  message: `${field} must be ${allowed}, got ${String(value)}`,
});

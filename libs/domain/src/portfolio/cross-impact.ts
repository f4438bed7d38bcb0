import { ofEigenvalues, symmetricEigen } from '#domain/core';

/**
 * How much of an impact in one instrument is an impact in another: `R_ij = S_ij / sqrt(S_ii S_jj)` with
 *
 *     S = (D Sigma D)^1/2,   Sigma_ij = rho_ij sig_i sig_j,   D = diag(value traded in a day).
 *
 * `Lambda = D^-1 S D^-1` is the impact matrix of the multivariate Kyle model for independent flows, the one symmetric and positive
 * definite solution (Garcia del Molino, Mastromatteo, Benzaquen and Bouchaud, SIAM J. Financial Math. 11(2), 2020); of the published
 * forms it is the one with no arbitrage that keeps its meaning when instruments are split, merged or rotated (Tomas, Mastromatteo and
 * Benzaquen, "How to build a cross-impact model from first principles", Quantitative Finance 22(6), 2022). Its size is not used: own
 * impact is the served forecast's, and `sqrt(own_i own_j) R_ij` is what the two have in common. Symmetric and positive semidefinite, so
 * that no round trip earns (Schneider and Lillo, "Cross-impact and no-dynamic-arbitrage", Quantitative Finance 19(1), 2019). Ones on the
 * diagonal; the same for a Sigma or D in any unit; where correlations are 0 nothing crosses, where they are 1 all does.
 */
export const impactCoupling = (
  correlations: readonly Float64Array[],
  dailyVolatilities: readonly number[],
  dailyValues: readonly number[],
): readonly Float64Array[] => {
  const weights = dailyVolatilities.map((volatility, i) => volatility * dailyValues[i]!);
  const eigen = symmetricEigen(correlations.map((row, i) => row.map((x, j) => x * weights[i]! * weights[j]!)));
  const root = ofEigenvalues(eigen, (value) => Math.sqrt(Math.max(value, 0)));
  return root.map((row, i) =>
    row.map((_, j) => {
      // Of the two halves one, so that rounding leaves it symmetric.
      const [high, low] = i < j ? [i, j] : [j, i];
      return i === j ? 1 : root[high]![low]! / Math.sqrt(root[i]![i]! * root[j]![j]!);
    }),
  );
};

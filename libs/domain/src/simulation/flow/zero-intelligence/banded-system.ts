/**
 * Solves a linear system with non-zeros within `reach` of the diagonal, in place: `band` holds row i's entry of column j at
 * `i (2 reach + 1) + j - i + reach` and is destroyed, `right` becomes the solution. Elimination without pivoting: exact enough
 * for a matrix whose diagonal dominates, as that of a chain's hitting probabilities does.
 */
export const solveBanded = (band: Float64Array, right: Float64Array, reach: number): void => {
  const n = right.length;
  const width = 2 * reach + 1;
  for (let i = 0; i < n; i += 1) {
    const pivot = band[i * width + reach]!;
    const last = Math.min(n - 1, i + reach);
    for (let row = i + 1; row <= last; row += 1) {
      const factor = band[row * width + i - row + reach]! / pivot;
      if (factor === 0) continue;
      for (let column = i + 1; column <= last; column += 1) {
        band[row * width + column - row + reach]! -= factor * band[i * width + column - i + reach]!;
      }
      right[row]! -= factor * right[i]!;
    }
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let rest = right[i]!;
    const last = Math.min(n - 1, i + reach);
    for (let column = i + 1; column <= last; column += 1) {
      rest -= band[i * width + column - i + reach]! * right[column]!;
    }
    right[i] = rest / band[i * width + reach]!;
  }
};

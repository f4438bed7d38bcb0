const { abs } = Math;

/** Share of a column that must not be explained by those before it. */
const INDEPENDENT_SHARE = 1e-9;
/** Share of another column in one that is explained. */
const EXPLAINS = 1e-6;

/**
 * Inverse of a symmetric matrix by sweeping its pivots (Goodnight, Am. Stat. 33(3), 1979), from column `first` on and then those before
 * it. A column that others explain has a row of zeros, and neither it nor those others are identified.
 */
export const sweptInverse = (
  matrix: Float64Array,
  width: number,
  first: number,
): { readonly inverse: Float64Array; readonly isIdentified: Uint8Array } => {
  const a = matrix.slice();
  const isSwept = new Uint8Array(width);
  for (let at = 0; at < width; at += 1) {
    const k = (first + at) % width;
    const pivot = a[k * width + k]!;
    if (!(pivot > INDEPENDENT_SHARE * matrix[k * width + k]!)) continue;
    isSwept[k] = 1;
    sweep(a, width, k, pivot);
  }
  const isIdentified = isSwept.slice();
  for (let k = 0; k < width; k += 1) {
    if (isSwept[k] === 1) continue;
    for (let i = 0; i < width; i += 1) {
      if (isSwept[i] === 1 && abs(a[i * width + k]!) > EXPLAINS) isIdentified[i] = 0;
    }
    for (let i = 0; i < width; i += 1) {
      a[i * width + k] = 0;
      a[k * width + i] = 0;
    }
  }
  return { inverse: a, isIdentified };
};

const sweep = (a: Float64Array, width: number, k: number, pivot: number): void => {
  for (let j = 0; j < width; j += 1) if (j !== k) a[k * width + j] = a[k * width + j]! / pivot;
  for (let i = 0; i < width; i += 1) {
    if (i === k) continue;
    const factor = a[i * width + k]!;
    if (factor === 0) continue;
    for (let j = 0; j < width; j += 1) if (j !== k) a[i * width + j] = a[i * width + j]! - factor * a[k * width + j]!;
    a[i * width + k] = -factor / pivot;
  }
  a[k * width + k] = 1 / pivot;
};

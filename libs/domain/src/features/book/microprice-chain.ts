/** How often the best quote went from state to state; `n` states, matrices by rows. */
export interface QuoteTransitions {
  /** `[x * n + y]`: from x to y while the mid stayed. */
  readonly stayed: Float64Array;
  /** `[x * n + y]`: from x to y while the mid moved. */
  readonly moved: Float64Array;
  /** `[x]`: sum of the moves of the mid out of x. */
  readonly moves: Float64Array;
}

const PIVOT_MIN = 1e-9;
const TERM_MAX = 1e-9;
/** 2^30 mid moves: what has not died out by then does not. */
const DOUBLINGS_MAX = 30;

/**
 * What the microprice adds to the mid in each state of the quote, in the unit of the moves (Stoikov, Quantitative Finance
 * 18(12), 2018): `G = sum over i of B^i G1` with `G1 = (I - Q)^-1 R k` the expected next move of the mid, and
 * `B = (I - Q)^-1 T` the state after it; `Q` the chance of a change without a move, `T` with one, `R k` the mean move.
 * `mid + G` is a martingale: `G(x) = E[move + G(y) | x]`. 0 in states that were never left.
 *
 * Undefined when the mid does not move from some states, or when the sum does not converge, as with a drift in the counts:
 * counts of both directions together (`symmetric`) have none.
 */
export const micropriceAdjustments = ({ stayed, moved, moves }: QuoteTransitions): Float64Array | undefined => {
  const n = moves.length;
  const leftHand = new Float64Array(n * n);
  const rightHand = new Float64Array(n * (n + 1));
  for (let x = 0; x < n; x += 1) {
    const row = x * n;
    let visits = 0;
    for (let y = 0; y < n; y += 1) visits += stayed[row + y]! + moved[row + y]!;
    const weight = visits === 0 ? 0 : 1 / visits;
    for (let y = 0; y < n; y += 1) {
      leftHand[row + y] = (x === y ? 1 : 0) - stayed[row + y]! * weight;
      rightHand[x * (n + 1) + y] = moved[row + y]! * weight;
    }
    rightHand[x * (n + 1) + n] = moves[x]! * weight;
  }
  return eliminate(leftHand, rightHand, n) ? sumOfPowers(rightHand, n) : undefined;
};

/** The counts of a market and of its mirror image together; `mirror[x]` is the state that x is with bid and ask swapped. */
export const symmetric = ({ stayed, moved, moves }: QuoteTransitions, mirror: readonly number[]): QuoteTransitions => {
  const n = moves.length;
  const image = (i: number): number => mirror[Math.floor(i / n)]! * n + mirror[i % n]!;
  return {
    stayed: stayed.map((count, i) => count + stayed[image(i)]!),
    moved: moved.map((count, i) => count + moved[image(i)]!),
    moves: moves.map((sum, x) => sum - moves[mirror[x]!]!),
  };
};

/** Gauss-Jordan with row pivots: solves for the n + 1 columns of `right` in place; false when `left` is singular. */
const eliminate = (left: Float64Array, right: Float64Array, n: number): boolean => {
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1) {
      if (Math.abs(left[row * n + column]!) > Math.abs(left[pivot * n + column]!)) pivot = row;
    }
    if (Math.abs(left[pivot * n + column]!) < PIVOT_MIN) return false;
    swapRows(left, n, pivot, column);
    swapRows(right, n + 1, pivot, column);
    // The pivot row is scaled to 1, then the column is cleared from all others.
    const surplus = 1 - 1 / left[column * n + column]!;
    subtractRow(left, n, column, column, surplus);
    subtractRow(right, n + 1, column, column, surplus);
    for (let row = 0; row < n; row += 1) {
      if (row === column) continue;
      const factor = left[row * n + column]!;
      subtractRow(left, n, row, column, factor);
      subtractRow(right, n + 1, row, column, factor);
    }
  }
  return true;
};

const swapRows = (matrix: Float64Array, width: number, a: number, b: number): void => {
  for (let i = 0; i < width; i += 1) {
    const kept = matrix[a * width + i]!;
    matrix[a * width + i] = matrix[b * width + i]!;
    matrix[b * width + i] = kept;
  }
};

const subtractRow = (matrix: Float64Array, width: number, row: number, from: number, factor: number): void => {
  for (let i = 0; i < width; i += 1) {
    matrix[row * width + i] = matrix[row * width + i]! - factor * matrix[from * width + i]!;
  }
};

/** `sum of B^i G1` of `[B | G1]`, by doubling: `S(2m) = S(m) + B^m S(m)`. */
const sumOfPowers = (solved: Float64Array, n: number): Float64Array | undefined => {
  let power = new Float64Array(n * n);
  const sum = new Float64Array(n);
  for (let x = 0; x < n; x += 1) {
    power.set(solved.subarray(x * (n + 1), x * (n + 1) + n), x * n);
    sum[x] = solved[x * (n + 1) + n]!;
  }
  for (let doubling = 0; doubling < DOUBLINGS_MAX; doubling += 1) {
    const rest = product(power, sum, n, 1);
    for (let x = 0; x < n; x += 1) sum[x] = sum[x]! + rest[x]!;
    if (rest.every((term) => Math.abs(term) < TERM_MAX)) return sum;
    power = product(power, power, n, n);
  }
  return undefined;
};

const product = (a: Float64Array, b: Float64Array, n: number, width: number): Float64Array<ArrayBuffer> => {
  const result = new Float64Array(n * width);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let sum = 0;
      for (let i = 0; i < n; i += 1) sum += a[row * n + i]! * b[i * width + column]!;
      result[row * width + column] = sum;
    }
  }
  return result;
};

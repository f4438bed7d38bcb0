const { max } = Math;

/**
 * Variances of the errors of dealers who look at the same thing, from how far their quotes lie apart: `Var(e_i - e_j) = v_i + v_j`, the
 * three-cornered hat (Gray and Allan, Proc. 28th Freq. Control Symp., 1974). What all have in common (the block's true worth, the
 * model's error) cancels, and a lasting difference between two dealers is taken out with the mean of the pair.
 *
 * Memory grows with the square of the number of dealers and not with the number of requests.
 */
export class ErrorVariances {
  /** By pair: `i * dealers + j`, i below j. */
  private readonly counts: Float64Array;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;

  constructor(private readonly dealers: number) {
    this.counts = new Float64Array(dealers * dealers);
    this.means = new Float64Array(dealers * dealers);
    this.squares = new Float64Array(dealers * dealers);
  }

  /** Two quotes of one request: those of dealers i < j, the first less the second. */
  add(i: number, j: number, difference: number): void {
    const pair = i * this.dealers + j;
    this.counts[pair] = this.counts[pair]! + 1;
    const change = difference - this.means[pair]!;
    this.means[pair] = this.means[pair]! + change / this.counts[pair];
    this.squares[pair] = this.squares[pair]! + change * (difference - this.means[pair]);
  }

  /**
   * One variance per dealer: weighted least squares over the pairs, never negative, each drawn towards the mean of all as if
   * `assumedCount` further pairs had shown that. Without any pair it is the assumption.
   */
  estimate(assumedVariance: number, assumedCount: number): Float64Array {
    const pool = this.pool(assumedVariance, assumedCount);
    const variances = new Float64Array(this.dealers).fill(pool);
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      for (let i = 0; i < this.dealers; i += 1) {
        let weight = assumedCount;
        let sum = assumedCount * pool;
        for (let j = 0; j < this.dealers; j += 1) {
          const pair = i < j ? i * this.dealers + j : j * this.dealers + i;
          const freedom = i === j ? 0 : this.counts[pair]! - 1;
          if (freedom <= 0) continue;
          weight += freedom;
          sum += this.squares[pair]! - freedom * variances[j]!;
        }
        variances[i] = max(SHARE_MIN * pool, sum / weight);
      }
    }
    return variances;
  }

  /** Pairs behind the estimate of a dealer. */
  evidence(dealer: number): number {
    let pairs = 0;
    for (let j = 0; j < this.dealers; j += 1) {
      pairs += this.counts[dealer < j ? dealer * this.dealers + j : j * this.dealers + dealer]!;
    }
    return pairs;
  }

  private pool(assumedVariance: number, assumedCount: number): number {
    let [squares, freedom] = [2 * assumedVariance * assumedCount, assumedCount];
    for (const [pair, count] of this.counts.entries()) {
      if (count < 2) continue;
      squares += this.squares[pair]!;
      freedom += count - 1;
    }
    return squares / freedom / 2;
  }
}

/** Gauss-Seidel: an error falls by a factor of the number of dealers in each. */
const SWEEPS = 100;
/** Nobody is without error: a share of the mean variance. */
const SHARE_MIN = 0.02;

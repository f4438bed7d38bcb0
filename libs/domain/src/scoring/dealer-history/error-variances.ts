import { ofEigenvalues, symmetricEigen } from '#domain/core';

const { abs, max } = Math;

/** What quotes say of the variance of a dealer's error. */
export interface ErrorVariance {
  readonly value: number;
  /** Degrees of freedom: an independent sample of so many more than one would tell the variance as well. */
  readonly freedom: number;
}

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
  private readonly weights: Float64Array;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;

  constructor(private readonly dealers: number) {
    this.counts = new Float64Array(dealers * dealers);
    this.weights = new Float64Array(dealers * dealers);
    this.means = new Float64Array(dealers * dealers);
    this.squares = new Float64Array(dealers * dealers);
  }

  /**
   * Two quotes of one request of `quotes` in all: those of dealers i < j, the first less the second. The n (n - 1) / 2 pairs of n quotes
   * are n - 1 independent contrasts, so each weighs 2 / n.
   */
  add(i: number, j: number, difference: number, quotes: number): void {
    const pair = i * this.dealers + j;
    const weight = 2 / quotes;
    this.counts[pair] = this.counts[pair]! + 1;
    this.weights[pair] = this.weights[pair]! + weight;
    const change = difference - this.means[pair]!;
    this.means[pair] = this.means[pair]! + (change * weight) / this.weights[pair];
    this.squares[pair] = this.squares[pair]! + weight * change * (difference - this.means[pair]);
  }

  /**
   * One variance per dealer: the pairs' likelihood of normal errors at its greatest, as if `assumedCount` further pairs had shown each
   * dealer at the mean of all. A pair then weighs by `1 / (v_i + v_j)^2`, so precise dealers are told by one another and not by the noise
   * of the others. Degrees of freedom `2 v^2 / Var(v)` (Satterthwaite, Biometrics Bull. 2(6), 1946), `Var` by the likelihood's information.
   */
  estimate(assumedVariance: number, assumedCount: number): readonly ErrorVariance[] {
    const pool = this.pool(assumedVariance, assumedCount);
    const values = this.likeliest(pool, assumedCount);
    const covariance = ofEigenvalues(symmetricEigen(this.information(values, pool, assumedCount)), (of) => 1 / of);
    return Array.from(values, (value, i) => ({ value, freedom: (2 * value ** 2) / covariance[i]![i]! }));
  }

  /** Pairs behind the estimate of a dealer. */
  evidence(dealer: number): number {
    let pairs = 0;
    for (let j = 0; j < this.dealers; j += 1) pairs += this.counts[this.pairOf(dealer, j)]!;
    return pairs;
  }

  /** Each dealer in turn by scoring, given the others. */
  private likeliest(pool: number, assumedCount: number): Float64Array {
    const variances = new Float64Array(this.dealers).fill(pool);
    let change = Infinity;
    for (let sweep = 0; sweep < SWEEPS_MAX && change > SETTLED; sweep += 1) {
      change = 0;
      for (let i = 0; i < this.dealers; i += 1) {
        let weight = assumedCount / (2 * pool) ** 2;
        let sum = weight * pool;
        for (let j = 0; j < this.dealers; j += 1) {
          const freedom = this.freedom(i, j);
          if (freedom === 0) continue;
          const precision = 1 / (variances[i]! + variances[j]!) ** 2;
          weight += precision * freedom;
          sum += precision * (this.squares[this.pairOf(i, j)]! - freedom * variances[j]!);
        }
        const next = max(SHARE_MIN * pool, sum / weight);
        change = max(change, abs(next / variances[i]! - 1));
        variances[i] = next;
      }
    }
    return variances;
  }

  private information(variances: Float64Array, pool: number, assumedCount: number): readonly Float64Array[] {
    const assumed = assumedCount / (2 * (2 * pool) ** 2);
    const information = Array.from(variances, () => new Float64Array(this.dealers));
    for (const [i, row] of information.entries()) {
      row[i] = row[i]! + assumed;
      for (let j = 0; j < this.dealers; j += 1) {
        const ofPair = this.freedom(i, j) / (2 * (variances[i]! + variances[j]!) ** 2);
        row[i] = row[i] + ofPair;
        row[j] = row[j]! + ofPair;
      }
    }
    return information;
  }

  private pool(assumedVariance: number, assumedCount: number): number {
    let [squares, freedom] = [2 * assumedVariance * assumedCount, assumedCount];
    for (let i = 0; i < this.dealers; i += 1) {
      for (let j = i + 1; j < this.dealers; j += 1) {
        squares += this.squares[this.pairOf(i, j)]!;
        freedom += this.freedom(i, j);
      }
    }
    return squares / freedom / 2;
  }

  /** Of the squares of a pair about their mean; 0 for a dealer with himself. */
  private freedom(i: number, j: number): number {
    const pair = this.pairOf(i, j);
    const count = this.counts[pair]!;
    return count < 2 ? 0 : this.weights[pair]! * (1 - 1 / count);
  }

  private pairOf(i: number, j: number): number {
    return i < j ? i * this.dealers + j : j * this.dealers + i;
  }
}

const SWEEPS_MAX = 200;
/** Largest relative change of a variance in the last sweep. */
const SETTLED = 1e-12;
/** Nobody is without error: a share of the mean variance. */
const SHARE_MIN = 0.02;

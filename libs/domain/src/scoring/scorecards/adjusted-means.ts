import { sweptInverse } from '../swept-inverse.js';
import { DIFFICULTIES } from './difficulty.js';

const { sqrt } = Math;

/** What was observed of a dealer, as it was and as it would have been of the average request. */
export interface AdjustedMean {
  readonly count: number;
  /** NaN where nothing was observed. */
  readonly mean: number;
  readonly adjusted: number;
  readonly standardError: number;
}

/** Observations beyond what is fitted, before anything is adjusted: with fewer, means are as they are. */
const FREEDOM_MIN = 30;

/**
 * Means of dealers at equal difficulty: least squares of what was observed on the dealer and on what made the request hard, read
 * at the difficulty of the average observation (direct standardisation). Whoever gets the hard requests is not the worse for it. Where
 * what is hard and who was asked are the same, nothing is adjusted. Only sums of products are kept.
 */
export class AdjustedMeans {
  private readonly width: number;
  private readonly products: Float64Array;
  private readonly sums: Float64Array;
  private squares = 0;
  private observations = 0;

  constructor(private readonly dealers: number) {
    this.width = dealers + DIFFICULTIES;
    this.products = new Float64Array(this.width ** 2);
    this.sums = new Float64Array(this.width);
  }

  /** An observation of a dealer in a request of that `difficulty`; NaN is none. */
  add(dealer: number, difficulty: readonly number[], value: number): void {
    if (Number.isNaN(value)) return;
    this.addProducts(dealer, 1, difficulty, value);
    for (const [i, one] of difficulty.entries()) {
      if (one !== 0) this.addProducts(this.dealers + i, one, difficulty, value);
    }
    const own = dealer * this.width + dealer;
    this.products[own] = this.products[own]! + 1;
    this.squares += value * value;
    this.observations += 1;
  }

  /** Of one column with those of difficulty; a dealer's own with himself is his count. */
  private addProducts(column: number, one: number, difficulty: readonly number[], value: number): void {
    const { products, sums, width, dealers } = this;
    sums[column] = sums[column]! + one * value;
    for (let j = 0; j < DIFFICULTIES; j += 1) {
      const at = column * width + dealers + j;
      products[at] = products[at]! + one * difficulty[j]!;
    }
  }

  /** By dealer. */
  means(): readonly AdjustedMean[] {
    const adjusted = this.adjusted();
    return Array.from({ length: this.dealers }, (_, dealer) => {
      const count = this.products[dealer * this.width + dealer]!;
      const mean = this.sums[dealer]! / count;
      return { count, mean, ...adjusted(dealer, count, mean) };
    });
  }

  private adjusted(): (
    dealer: number,
    count: number,
    mean: number,
  ) => Pick<AdjustedMean, 'adjusted' | 'standardError'> {
    const { width, dealers, sums } = this;
    const products = this.symmetricProducts();
    // Dealers first, so that a difficulty that they explain is the one left out.
    const { inverse } = sweptInverse(products, width, 0);
    const slopes = Array.from({ length: width }, (_, i) => dot(inverse, i * width, sums, width));
    const used = slopes.filter((_, i) => inverse[i * width + i]! > 0).length;
    const freedom = this.observations - used;
    if (freedom < FREEDOM_MIN) return (_, count, mean) => this.asItWas(count, mean);
    const residual = slopes.reduce((left, slope, i) => left - slope * sums[i]!, this.squares);
    const variance = Math.max(0, residual) / freedom;
    const average = new Float64Array(width);
    for (let i = dealers; i < width; i += 1) {
      for (let dealer = 0; dealer < dealers; dealer += 1) average[i] = average[i]! + products[dealer * width + i]!;
      average[i] = average[i]! / this.observations;
    }
    return (dealer) => {
      average.fill(0, 0, dealers);
      average[dealer] = 1;
      let spread = 0;
      for (let i = 0; i < width; i += 1) {
        if (average[i] !== 0) spread += average[i]! * dot(inverse, i * width, average, width);
      }
      return { adjusted: dot(average, 0, slopes, width), standardError: sqrt(variance * spread) };
    };
  }

  /** Dealers' products with difficulty are kept once. */
  private symmetricProducts(): Float64Array {
    const products = this.products.slice();
    for (let dealer = 0; dealer < this.dealers; dealer += 1) {
      for (let j = this.dealers; j < this.width; j += 1) {
        products[j * this.width + dealer] = products[dealer * this.width + j]!;
      }
    }
    return products;
  }

  /** With the spread of all observations: a few of a dealer's own say little of it. */
  private asItWas(count: number, mean: number): Pick<AdjustedMean, 'adjusted' | 'standardError'> {
    let total = 0;
    for (let dealer = 0; dealer < this.dealers; dealer += 1) total += this.sums[dealer]!;
    const variance = (this.squares - total ** 2 / this.observations) / (this.observations - 1);
    return { adjusted: mean, standardError: sqrt(variance / count) };
  }
}

const dot = (row: ArrayLike<number>, from: number, column: ArrayLike<number>, length: number): number => {
  let sum = 0;
  for (let i = 0; i < length; i += 1) sum += row[from + i]! * column[i]!;
  return sum;
};

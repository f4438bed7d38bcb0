import { studentQuantile975 } from './student-quantile.js';

/** A mean over independent repetitions, such as seeds, with its 95 % interval by Student's law. */
export interface MeanEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  readonly n: number;
}

/** Sums up a mean and its error. */
export class Mean {
  private n = 0;
  private mean = 0;
  private squares = 0;

  /** Welford's update: exact to the last bits for values that hardly vary. */
  add(value: number): void {
    this.n += 1;
    const change = value - this.mean;
    this.mean += change / this.n;
    this.squares += change * (value - this.mean);
  }

  /** The interval is NaN where there are fewer than two values. */
  estimate(): MeanEstimate {
    const standardError = Math.sqrt(this.squares / (this.n - 1) / this.n);
    const reach = studentQuantile975(this.n - 1) * standardError;
    return { value: this.mean, low: this.mean - reach, high: this.mean + reach, standardError, n: this.n };
  }
}

/** Of all at once. */
export const meanOf = (values: readonly number[]): MeanEstimate => {
  const mean = new Mean();
  for (const value of values) mean.add(value);
  return mean.estimate();
};

/** A mean over independent repetitions, with its 95 % interval by the normal law. */
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

  estimate(): MeanEstimate {
    const standardError = Math.sqrt(this.squares / (this.n - 1) / this.n);
    const reach = NORMAL_95 * standardError;
    return { value: this.mean, low: this.mean - reach, high: this.mean + reach, standardError, n: this.n };
  }
}

const NORMAL_95 = 1.959_963_984_540_054;

/** Count, mean and variance of a stream, in constant memory (Welford, Technometrics 4(3), 1962). */
export class Moments {
  count = 0;
  mean = 0;
  private squares = 0;

  add(value: number): void {
    this.count += 1;
    const change = value - this.mean;
    this.mean += change / this.count;
    this.squares += change * (value - this.mean);
  }

  /** Sum of squared distances from the mean. */
  get squaredDistances(): number {
    return this.squares;
  }
}

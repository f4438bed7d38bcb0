const FIRST_CAPACITY = 64;

/** Units by position in a queue, and their sums up to any of them, both in logarithmic time (Fenwick, 1994). */
export class VolumeTree {
  private sums = new Float64Array(FIRST_CAPACITY);
  private length = 0;

  /** No position is left to be given. */
  get isFull(): boolean {
    return this.length + 1 === this.sums.length;
  }

  /** Empties it, with positions for more than twice as many. */
  reset(count: number): void {
    const needed = 2 * (count + 1);
    if (needed > this.sums.length) {
      let capacity = this.sums.length;
      while (capacity < needed) capacity *= 2;
      this.sums = new Float64Array(capacity);
    } else this.sums.fill(0);
    this.length = 0;
  }

  /** Gives the next position. */
  append(units: number): number {
    this.length += 1;
    this.change(this.length, units);
    return this.length;
  }

  change(position: number, units: number): void {
    const { sums } = this;
    for (let at = position; at < sums.length; at += at & -at) sums[at] = sums[at]! + units;
  }

  before(position: number): number {
    let units = 0;
    for (let at = position - 1; at > 0; at &= at - 1) units += this.sums[at]!;
    return units;
  }
}

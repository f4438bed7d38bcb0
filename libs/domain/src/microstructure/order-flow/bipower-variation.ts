/**
 * Standard deviation of returns that jumps hardly touch, `sqrt(pi/2 mean(|r_i| |r_{i-1}|))`: bipower variation, Barndorff-Nielsen
 * and Shephard, J. Financial Econometrics 2(1), 2004. A NaN return breaks the pair.
 */
export class BipowerVariation {
  /** Pairs so far. */
  count = 0;
  private sum = 0;
  private last = NaN;

  add(logReturn: number): void {
    const size = Math.abs(logReturn);
    const product = size * this.last;
    this.last = size;
    if (Number.isNaN(product)) return;
    this.sum += product;
    this.count += 1;
  }

  /** Per square root of the interval of the returns; NaN without a pair. */
  get sd(): number {
    return Math.sqrt(((Math.PI / 2) * this.sum) / this.count);
  }
}

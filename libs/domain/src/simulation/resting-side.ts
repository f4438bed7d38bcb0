import { BID, type BookSide } from '#domain/market-data';

/**
 * One side of the generator's own book: size per integer price, at most a few dozen levels. Kept sorted with the best
 * level last, so that what changes most moves least.
 */
export class RestingSide {
  /** Sum of all resting sizes, in units. */
  total = 0;
  private readonly ranks: number[] = [];
  private readonly sizes: number[] = [];
  private readonly sign: 1 | -1;

  constructor(readonly side: BookSide) {
    this.sign = side === BID ? 1 : -1;
  }

  get levelCount(): number {
    return this.ranks.length;
  }

  /** The best price; undefined when nothing rests here. */
  best(): number | undefined {
    const rank = this.ranks.at(-1);
    return rank === undefined ? undefined : rank * this.sign;
  }

  /** How many levels are strictly better than a price. */
  levelsBetterThan(price: number): number {
    const rank = price * this.sign;
    let count = 0;
    for (let i = this.ranks.length - 1; i >= 0 && this.ranks[i]! > rank; i -= 1) count += 1;
    return count;
  }

  /** Adds (or with a negative size removes) units at a price; returns what rests there now. */
  change(price: number, units: number): number {
    const rank = price * this.sign;
    let i = this.ranks.length;
    while (i > 0 && this.ranks[i - 1]! > rank) i -= 1;
    this.total += units;
    const found = i > 0 && this.ranks[i - 1] === rank;
    const size = (found ? this.sizes[i - 1]! : 0) + units;
    if (!found) {
      this.ranks.splice(i, 0, rank);
      this.sizes.splice(i, 0, size);
    } else if (size === 0) {
      this.ranks.splice(i - 1, 1);
      this.sizes.splice(i - 1, 1);
    } else {
      this.sizes[i - 1] = size;
    }
    return size;
  }

  /** The level that holds the unit lying `units` deep from the best; the deepest level when there are fewer. */
  levelAtDepth(units: number): { readonly price: number; readonly size: number } {
    let remaining = units;
    let i = this.ranks.length - 1;
    while (i > 0 && remaining >= this.sizes[i]!) {
      remaining -= this.sizes[i]!;
      i -= 1;
    }
    return { price: this.ranks[i]! * this.sign, size: this.sizes[i]! };
  }
}

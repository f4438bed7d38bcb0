import { type Rng } from '#domain/core';
import { type MetaorderParameters } from './metaorder-parameters.js';

/** The power law of lengths, cut at the longest: `P(L >= l) = (l^-alpha - c) / (1 - c)` with `c = (longest + 1)^-alpha`. */
export class MetaorderLengths {
  private readonly cut: number;
  /** P(what is left of one that is under way >= r), at r - 1. */
  private readonly leftTail: Float64Array;

  constructor(private readonly parameters: Pick<MetaorderParameters, 'tailExponent' | 'mostChildren'>) {
    const { tailExponent, mostChildren } = parameters;
    this.cut = (mostChildren + 1) ** -tailExponent;
    this.leftTail = new Float64Array(mostChildren + 1);
    for (let r = mostChildren; r >= 1; r -= 1) this.leftTail[r - 1] = this.leftTail[r]! + this.atLeast(r);
    const mean = this.leftTail[0]!;
    for (let i = 0; i < this.leftTail.length; i += 1) this.leftTail[i]! /= mean;
  }

  /** P(L >= l). */
  atLeast(children: number): number {
    const tail = (children ** -this.parameters.tailExponent - this.cut) / (1 - this.cut);
    return tail > 0 ? tail : 0;
  }

  /** P(R >= r), R the children that are left, the present one included, of a metaorder met at one of its children: `sum_(l >= r) P(L >= l) / E L`. */
  leftAtLeast(children: number): number {
    return this.leftTail[children - 1] ?? 0;
  }

  /** A new metaorder's number of children. */
  draw(rng: Rng): number {
    const u = 1 - rng.uniform();
    return Math.floor((this.cut + u * (1 - this.cut)) ** (-1 / this.parameters.tailExponent));
  }

  /** What is left of a metaorder that was there before the market opened. */
  drawLeft(rng: Rng): number {
    const u = 1 - rng.uniform();
    let [low, high] = [1, this.parameters.mostChildren];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.leftAtLeast(middle) >= u) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

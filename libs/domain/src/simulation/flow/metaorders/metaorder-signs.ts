import { type Rng } from '#domain/core';
import { MetaorderLengths } from './metaorder-lengths.js';
import { type MetaorderParameters } from './metaorder-parameters.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { exp, log, log1p } = Math;

/**
 * The order in which the children of the background's metaorders come, stationary from the first. Expects parameters that
 * `checkMetaorders` finds nothing wrong with.
 */
export class MetaorderSigns {
  /** +1 buys, -1 sells, of the metaorder in each place. */
  readonly sign: Int8Array;
  /** Children of each that are still to come. */
  readonly left: Float64Array;
  private readonly lengths: MetaorderLengths;

  constructor(
    parameters: MetaorderParameters,
    private readonly rng: Rng,
  ) {
    this.lengths = new MetaorderLengths(parameters);
    this.sign = Int8Array.from({ length: parameters.concurrent }, () => this.drawSign());
    this.left = Float64Array.from({ length: parameters.concurrent }, () => this.lengths.drawLeft(rng));
  }

  /** The place of the metaorder whose child comes next; it counts as done only by `childDone`. */
  nextPlace(): number {
    return this.rng.below(this.sign.length);
  }

  /** A child of the metaorder in this place is done; whether it was the last, and a new one stands in its place. */
  childDone(place: number): boolean {
    this.left[place]! -= 1;
    if (this.left[place]! > 0) return false;
    this.sign[place] = this.drawSign();
    this.left[place] = this.lengths.draw(this.rng);
    return true;
  }

  private drawSign(): 1 | -1 {
    return this.rng.uniform() < 0.5 ? 1 : -1;
  }
}

/**
 * Exact autocorrelation of the children's signs at a lag: two are of one sign beyond chance when they are of one metaorder, so
 * `C(lag) = 1/N sum_m Binomial(m; lag - 1, 1/N) P(R >= m + 2)`. For long lags it falls as `lag^-(alpha - 1)`.
 */
export const signAutocorrelation = (parameters: MetaorderParameters, lag: number): number =>
  signAutocorrelations(parameters, [lag])[0]!;

/** The same at several lags. */
export const signAutocorrelations = (parameters: MetaorderParameters, lags: readonly number[]): readonly number[] => {
  const lengths = new MetaorderLengths(parameters);
  const p = 1 / parameters.concurrent;
  return lags.map((lag) => {
    const trials = lag - 1;
    if (p === 1) return lengths.leftAtLeast(trials + 2);
    let logWeight = trials * log1p(-p);
    let sum = 0;
    for (let m = 0; m <= trials; m += 1) {
      sum += exp(logWeight) * lengths.leftAtLeast(m + 2);
      logWeight += log((trials - m) / (m + 1)) + log(p / (1 - p));
    }
    return p * sum;
  });
};

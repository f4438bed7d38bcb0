import { type Rng } from '#domain/core';
import { type HawkesParameters } from './hawkes-parameters.js';

/**
 * Exact simulation of a Hawkes process by thinning (Ogata, IEEE Trans. Inf. Theory 27(1), 1981): between events the
 * intensity of exponential kernels only falls, so its present value bounds what comes. A step costs types x parts.
 *
 * Expects parameters that `checkHawkes` finds nothing wrong with.
 */
export class HawkesProcess {
  /** Seconds since the start of the last event that `advance` found. */
  seconds = 0;
  private readonly types: number;
  private readonly parts: number;
  private readonly baseline: Float64Array;
  private readonly decays: Float64Array;
  /** What an event of type j adds to part k of type i, at `(j types + i) parts + k`. */
  private readonly jumps: Float64Array;
  /** Excited intensity of part k of type i, at `i parts + k`. */
  private readonly excited: Float64Array;

  constructor(
    parameters: HawkesParameters,
    private readonly rng: Rng,
  ) {
    const { baseline, offspring, decays, weights } = parameters;
    this.types = baseline.length;
    this.parts = decays.length;
    this.baseline = Float64Array.from(baseline);
    this.decays = Float64Array.from(decays);
    this.excited = new Float64Array(this.types * this.parts);
    this.jumps = Float64Array.from(
      baseline.flatMap((_, j) =>
        baseline.flatMap((_, i) => decays.map((beta, k) => offspring[i]![j]! * weights[k]! * beta)),
      ),
    );
  }

  /** Intensity of a type now, per second. */
  intensity(type: number): number {
    let sum = this.baseline[type]!;
    for (let k = 0; k < this.parts; k += 1) sum += this.excited[type * this.parts + k]!;
    return sum;
  }

  /** Goes on to the next event; its type. Its time is `seconds`. */
  advance(): number {
    for (;;) {
      const bound = this.totalIntensity();
      const wait = this.rng.exponential(bound);
      this.seconds += wait;
      this.decay(wait);
      const type = this.typeAt(this.rng.uniform() * bound);
      if (type === this.types) continue;
      this.excite(type);
      return type;
    }
  }

  private totalIntensity(): number {
    let sum = 0;
    for (let type = 0; type < this.types; type += 1) sum += this.intensity(type);
    return sum;
  }

  /** The type whose intensity holds the point `u` of the stacked intensities; `types` above them all, a rejected proposal. */
  private typeAt(u: number): number {
    let [type, rest] = [0, u];
    while (type < this.types) {
      rest -= this.intensity(type);
      if (rest < 0) break;
      type += 1;
    }
    return type;
  }

  private decay(wait: number): void {
    for (let k = 0; k < this.parts; k += 1) {
      const factor = Math.exp(-this.decays[k]! * wait);
      for (let i = k; i < this.excited.length; i += this.parts) this.excited[i]! *= factor;
    }
  }

  private excite(type: number): void {
    const offset = type * this.excited.length;
    for (let i = 0; i < this.excited.length; i += 1) this.excited[i]! += this.jumps[offset + i]!;
  }
}

import { KeyedRng, normalQuantile, wordOf } from '#domain/core';

/**
 * Draws of one random number for every scenario: one from the middle of each of as many equal shares, in an order of their own per
 * name, so that a mean over scenarios is nearly exact in each number alone (McKay, Beckman and Conover, Technometrics 21(2), 1979).
 * Equal seeds and names give equal draws, whatever else is drawn.
 */
export class LatinHypercube {
  private readonly rng: KeyedRng;

  constructor(
    seed: number,
    readonly scenarios: number,
  ) {
    this.rng = new KeyedRng(seed);
  }

  /** Uniform in (0, 1), one per scenario. */
  uniforms(name: string, index = 0): Float64Array {
    const { scenarios, rng } = this;
    rng.select(wordOf(name), index);
    const draws = Float64Array.from({ length: scenarios }, (_, i) => (i + 0.5) / scenarios);
    for (let i = scenarios - 1; i > 0; i -= 1) {
      const j = rng.below(i + 1);
      [draws[i], draws[j]] = [draws[j]!, draws[i]!];
    }
    return draws;
  }

  /** Standard normal, one per scenario. */
  normals(name: string, index = 0): Float64Array {
    return this.uniforms(name, index).map(normalQuantile);
  }
}

import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of uniforms; the only randomness the domain knows, always passed in. */
export interface Rng {
  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** Exponential with the given rate. */
  exponential(rate: number): number;
}

/** Deterministic generator (xoroshiro128+); equal seeds give equal streams on every machine. */
export const seededRng = (seed: number): Rng => {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  };
  return {
    uniform,
    below: (bound) => Math.floor(uniform() * bound),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    exponential: (rate) => -Math.log(1 - uniform()) / rate,
  };
};

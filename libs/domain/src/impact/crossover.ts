import { requireNotNegative, requirePositive, requireWithin } from './range.js';

export interface CrossoverInputs {
  /** Q/V: size in days of average daily volume. */
  readonly sizeDays: number;
  /** Exponent of a concave power law in size, in (0, 1]; 0.5 for the square root. */
  readonly exponent: number;
  /** Q/V at which the law bends; published about 1e-3. */
  readonly crossoverDays: number;
}

/**
 * What is left of a concave power law `(Q/V)^p` at small sizes: multiplying the law by this factor in [0, 1] makes it
 * linear in size below the crossover and leaves it alone above.
 *
 * `(x / sqrt(x^2 + x0^2))^(1 - p)`, so that `x^p` becomes `x (x^2 + x0^2)^((p - 1)/2)`: linear `x x0^(p - 1)` for
 * x << x0, `x^p` for x >> x0 (0.25 % below it a decade above, 0.0025 % two decades above, at p = 1/2), increasing and concave
 * everywhere. The interpolation is ours; the two regimes and the crossover size are published.
 *
 * Source: Bucci, Benzaquen, Lillo and Bouchaud, "Crossover from Linear to Square-Root Market Impact", Physical Review
 * Letters 122, 108302 (2019).
 *
 * Throws RangeError naming the variable when one is out of range or not finite.
 */
export const crossoverFactor = ({ sizeDays, exponent, crossoverDays }: CrossoverInputs): number => {
  requireNotNegative('sizeDays', sizeDays);
  requirePositive('exponent', exponent);
  requireWithin('exponent', exponent, 0, 1);
  requirePositive('crossoverDays', crossoverDays);
  return (sizeDays / Math.hypot(sizeDays, crossoverDays)) ** (1 - exponent);
};

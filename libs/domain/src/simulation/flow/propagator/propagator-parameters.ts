import {
  firstOf,
  mustBeBetween,
  mustBePositive,
  mustNotBeNegative,
  type Verdict,
} from '../../impossible-parameters.js';

/**
 * Transient impact as a formula, not as something that a market does (Bouchaud, Gefen, Potters and Wyart, Quantitative Finance
 * 4(2), 2004): a trade of v units at time s moves the price at t by `bpsPerUnit v (1 + (t - s)/l0)^-beta`.
 *
 * Linear in size on purpose. A kernel that is bounded at lag 0 admits no round trip that earns if impact is linear, as it is convex
 * (Gatheral, Schied and Slynko, Mathematical Finance 22(3), 2012); with a concave response to size, buying in many
 * small trades and selling in one earns within the onset. At a constant rate of trading the sum still grows as `T^(1 - beta)`:
 * as the square root of size for beta = 1/2.
 */
export interface PropagatorParameters {
  /** Move right after a trade, bps per unit. */
  readonly bpsPerUnit: number;
  /** beta: impact decays as `lag^-beta` in the long run; in (0, 1). */
  readonly decayExponent: number;
  /** l0: lag at which decay sets in, seconds. */
  readonly onsetSeconds: number;
}

export const checkPropagator = ({ bpsPerUnit, decayExponent, onsetSeconds }: PropagatorParameters): Verdict =>
  firstOf(
    mustNotBeNegative('bpsPerUnit', bpsPerUnit),
    mustBeBetween('decayExponent', decayExponent, 0, 1),
    mustBePositive('onsetSeconds', onsetSeconds),
  );

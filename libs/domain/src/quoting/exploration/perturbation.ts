import { type Rng } from '#domain/core';

/** A small randomised change of quotes, so that what a price causes can be told from what goes with it. */
export interface Exploration {
  /** How far a quote is moved, bps of the mid. */
  readonly stepBps: number;
  /** Probability of each direction, within (0, 1/2]; the rest stays where it was. */
  readonly probability: number;
}

/** What was done to a quote, to be logged with it. */
export interface Perturbation {
  /** In the client's sign: positive is worse for the client. */
  readonly shiftBps: number;
  /** The probability with which just this was drawn. */
  readonly propensity: number;
}

/** One draw of three: lower, raise, leave. */
export const drawPerturbation = ({ stepBps, probability }: Exploration, rng: Rng): Perturbation => {
  const u = rng.uniform();
  if (u < probability) return { shiftBps: -stepBps, propensity: probability };
  if (u < 2 * probability) return { shiftBps: stepBps, propensity: probability };
  return { shiftBps: 0, propensity: 1 - 2 * probability };
};

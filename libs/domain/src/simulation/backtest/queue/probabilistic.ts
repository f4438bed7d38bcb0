import { type Rng } from '#domain/core';
import { firstOf, mustBePositive, type Verdict } from '../../impossible-parameters.js';
import { type QueueRule } from './queue-rule.js';

/** How the weight of a stretch of the queue grows with its size: `x^exponent`, or `ln(1 + x)`. */
export type QueueWeight = { readonly kind: 'POWER'; readonly exponent: number } | { readonly kind: 'LOG' };

export const checkQueueWeight = (weight: QueueWeight): Verdict =>
  weight.kind === 'LOG' ? undefined : firstOf(mustBePositive('exponent', weight.exponent));

/**
 * Assumes that a cancel stood ahead of us with probability `f(ahead) / (f(ahead) + f(behind))`: one draw per decrease of the
 * level that no execution explains. With `f(x) = x` everyone cancels alike; a higher exponent, or a long queue, puts the cancels
 * where most of the queue is; `ln(1 + x)` spreads them more evenly.
 *
 * The family of E. Rigtorp, Estimating order queue position (2013), as hftbacktest has it, which takes the expectation where this
 * takes a draw: an order is filled or it is not.
 */
export const probabilistic = (weight: QueueWeight, rng: Rng): QueueRule => {
  const weightOf =
    weight.kind === 'LOG' ? (size: number) => Math.log1p(size) : (size: number) => size ** weight.exponent;
  return {
    cancelledAhead: (cancelled, ahead, behind) => {
      const weightAhead = weightOf(ahead);
      const isAhead = rng.uniform() * (weightAhead + weightOf(behind)) < weightAhead;
      return isAhead ? Math.min(cancelled, ahead) : Math.max(0, cancelled - behind);
    },
  };
};

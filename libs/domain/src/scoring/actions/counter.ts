import { normalCdf } from '#domain/core';
import { gaussian, type CostDistribution } from '#domain/impact';

const { ceil, floor, hypot, sqrt } = Math;

/** A dealer's quote that could be countered. */
export interface CounterTarget {
  /** His quote's cost all in. */
  readonly cost: CostDistribution;
  /** The lowest cost at which he would trade, as far as his quotes tell: fair cost and his error about it. */
  readonly reserve: { readonly meanBps: number; readonly sdBps: number };
  /** What there is when he walks away: the next quote, or working the order. */
  readonly fallbackBps: number;
  /** Counters are whole ticks below the quote; 0: at any price. */
  readonly tickBps: number;
}

/** Stated prior: a dealer who refuses a counter lets his quote stand as often as not. */
export const QUOTE_STANDS_PROBABILITY = 0.5;

/** A counter below a quote. */
export interface Counter {
  readonly costBps: number;
  readonly acceptProbability: number;
  readonly cost: CostDistribution;
}

/**
 * The counter x of least expected cost: accepted with `P(reserve <= x | reserve <= quote)`, else his quote stands with
 * `QUOTE_STANDS_PROBABILITY` or there is the fallback. The quote itself is the upper end, where every counter is accepted; undefined where
 * nothing below it is better.
 */
export const bestCounter = ({ cost, reserve, fallbackBps, tickBps }: CounterTarget): Counter | undefined => {
  const { meanBps: quoteBps, sdBps } = cost;
  const refusedBps = QUOTE_STANDS_PROBABILITY * quoteBps + (1 - QUOTE_STANDS_PROBABILITY) * fallbackBps;
  const lowest = reserve.meanBps - REACH_SD * reserve.sdBps;
  // A bargain beyond what the reserve's law can tell of: nothing below it is to be had.
  if (!(quoteBps > lowest)) return undefined;
  const atQuote = normalCdf((quoteBps - reserve.meanBps) / reserve.sdBps);
  let best: Counter | undefined;
  for (const costBps of countersBetween(lowest, quoteBps, tickBps)) {
    const acceptProbability = normalCdf((costBps - reserve.meanBps) / reserve.sdBps) / atQuote;
    const meanBps = acceptProbability * costBps + (1 - acceptProbability) * refusedBps;
    if (meanBps >= (best?.cost.meanBps ?? quoteBps)) continue;
    const luck = sqrt(acceptProbability * (1 - acceptProbability)) * (refusedBps - costBps);
    best = { costBps, acceptProbability, cost: gaussian(meanBps, hypot(sdBps, luck)) };
  }
  return best;
};

/** From the lowest up, the quote not among them: 200 of them, or those a whole number of ticks below it, at most 200 by leaving ticks out. */
const countersBetween = (lowest: number, quoteBps: number, tickBps: number): readonly number[] => {
  if (tickBps === 0) return Array.from({ length: STEPS }, (_, step) => lowest + ((quoteBps - lowest) * step) / STEPS);
  const stepBps = tickBps * ceil((quoteBps - lowest) / (STEPS * tickBps));
  const count = floor((quoteBps - lowest) / stepBps);
  return Array.from({ length: count }, (_, i) => quoteBps - (count - i) * stepBps);
};

const REACH_SD = 4;
const STEPS = 200;

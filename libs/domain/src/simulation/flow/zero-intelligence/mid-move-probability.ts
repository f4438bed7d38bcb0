import { err, ok, type Result } from '#domain/core';
import { firstOf, impossible, mustBeWhole, type ImpossibleParameters } from '../../impossible-parameters.js';
import { solveBanded } from './banded-system.js';
import {
  cancelRate,
  checkZeroIntelligenceRates,
  limitRate,
  type ZeroIntelligenceRates,
} from './zero-intelligence-rates.js';

/** P(the next move of the mid is up) given the numbers of orders at the best bid and ask. */
export interface MidMoveTable {
  readonly spreadTicks: number;
  /** The longest queues the table knows; the truncation of the chain lies beyond. */
  readonly longestQueue: number;
  /** Queues in orders, from 1 to `longestQueue`. Throws RangeError outside. */
  upProbability(bidOrders: number, askOrders: number): number;
}

/** Truncated so far out that a queue gets there with less than this weight relative to its typical length. */
const NEGLIGIBLE = 1e-12;
/** The solve costs the fourth power of the queue's length: beyond this, minutes. */
const QUEUE_MAX = 96;

/**
 * Own linear solve of the chain behind proposition 3 of Cont, Stoikov and Talreja (2010), whose Laplace transforms it avoids.
 *
 * Until the mid moves, the queues at the two best prices, S ticks apart, are independent birth-death processes: births
 * lam(S), deaths mu + n theta(S). The mid moves up when the ask queue is empty first or when a bid arrives within
 * the spread (rate sum of lam(d), d < S), down in the mirrored cases. So h(b, a), the probability of up, solves
 *
 *   (2 lam + 2 mu + (b + a) theta + 2 inside) h(b, a)
 *     = lam (h(b+1, a) + h(b, a+1)) + (mu + b theta) h(b-1, a) + (mu + a theta) h(b, a-1) + inside
 *
 * with h(0, a) = 0 and h(b, 0) = 1. The queue is cut off where births no longer matter.
 */
export const midMoveTable = (
  rates: ZeroIntelligenceRates,
  spreadTicks: number,
  longestQueue = 5,
): Result<MidMoveTable, ImpossibleParameters> => {
  const wrong = firstOf(
    checkZeroIntelligenceRates(rates),
    mustBeWhole('spreadTicks', spreadTicks, 1),
    mustBeWhole('longestQueue', longestQueue, 1),
  );
  if (wrong !== undefined) return err(wrong);
  const n = cutOff(rates, spreadTicks, longestQueue);
  if (n > QUEUE_MAX) return err(impossible('cancel', `large enough to keep queues below ${QUEUE_MAX} orders`, n));
  const h = solveChain(rates, spreadTicks, n);
  return ok({
    spreadTicks,
    longestQueue,
    upProbability: (bidOrders, askOrders) => {
      requireQueue('bidOrders', bidOrders, longestQueue);
      requireQueue('askOrders', askOrders, longestQueue);
      return h[(bidOrders - 1) * n + askOrders - 1]!;
    },
  });
};

const requireQueue = (name: string, orders: number, longest: number): void => {
  if (!(Number.isInteger(orders) && orders >= 1 && orders <= longest)) {
    throw new RangeError(`${name} must be a whole number within [1, ${longest}], got ${orders}`);
  }
};

/** The first length beyond the table at which the stationary weight prod lam / (mu + k theta) has become negligible. */
const cutOff = (rates: ZeroIntelligenceRates, spreadTicks: number, longestQueue: number): number => {
  const birth = limitRate(rates, spreadTicks);
  let [n, weight, heaviest] = [0, 1, 1];
  while (n < QUEUE_MAX + 1 && (n <= longestQueue || weight > NEGLIGIBLE * heaviest)) {
    n += 1;
    weight *= birth / (rates.market + n * cancelRate(rates, spreadTicks));
    heaviest = Math.max(heaviest, weight);
  }
  return n;
};

/** h(b, a) at index (b - 1) n + a - 1; births out of the last length are left out. */
const solveChain = (rates: ZeroIntelligenceRates, spreadTicks: number, n: number): Float64Array => {
  const birth = limitRate(rates, spreadTicks);
  const death = (orders: number): number => rates.market + orders * cancelRate(rates, spreadTicks);
  let inside = 0;
  for (let d = 1; d < spreadTicks; d += 1) inside += limitRate(rates, d);
  const right = new Float64Array(n * n);
  const width = 2 * n + 1;
  const band = new Float64Array(n * n * width);
  for (let b = 1; b <= n; b += 1) {
    for (let a = 1; a <= n; a += 1) {
      const row = (b - 1) * n + a - 1;
      const diagonal = row * width + n;
      const [bidBirth, askBirth] = [b < n ? birth : 0, a < n ? birth : 0];
      band[diagonal] = bidBirth + askBirth + death(b) + death(a) + 2 * inside;
      if (b < n) band[diagonal + n] = -bidBirth;
      if (a < n) band[diagonal + 1] = -askBirth;
      if (b > 1) band[diagonal - n] = -death(b);
      if (a > 1) band[diagonal - 1] = -death(a);
      right[row] = inside + (a === 1 ? death(1) : 0);
    }
  }
  solveBanded(band, right, n);
  return right;
};

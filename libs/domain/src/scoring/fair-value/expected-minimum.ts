import { costGrid, reachOf } from './cost-grid.js';
import { survival, type PossibleCost } from './possible-cost.js';

/**
 * E[min] of independent costs that may come and of one that is there in any case:
 *
 *     E[min(a, X)] = low + int_low^a P(none is below x) dx,  low: below all of them.
 *
 * `otherwiseBps` is `a`; Infinity where there is none, and then one probability at least must be 1, else RangeError. Error below 1e-7
 * of the largest standard deviation.
 */
export const expectedMinimumBps = (costs: readonly PossibleCost[], otherwiseBps: number): number => {
  let silence = 1;
  for (const { probability } of costs) silence *= 1 - probability;
  if (otherwiseBps === Infinity && silence > 0)
    throw new RangeError('expectedMinimum: without an alternative one cost must be certain to come');
  const { lowBps, highBps } = reachOf(costs, otherwiseBps);
  const beyondBps = silence === 0 ? 0 : silence * (otherwiseBps - highBps);
  return lowBps + noneBelowIntegral(costs, lowBps, highBps) + beyondBps;
};

/** `int_low^high prod_i (1 - p_i F_i(x)) dx`, in bps: how much of the range lies below all that come, on average. */
export const noneBelowIntegral = (costs: readonly PossibleCost[], lowBps: number, highBps: number): number => {
  const { nodes, weights } = costGrid(costs, lowBps, highBps);
  let sum = 0;
  for (let k = 0; k < nodes.length; k += 1) {
    let none = 1;
    for (const cost of costs) none *= survival(cost, nodes[k]!);
    sum += weights[k]! * none;
    // It only falls.
    if (none < NEGLIGIBLE) break;
  }
  return sum;
};

const NEGLIGIBLE = 1e-16;

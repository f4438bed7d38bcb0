import { expectedFillUnits, type FillCurve } from '../fills/fill-curve.js';

const { floor, max, min } = Math;

/** A queue that a limit order may join; bps of the mid. */
export interface LimitQueue {
  readonly name: string;
  /** Half-spread that it earns, with the rebate for posting there. */
  readonly earnedBps: number;
  /** Mean move against it after a fill. */
  readonly adverseSelectionBps: number;
  /** Units that stand before it. */
  readonly queueUnits: number;
  /** Of units that leave the queue in time. */
  readonly outflow: FillCurve;
}

export interface LimitSplit {
  readonly marketUnits: number;
  /** By queue, in their order. */
  readonly limitUnits: readonly number[];
}

/**
 * The optimal split of an order into a market order and limit orders at several books (Cont and Kukanov, Quant. Finance 17(1), 2017), in
 * whole lots that sum exactly to the order: nothing is overbooked, so that what is not filled is the sum of what each queue left.
 * Then the cost is a sum over queues, with xi the outflow:
 *
 *     (h + f) M + sum_k sum_{l <= L_k} [ -e_k P(xi_k >= Q_k + l) + u P(xi_k < Q_k + l) ],   e_k = earned - adverse selection,
 *
 * and each lot more in a queue is worth less, so the best lot first is the best split (Fox, Oper. Res. 14(2), 1966). For one queue that
 * is the closed form `F(Q + L) = (h + f + e) / (e + u)`.
 *
 * `takeBps`: what a market order costs, fee included; `underfillBps`: what each unit that is left costs at the end, at least `takeBps`.
 */
export const splitLimits = (
  units: number,
  lotUnits: number,
  takeBps: number,
  underfillBps: number,
  queues: readonly LimitQueue[],
): LimitSplit => {
  const limitUnits = queues.map(() => 0);
  let left = units;
  while (left > 0) {
    const lot = min(lotUnits, left);
    let [best, bestBps] = [-1, takeBps];
    for (const [k, queue] of queues.entries()) {
      const bps = limitCostBps(queue, limitUnits[k]!, lot, underfillBps);
      if (bps < bestBps) [best, bestBps] = [k, bps];
    }
    if (best < 0) break;
    limitUnits[best]! += lot;
    left -= lot;
  }
  return { marketUnits: left, limitUnits };
};

/** What each unit of a lot is expected to cost that joins so many in a queue. */
const limitCostBps = (queue: LimitQueue, behind: number, lot: number, underfillBps: number): number => {
  const { outflow, queueUnits, adverseSelectionBps, earnedBps } = queue;
  const before = queueUnits + behind;
  const filled = (expectedFillUnits(outflow, before + lot) - expectedFillUnits(outflow, before)) / lot;
  return filled * (adverseSelectionBps - earnedBps) + (1 - filled) * underfillBps;
};

/** The most that is worth posting in one queue, lots of `lotUnits` within `mostUnits`: beyond it a lot is better taken. */
export const worthPostingUnits = (
  queue: LimitQueue,
  takeBps: number,
  underfillBps: number,
  lotUnits: number,
  mostUnits: number,
): number => {
  // The last lot costs more the longer the queue: bisection.
  let [low, high] = [0, floor(mostUnits / lotUnits)];
  while (low < high) {
    const middle = max(low + 1, floor((low + high) / 2));
    if (limitCostBps(queue, (middle - 1) * lotUnits, lotUnits, underfillBps) < takeBps) low = middle;
    else high = middle - 1;
  }
  return low * lotUnits;
};

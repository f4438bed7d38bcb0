import { type HitFunction } from '#domain/rfq';
import { bestMarkup } from '../margin/index.js';

/** A dealer in one asset, small enough to be solved exactly; blocks of one, bps, seconds. */
export interface InventoryProblem {
  readonly hits: HitFunction;
  /** Requests per second of each side, each for one block. */
  readonly requestsPerSecond: number;
  /** Squared bps per second. */
  readonly variance: number;
  /** Per bps x block: the running cost is `gamma variance q^2 / 2`. */
  readonly riskAversion: number;
  /** What one block costs to lay off in the market at once. */
  readonly hedgeCostBps: number;
  /** He takes nothing beyond so many blocks long or short. */
  readonly blocksMax: number;
  readonly horizonSeconds: number;
  /** Steps of time; a side asks with probability `requestsPerSecond x horizonSeconds / steps`, which must be well below 1. */
  readonly steps: number;
}

/** What to do at an inventory; `atStep` counts from the start. */
export interface InventoryPolicy {
  /** Markup for a client on a side, with the inventory before the trade; bps. */
  markupBps(inventory: number, clientSide: 1 | -1, atStep: number): number;
  /** Whether to lay off one block now. */
  hedges(inventory: number, atStep: number): boolean;
}

/**
 * The utility of the best policy from an empty book, by dynamic programming backwards in time: P&L less the running cost of the
 * inventory, in bps x blocks. Exact for the problem as stated, in steps.
 */
export const optimalUtility = (problem: InventoryProblem): number =>
  backwards(problem, {
    markupBps: (cost) => bestMarkup(problem.hits, cost),
    hedges: (held, laidOff) => laidOff > held,
  });

/** The utility of a given policy, by the same recursion: no simulation, no error. */
export const policyUtility = (problem: InventoryProblem, policy: InventoryPolicy): number =>
  backwards(problem, {
    markupBps: (_cost, inventory, side, step) => policy.markupBps(inventory, side, step),
    hedges: (_held, _laidOff, inventory, step) => policy.hedges(inventory, step),
  });

/** A policy that may look at what is to be decided: the cost of a trade, the values of holding and of laying off. */
interface InformedPolicy {
  markupBps(cost: number, inventory: number, clientSide: 1 | -1, step: number): number;
  hedges(held: number, laidOff: number, inventory: number, step: number): boolean;
}

const SIDES = [1, -1] as const;

const backwards = (problem: InventoryProblem, policy: InformedPolicy): number => {
  const { hits, requestsPerSecond, variance, riskAversion, hedgeCostBps, blocksMax, horizonSeconds, steps } = problem;
  const seconds = horizonSeconds / steps;
  let after = new Float64Array(2 * blocksMax + 1);
  for (let step = steps - 1; step >= 0; step -= 1) {
    const before = after.map((value, row) => {
      const inventory = row - blocksMax;
      let change = -(riskAversion * variance * inventory ** 2 * seconds) / 2;
      for (const side of SIDES) {
        if (Math.abs(inventory - side) > blocksMax) continue;
        const cost = value - after[row - side]!;
        const markup = policy.markupBps(cost, inventory, side, step);
        change += requestsPerSecond * seconds * hits.hit(markup) * (markup - cost);
      }
      return value + change;
    });
    // Who lays off a block is, at a cost, where he would be without it: from the flat book outwards.
    for (let size = 1; size <= blocksMax; size += 1) {
      for (const side of SIDES) {
        const row = blocksMax + side * size;
        const laidOff = before[row - side]! - hedgeCostBps;
        if (policy.hedges(before[row]!, laidOff, side * size, step)) before[row] = laidOff;
      }
    }
    after = before;
  }
  return after[blocksMax]!;
};

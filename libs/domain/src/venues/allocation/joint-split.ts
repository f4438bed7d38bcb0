import { RISK_PROBABILITY } from '#domain/impact';
import { VENUE_KINDS } from '../profiles/venue-profile.js';
import { exchanged } from './exchange.js';
import {
  capped,
  cheapestWhole,
  folded,
  unfold,
  venueTable,
  type SplitGrid,
  type SplitTable,
} from './separable-split.js';
import {
  anyAllowedSplit,
  kindCapUnits,
  leastUnits,
  mostUnits,
  venuesMost,
  type SplitConstraints,
} from './split-constraints.js';
import { SplitObjective, type SplitCosts } from './split-objective.js';

const { ceil, floor, max } = Math;

/** A split and how good it is; bps of the arrival mid per unit of the order. */
export interface JointSplit {
  /** By venue; they sum to the order. */
  readonly units: readonly number[];
  /** Mean + risk aversion x CVaR of it. */
  readonly objectiveBps: number;
  /** No split in multiples of `stepUnits` (and one odd rest) is better than that; absent where none of those is allowed. */
  readonly lowerBoundBps?: number;
  /** How far the split may be from the best of those: 0 where it is proven to be as good or better. */
  readonly optimalityGapBps?: number;
  readonly stepUnits: number;
}

export interface SplitSearch {
  /** The order is cut into at most so many steps. */
  readonly stepsMost: number;
  readonly iterationsMost: number;
  /** A gap that is good enough. */
  readonly gapBps: number;
}

export const DEFAULT_SEARCH: SplitSearch = { stepsMost: 100, iterationsMost: 60, gapBps: 0.01 };

/**
 * The split of least `mean + riskAversion x CVaR` over scenarios of the venues' joint cost, and a bound that proves how good it is;
 * undefined where no split is allowed.
 *
 * CVaR is the largest mean over weights that no scenario has more than `1 / (1 - p)` of (Rockafellar and Uryasev, J. Risk 2(3), 2000), and
 * convex impact is the largest of its tangents. With weights and tangents given, the cost is a sum over venues, and the best split of a sum
 * over a grid is known exactly by dynamic programming, minimum sizes, caps and all; as the true cost is never less, that is a lower
 * bound for any weights. They are improved by averaging the splits that answer them (Frank and Wolfe, Nav. Res. Logist. 3, 1956), and
 * the best split met on the way is improved by moving lots between venues.
 */
export const jointSplit = (
  constraints: SplitConstraints,
  costs: SplitCosts,
  riskAversion: number,
  search: SplitSearch = DEFAULT_SEARCH,
): JointSplit | undefined => {
  const start = anyAllowedSplit(constraints);
  if (start === undefined) return undefined;
  const { units, lotUnits } = constraints;
  const stepUnits = lotUnits * ceil(units / lotUnits / search.stepsMost);
  const objective = new SplitObjective(costs, riskAversion, RISK_PROBABILITY);
  const cases = allOrNoneCases(constraints, stepUnits);
  const averages = new ScenarioAverages(costs.scenarios, units);
  let [best, bestValue] = [start, objective.value(start)];
  let lowerBound = -Infinity;
  const goodEnough = search.gapBps * units;
  for (let iteration = 0; iteration < search.iterationsMost; iteration += 1) {
    const prices = objective.pricesAt(averages.costs, averages.taken);
    const answer = cheapestCase(cases, constraints, (venue, of) => objective.pricedCost(prices, venue, of));
    if (answer === undefined) break;
    lowerBound = max(lowerBound, answer.cost + prices.constant);
    const value = objective.value(answer.split);
    if (value < bestValue) [best, bestValue] = [answer.split, value];
    if (bestValue - lowerBound <= goodEnough) break;
    averages.add(objective, answer.split, iteration);
  }
  if (bestValue - lowerBound > goodEnough || stepUnits > lotUnits) {
    [best, bestValue] = exchanged(constraints, objective, best, bestValue, stepUnits);
  }
  const found = { units: best, objectiveBps: bestValue / units, stepUnits };
  if (lowerBound === -Infinity) return found;
  return {
    ...found,
    lowerBoundBps: lowerBound / units,
    optimalityGapBps: max(0, bestValue - lowerBound) / units,
  };
};

/** What the splits so far cost without impact and take in the lit market, by scenario: the later ones count more. */
class ScenarioAverages {
  readonly costs: Float64Array;
  readonly taken: Float64Array;

  constructor(scenarios: number, units: number) {
    this.costs = new Float64Array(scenarios);
    this.taken = new Float64Array(scenarios).fill(units / 2);
  }

  add(objective: SplitObjective, split: readonly number[], iteration: number): void {
    const { costs, taken } = objective.together(split);
    const weight = iteration === 0 ? 1 : 2 / (iteration + 2);
    for (let s = 0; s < costs.length; s += 1) {
      this.costs[s]! += weight * (costs[s]! - this.costs[s]!);
      this.taken[s]! += weight * (taken[s]! - this.taken[s]!);
    }
  }
}

/** Which all-or-none venues are used, and the grid for what they leave. */
interface AllOrNoneCase {
  readonly fixed: readonly number[];
  readonly grid: SplitGrid;
  readonly stepUnits: number;
  readonly restUnits: number;
}

const allOrNoneCases = (constraints: SplitConstraints, stepUnits: number): readonly AllOrNoneCase[] => {
  const { units, lotUnits, venues } = constraints;
  const whole = [...venues.keys()].filter((v) => venues[v]!.allOrNone);
  const most = venuesMost(constraints);
  const cases: AllOrNoneCase[] = [];
  for (let set = 0; set < 2 ** whole.length; set += 1) {
    const used = whole.filter((_, i) => ((set >> i) & 1) === 1);
    const fixed = venues.map((venue, v) => (used.includes(v) ? leastUnits(venue, lotUnits) : 0));
    const left = units - fixed.reduce((sum, of) => sum + of, 0);
    const isWithin = VENUE_KINDS.every(
      (kind) =>
        fixed.reduce((sum, of, v) => (venues[v]!.kind === kind ? sum + of : sum), 0) <= kindCapUnits(constraints, kind),
    );
    if (left < 0 || used.length > most || !isWithin) continue;
    const restUnits = left % stepUnits;
    const isLimit = most < venues.length;
    cases.push({
      fixed,
      stepUnits,
      restUnits,
      grid: {
        steps: floor(left / stepUnits),
        hasRest: restUnits > 0,
        venuesMost: isLimit ? most - used.length : Infinity,
      },
    });
  }
  return cases;
};

interface PricedSplit {
  readonly split: readonly number[];
  readonly cost: number;
}

const cheapestCase = (
  cases: readonly AllOrNoneCase[],
  constraints: SplitConstraints,
  costOf: (venue: number, units: number) => number,
): PricedSplit | undefined => {
  let best: PricedSplit | undefined;
  for (const one of cases) {
    const found = cheapestOf(one, constraints, costOf);
    if (found !== undefined && (best === undefined || found.cost < best.cost)) best = found;
  }
  return best;
};

const cheapestOf = (
  { fixed, grid, stepUnits, restUnits }: AllOrNoneCase,
  constraints: SplitConstraints,
  costOf: (venue: number, units: number) => number,
): PricedSplit | undefined => {
  const { venues, lotUnits } = constraints;
  const unitsOf = (steps: number, withRest: boolean): number => steps * stepUnits + (withRest ? restUnits : 0);
  let all: SplitTable | undefined;
  for (const kind of VENUE_KINDS) {
    let ofKind: SplitTable | undefined;
    let capUnits = kindCapUnits(constraints, kind);
    for (const [v, venue] of venues.entries()) {
      if (venue.kind !== kind) continue;
      capUnits -= fixed[v]!;
      if (venue.allOrNone) continue;
      const [least, most] = [leastUnits(venue, lotUnits), mostUnits(venue, constraints)];
      const table = venueTable(grid, v, (steps, withRest) => {
        const units = unitsOf(steps, withRest);
        return units >= least && units <= most ? costOf(v, units) : Infinity;
      });
      ofKind = ofKind === undefined ? table : folded(grid, ofKind, table);
    }
    if (ofKind === undefined) continue;
    capped(grid, ofKind, capUnits, unitsOf);
    all = all === undefined ? ofKind : folded(grid, all, ofKind);
  }
  const split = [...fixed];
  let cost = 0;
  for (const [v, of] of fixed.entries()) if (of > 0) cost += costOf(v, of);
  if (all === undefined) return grid.steps === 0 && !grid.hasRest ? { split, cost } : undefined;
  const entry = cheapestWhole(grid, all);
  if (entry === undefined) return undefined;
  unfold(grid, all, entry, (venue, steps, withRest) => {
    split[venue] = unitsOf(steps, withRest);
  });
  return { split, cost: cost + all.cost[entry]! };
};

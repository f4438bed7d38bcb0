import { isAllowed, type SplitConstraints } from './split-constraints.js';
import { type SplitObjective } from './split-objective.js';

const ROUNDS_MOST = 200;

/** Moves units from one venue to another as long as that makes the split better: whole venues, steps, then lots. */
export const exchanged = (
  constraints: SplitConstraints,
  objective: SplitObjective,
  start: readonly number[],
  startValue: number,
  stepUnits: number,
): [readonly number[], number] => {
  let [best, bestValue] = [start, startValue];
  for (let round = 0; round < ROUNDS_MOST; round += 1) {
    const found = betterNeighbour(constraints, objective, best, bestValue, stepUnits);
    if (found === undefined) break;
    [best, bestValue] = found;
  }
  return [best, bestValue];
};

const betterNeighbour = (
  constraints: SplitConstraints,
  objective: SplitObjective,
  split: readonly number[],
  value: number,
  stepUnits: number,
): [readonly number[], number] | undefined => {
  const { lotUnits } = constraints;
  let found: [readonly number[], number] | undefined;
  let least = value - TOLERANCE * Math.abs(value);
  for (const [from, there] of split.entries()) {
    if (there === 0) continue;
    for (const to of split.keys()) {
      if (to === from) continue;
      for (const units of new Set([there, Math.min(there, stepUnits), lotUnits])) {
        const moved = split.with(from, there - units).with(to, split[to]! + units);
        if (!isAllowed(constraints, moved)) continue;
        const valueThere = objective.value(moved);
        if (valueThere < least) {
          found = [moved, valueThere];
          least = valueThere;
        }
      }
    }
  }
  return found;
};

/** Less than that is rounding. */
const TOLERANCE = 1e-12;

import { type HitModel } from './hit-model.js';

/**
 * The one-shot quote (reference 5): d that maximises `(d - c) hit(d)`, where c is what the trade will cost the dealer (adverse
 * move, hedge, inventory), in reduced spreads like d. It solves `d = c - hit / hit'`: more spread pays while `(d - c) hazard < 1`.
 *
 * Competitors only pull the quote down, so the optimum lies between c and the quote of a monopolist, whose own optimum is
 * unique (the hazard of a normal rises). A competitors' density with a sharp peak may leave several local optima in between: the
 * range is scanned, the best cell refined. Error below 1e-9 of the range.
 */
export const bestReducedSpread = (model: HitModel, competitors: number, cost: number): number => {
  const monopoly = monopolySpread(model, cost);
  if (competitors === 0 || model.parameters.responseProbability === 0) return monopoly;
  const utility = (d: number): number => (d - cost) * model.hit(d, competitors);
  const cell = (monopoly - cost) / CELLS;
  let best = CELLS;
  let bestUtility = -Infinity;
  for (let i = 1; i <= CELLS; i += 1) {
    const value = utility(cost + i * cell);
    if (value <= bestUtility) continue;
    [best, bestUtility] = [i, value];
  }
  const rises = (d: number): boolean => (d - cost) * model.hazard(d, competitors) < 1;
  return bisected(rises, cost + (best - 1) * cell, cost + Math.min(best + 1, CELLS) * cell);
};

const CELLS = 64;

const monopolySpread = (model: HitModel, cost: number): number => {
  const { mean, sd } = model.parameters.reservation;
  const rises = (d: number): boolean => (d - cost) * model.hazard(d, 0) < 1;
  let high = Math.max(cost, mean) + sd;
  // Far above the reservation no hit is left and the hazard is no number, which counts as falling.
  while (rises(high)) high += high - cost;
  return bisected(rises, cost, high);
};

/** Where a condition that holds at `low` and not at `high` ends. */
const bisected = (holds: (d: number) => boolean, low: number, high: number): number => {
  let [from, to] = [low, high];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
};

const BISECTIONS = 50;

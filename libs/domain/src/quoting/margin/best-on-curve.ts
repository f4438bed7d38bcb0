import { HIT_GRID, type HitCurve } from '#domain/rfq';
import { utilityOf } from './utility.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { expm1, log1p, max } = Math;

/**
 * The best markup on a curve whose hazard is constant in each cell. There the utility has one peak, where the profit x solves
 * `hazard (e^(a x) - 1) / a = 1`, so `x = ln(1 + a / hazard) / a`, or `1 / hazard` at risk aversion 0: each cell in which the utility
 * stops rising gives one candidate, and the best of them is the optimum. No search, and one exponential per candidate.
 */
export const bestOnCurve = (curve: HitCurve, cost: number, riskAversion: number): number => {
  const { hazards } = curve;
  const last = hazards.length - 1;
  const first = curve.cellOf(cost);
  const perStep = riskAversion === 0 ? HIT_GRID.step : expm1(riskAversion * HIT_GRID.step);
  const firstEnd = max(0, HIT_GRID.low + (first + 1) * HIT_GRID.step - cost);
  // utility / utility' times a at the start and the end of a cell; carried from cell to cell without an exponential.
  let atStart = 0;
  let atEnd = riskAversion === 0 ? firstEnd : expm1(riskAversion * firstEnd);
  const top = riskAversion === 0 ? 1 : riskAversion;
  let best = cost;
  let bestUtility = -1;
  for (let cell = first; cell <= last; cell += 1) {
    const hazard = hazards[cell]!;
    const rises = hazard * atStart < top;
    if (!rises && cell >= curve.risesFrom) break;
    const goesOn = cell < last && hazard * atEnd < top && hazards[cell + 1]! * atEnd < top;
    if (rises && !goesOn) {
      const peak = cost + (riskAversion === 0 ? 1 / hazard : log1p(riskAversion / hazard) / riskAversion);
      const end = HIT_GRID.low + (cell + 1) * HIT_GRID.step;
      const markup = cell < last && peak > end ? end : peak;
      const utility = utilityOf(markup - cost, riskAversion) * curve.hit(markup);
      if (utility > bestUtility) [best, bestUtility] = [markup, utility];
    }
    atStart = atEnd;
    atEnd += riskAversion === 0 ? perStep : perStep * (1 + atEnd);
  }
  return best;
};

import { HitCurve, type HitFunction } from '#domain/rfq';
import { bestOnCurve } from './best-on-curve.js';
import { utilityOf } from './utility.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { expm1, max, min } = Math;

/**
 * The markup d over the reference that is worth most to a dealer whom a trade costs c (reference 5), d and c in one unit:
 *
 *     risk aversion 0: (d - c) hit(d);   a > 0: (1 - e^(-a (d - c))) / a hit(d), exponential utility,
 *
 * a being the risk aversion per unit of money times the size. Both rise where `hazard(d) (e^(a (d - c)) - 1) / a < 1`; with
 * `hit = A e^(-k d)` that ends at Avellaneda and Stoikov's `d = c + ln(1 + a / k) / a`. Competitors may leave several local
 * optima: the range is scanned from c to where next to no hit is left, the best cells again, and what is left bisected; on a
 * `HitCurve` the optimum is found exactly. Always above c.
 */
export const bestMarkup = (hits: HitFunction, cost: number, riskAversion = 0): number =>
  hits instanceof HitCurve ? bestOnCurve(hits, cost, riskAversion) : bestByScan(hits, cost, riskAversion);

const bestByScan = (hits: HitFunction, cost: number, riskAversion: number): number => {
  const utility = (d: number): number => utilityOf(d - cost, riskAversion) * hits.hit(d);
  const rises = (d: number): boolean => hits.hazard(d) * gainOverSlope(d - cost, riskAversion) < 1;
  const range = rangeAbove(hits, cost, rises);
  const coarse = bestCells(utility, cost, cost + range, CELLS);
  let { low, high } = bestCells(utility, coarse.low, coarse.high, FINE_CELLS);
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (rises(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/**
 * How fast the share of trades that a dealer wins rises with what he would give up: `H''(c)` of `H(c) = max (d - c) hit(d)`, whose
 * slope is `-hit(d*)`. What makes inventory cheap to shed by quoting (Bergault and Gueant, "Size matters for OTC market makers").
 */
export const flowSensitivity = (hits: HitFunction, cost: number): number => {
  const wonAt = (c: number): number => hits.hit(bestMarkup(hits, c));
  return max(0, (wonAt(cost - SENSITIVITY_STEP) - wonAt(cost + SENSITIVITY_STEP)) / (2 * SENSITIVITY_STEP));
};

const CELLS = 256;
const FINE_CELLS = 64;
const BISECTIONS = 30;
const SENSITIVITY_STEP = 0.1;
/** Share of the hits at cost that is as good as none. */
const NEXT_TO_NONE = 1e-5;
const DOUBLINGS_MAX = 60;

/** The two cells around the best of evenly spaced points above `from`. */
const bestCells = (
  utility: (d: number) => number,
  from: number,
  to: number,
  cells: number,
): { readonly low: number; readonly high: number } => {
  const width = (to - from) / cells;
  let best = 1;
  let bestUtility = -1;
  for (let i = 1; i <= cells; i += 1) {
    const value = utility(from + i * width);
    if (value <= bestUtility) continue;
    [best, bestUtility] = [i, value];
  }
  return { low: from + (best - 1) * width, high: from + (best + 1) * width };
};

/** utility(x) / utility'(x). */
const gainOverSlope = (x: number, riskAversion: number): number =>
  riskAversion === 0 ? x : expm1(min(riskAversion * x, 700)) / riskAversion;

const rangeAbove = (hits: HitFunction, cost: number, rises: (d: number) => boolean): number => {
  const few = NEXT_TO_NONE * hits.hit(cost);
  let range = 1 / 64;
  for (let i = 0; i < DOUBLINGS_MAX && (hits.hit(cost + range) > few || rises(cost + range)); i += 1) range *= 2;
  return range;
};

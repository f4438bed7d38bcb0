import { assumedFills, type FillCurve, type FillPrior } from './fill-curve.js';

const { exp, log, max, min, sqrt } = Math;

/** An order that a venue had, and what came of it. */
export interface FilledOrder {
  /** What was asked for. */
  readonly units: number;
  readonly filledUnits: number;
}

/** From so many orders on what was seen is believed instead of what was assumed. */
export const FILL_ORDERS_LEAST = 30;

const Z_95 = 1.959_963_984_540_054;

/**
 * The product-limit estimate of a venue's liquidity (Kaplan and Meier, J. Am. Stat. Assoc. 53(282), 1958) from censored fills, as Ganchev,
 * Kearns, Nevmyvaka and Vaughan (arXiv 1205.2646) have it: an order that is filled in part says what there was; one that is filled
 * whole only that there was at least that. So of the size s only orders larger than s can tell whether there was more:
 *
 *     P(more than s) = prod over fills y <= s of (1 - d_y / n_y),
 *     d_y: orders larger than y of which y was filled; n_y: orders larger than y of which y at least was filled.
 *
 * Bands are Greenwood's, on the scale log(-log S) (Kalbfleisch and Prentice, 2002, 1.4), which stays within [0, 1]. Above the largest
 * order the prior's tail goes on. Below `FILL_ORDERS_LEAST` orders the prior is all there is. Orders of no units say nothing.
 *
 * Throws RangeError when an order was filled by less than nothing or by more than all.
 */
export const learnedFills = (orders: readonly FilledOrder[], prior: FillPrior): FillCurve => {
  for (const [i, { units, filledUnits }] of orders.entries()) {
    if (!(filledUnits >= 0 && filledUnits <= units && units < Infinity)) {
      throw new RangeError(`orders.${i}.filledUnits must be within [0, units], got ${filledUnits} of ${units}`);
    }
  }
  const asked = orders.filter(({ units }) => units > 0);
  if (asked.length < FILL_ORDERS_LEAST) return { ...assumedFills(prior), evidence: asked.length };
  const [partly, wholly] = [new Map<number, number>(), new Map<number, number>()];
  for (const { units, filledUnits } of asked) {
    const counts = filledUnits < units ? partly : wholly;
    counts.set(filledUnits, (counts.get(filledUnits) ?? 0) + 1);
  }
  const filled = [...new Set([0, ...partly.keys(), ...wholly.keys()])].sort((a, b) => a - b);
  const sizesUnits: number[] = [];
  const [survival, low, high]: [number[], number[], number[]] = [[], [], []];
  let [probability, greenwood, least] = [1, 0, asked.length];
  for (const size of filled) {
    const here = partly.get(size) ?? 0;
    const atRisk = least - (wholly.get(size) ?? 0);
    least = atRisk - here;
    if (here === 0 && size > 0) continue;
    if (here > 0) {
      probability *= 1 - here / atRisk;
      greenwood += here / (atRisk * (atRisk - here));
    }
    const [lower, upper] = bandOf(probability, greenwood, atRisk);
    sizesUnits.push(size);
    survival.push(probability);
    low.push(lower);
    high.push(upper);
  }
  return {
    sizesUnits,
    survival,
    low,
    high,
    knownToUnits: asked.reduce((most, { units }) => max(most, units), 0),
    tailUnits: prior.meanUnits,
    evidence: asked.length,
    basis: 'LEARNED',
  };
};

/**
 * Where nothing, or everything, was left of those at risk, Greenwood's variance says nothing: the rule of three does (Hanley and
 * Lippman-Hand, JAMA 249(13), 1983).
 */
const bandOf = (probability: number, greenwood: number, atRisk: number): readonly [number, number] => {
  if (probability === 0) return [0, min(1, 3 / max(1, atRisk))];
  if (probability === 1) return [max(0, 1 - 3 / max(1, atRisk)), 1];
  const scale = log(probability);
  const width = (Z_95 * sqrt(greenwood)) / -scale;
  return [exp(scale * exp(width)), exp(scale * exp(-width))];
};

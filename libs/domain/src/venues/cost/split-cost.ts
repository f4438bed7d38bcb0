import { quantileCost, RISK_PROBABILITY, type QuantileCost } from '#domain/impact';
import { TERMS, IMPACT, VENUE_TERMS, type VenueTerm } from './cost-terms.js';
import { displacementBps, takingImpact, type LitConditions } from './lit-conditions.js';
import { noFlow, type VenueScenarios } from './scenario.js';

const { floor, max, sqrt } = Math;

/** What trading costs, in bps of the arrival mid for each unit of it, positive is worse. */
export interface VenueCost {
  /** In the order of `VENUE_TERMS`; they sum to `meanBps`. */
  readonly terms: readonly VenueTerm[];
  readonly meanBps: number;
  readonly sdBps: number;
  /** Mean of the worst 5 %. */
  readonly expectedShortfallBps: number;
  readonly distribution: QuantileCost;
}

/** A split and what it costs; `venues[i]` is of `units[i]`, undefined where that is 0. */
export interface SplitCost {
  readonly total: VenueCost;
  readonly venues: readonly (VenueCost | undefined)[];
  /** Expected units that are taken in the lit market, at once or in the end. */
  readonly takenUnits: number;
}

/**
 * What a split costs in the scenarios, venues together: what all of them take in the lit market has its impact together, of which each venue bears
 * the share that it takes; and what is filled at the mid meanwhile pays for how far that is moved. There must be one unit at least.
 */
export const splitCost = (
  conditions: LitConditions,
  venues: readonly VenueScenarios[],
  units: readonly number[],
  scenarios: number,
): SplitCost => {
  const quantity = units.reduce((sum, of) => sum + of, 0);
  const terms = units.map(() => new Float64Array(TERMS));
  const costs = units.map(() => new Float64Array(scenarios));
  const total = new Float64Array(scenarios);
  const flows = units.map(noFlow);
  const here = new Float64Array(TERMS);
  let takenUnits = 0;
  for (let scenario = 0; scenario < scenarios; scenario += 1) {
    let [takenHere, earlyHere] = [0, 0];
    for (let v = 0; v < units.length; v += 1) {
      if (units[v] === 0) continue;
      here.fill(0);
      venues[v]!.add(here, flows[v]!, units[v]!, scenario);
      takenHere += flows[v]!.taken;
      earlyHere += flows[v]!.early;
      for (let t = 0; t < TERMS; t += 1) {
        terms[v]![t]! += here[t]! / scenarios;
        costs[v]![scenario]! += here[t]!;
      }
    }
    const perTakenBps = takenHere === 0 ? 0 : takingImpact(conditions, takenHere) / takenHere;
    const perExposedBps = displacementBps(conditions, earlyHere);
    for (let v = 0; v < units.length; v += 1) {
      if (units[v] === 0) continue;
      const impact = perTakenBps * flows[v]!.taken + perExposedBps * flows[v]!.exposed;
      terms[v]![IMPACT]! += impact / scenarios;
      costs[v]![scenario]! += impact;
      total[scenario]! += costs[v]![scenario]!;
    }
    takenUnits += takenHere / scenarios;
  }
  const all = new Float64Array(TERMS);
  for (const of of terms) for (let t = 0; t < TERMS; t += 1) all[t]! += of[t]!;
  return {
    total: costOf(all, total, quantity),
    venues: units.map((of, v) => (of === 0 ? undefined : costOf(terms[v]!, costs[v]!, of))),
    takenUnits,
  };
};

const PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98];

/** `terms` and `costs` in bps x units. */
const costOf = (terms: Float64Array, costs: Float64Array, units: number): VenueCost => {
  const named = VENUE_TERMS.map((name, t) => ({ name, bps: terms[t]! / units }));
  const meanBps = named.reduce((sum, { bps }) => sum + bps, 0);
  const sorted = costs.map((cost) => cost / units).sort();
  let squares = 0;
  for (const bps of sorted) squares += (bps - meanBps) ** 2;
  return {
    terms: named,
    meanBps,
    sdBps: sqrt(squares / sorted.length),
    expectedShortfallBps: worstMean(sorted),
    distribution: quantileCost(
      PROBABILITIES,
      PROBABILITIES.map((probability) => sorted[floor(probability * sorted.length)]!),
    ),
  };
};

/** Mean of the worst `1 - RISK_PROBABILITY` of equally likely costs, which rise; a part of the last one counts by its part. */
const worstMean = (rising: Float64Array): number => {
  const weight = (1 - RISK_PROBABILITY) * rising.length;
  let [sum, left] = [0, weight];
  for (let i = rising.length - 1; left > 0 && i >= 0; i -= 1) {
    const part = left < 1 ? left : 1;
    sum += part * rising[i]!;
    left -= part;
  }
  return sum / max(weight, Number.MIN_VALUE);
};

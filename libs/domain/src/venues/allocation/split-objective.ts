const { ceil, min } = Math;

/** The venues' joint cost by scenario, in bps x units. */
export interface SplitCosts {
  readonly scenarios: number;
  /** What so many units in a venue cost without the impact of taking, and how they meet the lit market. `units` > 0. */
  columns(venue: number, units: number): ScenarioColumns;
  /** Impact of taking so many units in all, convex; and its slope. */
  impact(units: number): number;
  marginalImpact(units: number): number;
  /** How far the mid is moved while so many units are taken at once; bps, never negative. */
  displacement(units: number): number;
}

/** By scenario: see `LitFlow`. */
export interface ScenarioColumns {
  readonly costs: Float64Array;
  readonly taken: Float64Array;
  readonly early: Float64Array;
  readonly exposed: Float64Array;
}

export const noColumns = (scenarios: number): ScenarioColumns => ({
  costs: new Float64Array(scenarios),
  taken: new Float64Array(scenarios),
  early: new Float64Array(scenarios),
  exposed: new Float64Array(scenarios),
});

/**
 * Weights of scenarios and tangents of impact: with them the cost of a split is a sum over venues, and never more than it is. What is
 * taken at once does to those who wait for the mid is left out: a product of two venues' units, never negative.
 */
export interface ScenarioPrices {
  readonly weights: Float64Array;
  readonly taken: Float64Array;
  /** What the tangents are at nothing taken. */
  readonly constant: number;
}

/** `mean + riskAversion x CVaR` of splits, in bps x units; what a venue costs is computed once for each size. */
export class SplitObjective {
  private readonly known = new Map<number, ScenarioColumns>();
  private readonly totals: Float64Array;
  private readonly sums: ScenarioColumns;

  constructor(
    private readonly costs: SplitCosts,
    private readonly riskAversion: number,
    private readonly probability: number,
  ) {
    this.totals = new Float64Array(costs.scenarios);
    this.sums = noColumns(costs.scenarios);
  }

  value(split: readonly number[]): number {
    const { costs, taken, early, exposed } = this.together(split);
    const { totals } = this;
    // Powers are dear, and what is taken at once is the same in most scenarios.
    let [units, displacement] = [0, this.costs.displacement(0)];
    for (let s = 0; s < totals.length; s += 1) {
      if (early[s] !== units) {
        units = early[s]!;
        displacement = this.costs.displacement(units);
      }
      totals[s] = costs[s]! + this.costs.impact(taken[s]!) + exposed[s]! * displacement;
    }
    const weights = this.weightsOf(totals);
    let value = 0;
    for (let s = 0; s < totals.length; s += 1) value += weights[s]! * totals[s]!;
    return value;
  }

  /** Of all venues, without impact; valid until the next call. */
  together(split: readonly number[]): ScenarioColumns {
    const { costs, taken, early, exposed } = this.sums;
    for (const column of [costs, taken, early, exposed]) column.fill(0);
    for (const [venue, units] of split.entries()) {
      if (units === 0) continue;
      const of = this.columns(venue, units);
      for (let s = 0; s < costs.length; s += 1) {
        costs[s]! += of.costs[s]!;
        taken[s]! += of.taken[s]!;
        early[s]! += of.early[s]!;
        exposed[s]! += of.exposed[s]!;
      }
    }
    return this.sums;
  }

  /** The weights and tangents that are exact where these are the costs and the units taken. */
  pricesAt(costs: Float64Array, taken: Float64Array): ScenarioPrices {
    const weights = this.weightsOf(costs.map((cost, s) => cost + this.costs.impact(taken[s]!)));
    const slopes = taken.map((units) => this.costs.marginalImpact(units));
    let constant = 0;
    for (let s = 0; s < weights.length; s += 1) {
      constant += weights[s]! * (this.costs.impact(taken[s]!) - slopes[s]! * taken[s]!);
    }
    return { weights, taken: slopes.map((slope, s) => slope * weights[s]!), constant };
  }

  pricedCost({ weights, taken }: ScenarioPrices, venue: number, units: number): number {
    const of = this.columns(venue, units);
    let cost = 0;
    for (let s = 0; s < weights.length; s += 1) cost += weights[s]! * of.costs[s]! + taken[s]! * of.taken[s]!;
    return cost;
  }

  private columns(venue: number, units: number): ScenarioColumns {
    const key = units * VENUE_KEYS + venue;
    let columns = this.known.get(key);
    if (columns === undefined) this.known.set(key, (columns = this.costs.columns(venue, units)));
    return columns;
  }

  /** Of the mean, and of the worst `1 - probability` of the scenarios. */
  private weightsOf(totals: Float64Array): Float64Array {
    const { length } = totals;
    const weights = new Float64Array(length).fill(1 / length);
    if (this.riskAversion === 0) return weights;
    const most = 1 / ((1 - this.probability) * length);
    let left = 1;
    for (const s of largest(totals, ceil(1 / most) + 1)) {
      const weight = min(left, most);
      weights[s]! += this.riskAversion * weight;
      left -= weight;
      if (left <= 0) break;
    }
    return weights;
  }
}

const VENUE_KEYS = 64;

/** Where the `count` largest values are, largest first, of equal ones the first first; all where there are no more. */
const largest = (values: Float64Array, count: number): Int32Array => {
  const found = new Int32Array(min(count, values.length));
  let filled = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (filled === found.length && !(values[i]! > values[found[filled - 1]!]!)) continue;
    let at = filled < found.length ? filled : filled - 1;
    for (; at > 0 && values[i]! > values[found[at - 1]!]!; at -= 1) found[at] = found[at - 1]!;
    found[at] = i;
    if (filled < found.length) filled += 1;
  }
  return found;
};

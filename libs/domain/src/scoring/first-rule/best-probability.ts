import { normalCdf, normalQuantile } from '#domain/core';

/** A cost known up to a normal error. */
export interface UncertainCost {
  readonly meanBps: number;
  /** Must be positive. */
  readonly sdBps: number;
}

/** A cost that also holds a part of one normal error common to all. */
export interface ContendingCost extends UncertainCost {
  /** Standard deviation that the common error gives this cost; absent: none. */
  readonly sharedSdBps?: number;
}

const CELLS = 96;
const REACH_SD = 6;

/** The common error at the medians of equally likely cells: within one of them it is taken as known. */
const SHOCKS = Array.from({ length: 48 }, (_, k) => normalQuantile((k + 0.5) / 48));
/** Fewer for each of them: together they leave an error below 0.002. */
const CELLS_PER_SHOCK = 24;

/**
 * P(i is the cheapest) for normal costs with independent errors of their own and one error in common. What all have of
 * the common error cancels; what only one has is its own; otherwise the answer is the mean over `SHOCKS` of what the costs
 * given that shock answer. Probabilities sum to 1.
 */
export const bestProbabilities = (costs: readonly ContendingCost[]): readonly number[] => {
  let cancels = Infinity;
  for (const { sharedSdBps = 0 } of costs) cancels = Math.min(cancels, sharedSdBps);
  let exposed = 0;
  for (const { sharedSdBps = 0 } of costs) if (sharedSdBps > cancels) exposed += 1;
  if (exposed === 0) return independentProbabilities(costs);
  if (exposed === 1) {
    return independentProbabilities(
      costs.map(({ meanBps, sdBps, sharedSdBps = 0 }) => ({
        meanBps,
        sdBps: Math.hypot(sdBps, sharedSdBps - cancels),
      })),
    );
  }
  const sums = new Array<number>(costs.length).fill(0);
  for (const shock of SHOCKS) {
    const given = independentProbabilities(
      costs.map(({ meanBps, sdBps, sharedSdBps = 0 }) => ({
        meanBps: meanBps + shock * (sharedSdBps - cancels),
        sdBps,
      })),
      CELLS_PER_SHOCK,
    );
    for (const [i, probability] of given.entries()) sums[i]! += probability;
  }
  return sums.map((sum) => sum / SHOCKS.length);
};

/**
 * P(i is the cheapest) for independent normal costs, by one-dimensional quadrature:
 * `P_i = sum over cells of (F_i(x_k+1) - F_i(x_k)) prod_{j != i} (1 - F_j)` at the middle of the cell. The mass of each
 * cell is exact, so a very certain cost among vague ones stays exact too. Probabilities sum to 1; what cannot come within
 * six standard deviations of being the cheapest has 0.
 */
const independentProbabilities = (costs: readonly UncertainCost[], cells = CELLS): readonly number[] => {
  // Above this somebody is cheaper for certain.
  let high = Infinity;
  for (const { meanBps, sdBps } of costs) high = Math.min(high, meanBps + REACH_SD * sdBps);
  const contenders: number[] = [];
  let low = Infinity;
  for (const [i, { meanBps, sdBps }] of costs.entries()) {
    const from = meanBps - REACH_SD * sdBps;
    if (from >= high) continue;
    contenders.push(i);
    low = Math.min(low, from);
  }
  const probabilities = new Array<number>(costs.length).fill(0);
  const wins = winsOf(
    contenders.map((i) => costs[i]!),
    low,
    high,
    cells,
  );
  let total = 0;
  for (const win of wins) total += win;
  for (const [at, i] of contenders.entries()) probabilities[i] = wins[at]! / total;
  return probabilities;
};

const winsOf = (costs: readonly UncertainCost[], low: number, high: number, cells: number): Float64Array => {
  const n = costs.length;
  const wins = new Float64Array(n);
  if (n === 1) return wins.fill(1);
  const width = (high - low) / cells;
  const below = new Float64Array(n);
  const mass = new Float64Array(n);
  const survival = new Float64Array(n);
  for (let i = 0; i < n; i += 1) below[i] = normalCdf((low - costs[i]!.meanBps) / costs[i]!.sdBps);
  for (let cell = 0; cell < cells; cell += 1) {
    const right = low + (cell + 1) * width;
    let product = 1;
    for (let i = 0; i < n; i += 1) {
      const cost = costs[i]!;
      const upTo = normalCdf((right - cost.meanBps) / cost.sdBps);
      mass[i] = upTo - below[i]!;
      survival[i] = 1 - (upTo + below[i]!) / 2;
      below[i] = upTo;
      product *= survival[i]!;
    }
    // Every survival is positive: no cell reaches beyond six standard deviations of any contender.
    for (let i = 0; i < n; i += 1) wins[i]! += (mass[i]! * product) / survival[i]!;
  }
  return wins;
};

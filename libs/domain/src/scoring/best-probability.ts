import { normalCdf } from '#domain/core';

/** A cost known up to a normal error. */
export interface UncertainCost {
  readonly meanBps: number;
  /** Must be positive. */
  readonly sdBps: number;
}

const CELLS = 64;
const REACH_SD = 6;

/**
 * P(i is the cheapest) for independent normal costs, by one-dimensional quadrature:
 * `P_i = sum over cells of (F_i(x_k+1) - F_i(x_k)) prod_{j != i} (1 - F_j)` at the middle of the cell. The mass of each
 * cell is exact, so a very certain cost among vague ones stays exact too. Probabilities sum to 1.
 */
export const bestProbabilities = (costs: readonly UncertainCost[]): readonly number[] => {
  const n = costs.length;
  if (n === 1) return [1];
  let low = Infinity;
  let high = Infinity;
  for (const { meanBps, sdBps } of costs) {
    low = Math.min(low, meanBps - REACH_SD * sdBps);
    // Above this somebody is cheaper for certain.
    high = Math.min(high, meanBps + REACH_SD * sdBps);
  }
  const width = (high - low) / CELLS;
  const below = new Float64Array(n);
  const mass = new Float64Array(n);
  const survival = new Float64Array(n);
  const wins = new Float64Array(n);
  for (let i = 0; i < n; i += 1) below[i] = normalCdf((low - costs[i]!.meanBps) / costs[i]!.sdBps);
  for (let cell = 0; cell < CELLS; cell += 1) {
    const right = low + (cell + 1) * width;
    let product = 1;
    let extinct = 0;
    for (let i = 0; i < n; i += 1) {
      const cost = costs[i]!;
      const upTo = normalCdf((right - cost.meanBps) / cost.sdBps);
      mass[i] = upTo - below[i]!;
      survival[i] = 1 - (upTo + below[i]!) / 2;
      below[i] = upTo;
      if (survival[i]! > 0) product *= survival[i]!;
      else extinct += 1;
    }
    if (extinct > 1) break;
    for (let i = 0; i < n; i += 1) {
      if (extinct === 1) wins[i]! += survival[i] === 0 ? mass[i]! * product : 0;
      else wins[i]! += (mass[i]! * product) / survival[i]!;
    }
  }
  let total = 0;
  for (let i = 0; i < n; i += 1) total += wins[i]!;
  return Array.from(wins, (win) => win / total);
};

import { ofEigenvalues, symmetricEigen } from '#domain/core';
import { type Covariance } from './covariance.js';

/**
 * What holding inventory costs: `q' M q / 2` in bps x blocks, q in blocks by asset. The value function of a dealer who sheds
 * inventory by skewing his quotes, to second order.
 */
export interface InventoryPenalty {
  /** M, by asset; bps per block. */
  readonly matrix: readonly Float64Array[];
}

/**
 * M of a dealer who goes on quoting for good (Bergault and Gueant, "Size matters for OTC market makers", Mathematical Finance 31(1),
 * 2021, and its quadratic approximation for several assets): with `Sigma` the covariance, gamma the risk aversion and
 * `D_i = rate_i size_i H_i''` how much flow of one side a bps of skew moves,
 *
 *     M D M = gamma Sigma / 2,   M = D^-1/2 (D^1/2 (gamma Sigma / 2) D^1/2)^1/2 D^-1/2.
 *
 * For one asset and exponential fills it is the skew per block of Gueant, Lehalle and Fernandez-Tapia at small gamma.
 * `covariance` in squared bps per second, `riskAversion` per bps x block, `flowPerBps` (D) in blocks per second and bps, positive.
 */
export const stationaryPenalty = (
  covariance: Covariance,
  riskAversion: number,
  flowPerBps: readonly number[],
): InventoryPenalty => {
  const roots = flowPerBps.map(Math.sqrt);
  const scaled = covariance.matrix.map((row, i) => row.map((x, j) => (riskAversion / 2) * roots[i]! * roots[j]! * x));
  const root = ofEigenvalues(symmetricEigen(scaled), (value) => Math.sqrt(Math.max(value, 0)));
  return { matrix: root.map((row, i) => row.map((x, j) => x / (roots[i]! * roots[j]!))) };
};

/** M of a dealer who holds to a horizon, as Avellaneda and Stoikov: `gamma Sigma (T - t)`. */
export const horizonPenalty = (
  covariance: Covariance,
  riskAversion: number,
  secondsLeft: number,
): InventoryPenalty => ({ matrix: covariance.matrix.map((row) => row.map((x) => riskAversion * x * secondsLeft)) });

/** What the inventory held says of an asset: `(M q)_i`, bps; positive: he is long, and the next block bought costs that much more. */
export const inventoryPressureBps = (
  { matrix }: InventoryPenalty,
  positions: ArrayLike<number>,
  asset: number,
): number => matrix[asset]!.reduce((sum, x, j) => sum + x * positions[j]!, 0);

/** What a block costs to carry that is put on a flat book, per unit: `M_ii z / 2`, bps; it is why size matters. */
export const carryingCostBps = ({ matrix }: InventoryPenalty, asset: number, blocks: number): number =>
  (matrix[asset]![asset]! * blocks) / 2;

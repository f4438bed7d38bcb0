/** Ways to work one block, from the fastest to the most patient. */
export type StrategyName = 'AGGRESSIVE' | 'BALANCED' | 'PASSIVE';

export interface Strategy {
  readonly name: StrategyName;
  /** Share of the block's horizon that it takes, in (0, 1]. */
  readonly horizonFraction: number;
  /** Share of the quantity that crosses the spread, in [0, 1]; the rest is posted. */
  readonly aggression: number;
}

/**
 * The three that every scenario compares. AGGRESSIVE takes liquidity and is done in a quarter of the time; BALANCED
 * follows the volume, half crossing and half posted, in half of the time; PASSIVE waits for liquidity over all of it and
 * crosses for the last tenth only. The numbers are conventions that span the range, not fitted optima.
 */
export const STRATEGIES: readonly Strategy[] = [
  { name: 'AGGRESSIVE', horizonFraction: 0.25, aggression: 0.9 },
  { name: 'BALANCED', horizonFraction: 0.5, aggression: 0.5 },
  { name: 'PASSIVE', horizonFraction: 1, aggression: 0.1 },
];

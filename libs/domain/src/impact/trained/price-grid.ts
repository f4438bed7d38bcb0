import { type ImpactLabel } from './impact-label.js';

/**
 * How a model's labels lie on the grid of prices. Mids move in ticks, and the slippage of an order is half the spread
 * exactly as long as the mid has not moved: where a tick is large against the risk, outcomes have a few values only. Such a
 * model is fitted to a latent cost z, of which the label y is a non-decreasing map; quantiles pass through it unchanged
 * (Koenker, Quantile Regression, 2005, section 2.2.3).
 */
export interface PriceGrid {
  /** Half width of the latent costs that are half the spread exactly, in ticks. */
  readonly deadZoneTicks: number;
}

/** Where an order stands on the grid. */
export interface GridPosition {
  readonly tickBps: number;
  readonly halfSpreadBps: number;
}

/**
 * The cost y in bps of a latent cost z in bps.
 *
 * - mids (peak, permanent): `y = tick round(z / tick)`
 * - slippage: `y = h + sign(z - h) max(|z - h| - deadZone tick, 0)`, h half the spread
 *
 * Non-decreasing in z; as the tick gets small, `y = z`.
 */
export const onPriceGrid = (
  { deadZoneTicks }: PriceGrid,
  label: ImpactLabel,
  { tickBps, halfSpreadBps }: GridPosition,
  latentBps: number,
): number => {
  if (label !== 'slippage') return tickBps * Math.round(latentBps / tickBps) + 0;
  const beyond = latentBps - halfSpreadBps;
  return halfSpreadBps + Math.sign(beyond) * Math.max(Math.abs(beyond) - deadZoneTicks * tickBps, 0);
};

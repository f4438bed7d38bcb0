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

/** Knots of a quantile function: linear between them. */
export interface QuantileKnots {
  /** Rising. */
  readonly probabilities: readonly number[];
  /** Never falling. */
  readonly quantilesBps: readonly number[];
}

/**
 * The same latent quantile function with knots also where it enters and leaves the dead zone of the slippage, so that its map
 * is linear between knots too: `P(y > x)` is then that of the latent cost, on both sides of the step at half the spread.
 */
export const withDeadZoneKnots = (
  { deadZoneTicks }: PriceGrid,
  { tickBps, halfSpreadBps }: GridPosition,
  { probabilities, quantilesBps }: QuantileKnots,
): QuantileKnots => {
  const zone = deadZoneTicks * tickBps;
  const edges = [halfSpreadBps - zone, halfSpreadBps + zone];
  const [p, q] = [[probabilities[0]!], [quantilesBps[0]!]];
  for (let k = 1; k < probabilities.length; k += 1) {
    const from = quantilesBps[k - 1]!;
    const to = quantilesBps[k]!;
    for (const edge of edges) {
      const share = (edge - from) / (to - from);
      const at = probabilities[k - 1]! + share * (probabilities[k]! - probabilities[k - 1]!);
      if (at > p.at(-1)! && at < probabilities[k]!) {
        p.push(at);
        q.push(edge);
      }
    }
    p.push(probabilities[k]!);
    q.push(to);
  }
  return { probabilities: p, quantilesBps: q };
};

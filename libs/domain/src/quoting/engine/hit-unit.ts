/**
 * What a quote's distance from the mid is measured in before the hit model is asked.
 *
 * - HALF_SPREAD: the usual half-spread of the size at this volatility, which knows nothing of what the size costs to lay off.
 * - USUAL_CHARGE: what dealers usually charge for such a block, which is that half-spread, or what the block costs a dealer who holds
 *   nothing where that is more. The half-spread pays for costs up to itself, so nothing changes for what costs less.
 *
 * The hit model of Fermanian, Gueant and Pu measures in the composite's half-spread; composites quote a block at its own. A shifted origin
 * (distance from the cost, still in half-spreads) was the alternative: it puts all competitors within some half-spreads of this dealer's
 * own estimate of a cost that they do not know as well.
 */
export type HitUnit = 'HALF_SPREAD' | 'USUAL_CHARGE';

/** The unit in bps of the mid, never below the half-spread and never falling in either. */
export const hitUnitBps = (unit: HitUnit, usualHalfSpreadBps: number, emptyBookCostBps: number): number =>
  unit === 'HALF_SPREAD' ? usualHalfSpreadBps : Math.max(usualHalfSpreadBps, emptyBookCostBps);

import { type Side } from '#domain/core';
import { type AlphaDecay, type PlannedAuction, type PlannedEvent, type PlanStrategy } from '#domain/execution';

/** Slices of a plan that is answered at once: the effort grows with their cube. */
export const PLAN_INTERVALS_MAX = 40;

/** A strategy with the one number that it needs; without it the plan is refused by its name. */
export interface StatedStrategy {
  readonly kind: PlanStrategy['kind'];
  readonly participationRate?: number;
  readonly riskAversion?: number;
  readonly probability?: number;
}

/** How impact decays, with the numbers that the kind needs. */
export interface StatedKernel {
  readonly kind: 'EXPONENTIAL' | 'POWER_LAW';
  readonly resiliencePerSecond?: number;
  readonly lagSeconds?: number;
  readonly exponent?: number;
}

/** An event or an auction by how far away it is. */
type Ahead<Planned extends { readonly atSeconds: number }> = Omit<Planned, 'atSeconds'> & {
  /** From the decision on, trading time. */
  readonly inSeconds: number;
};

/** A parent order as its owner states it: what the market and the model say is not in it. Seconds from the decision on. */
export interface StatedOrder {
  readonly instrumentId: string;
  readonly side: Side;
  readonly startInSeconds: number;
  /** Until it must be done. */
  readonly horizonSeconds: number;
  readonly intervals: number;
  readonly participationRateMax: number;
  /** Share of the others' volume that waiting orders are expected to get, in [0, 1). */
  readonly passiveFillShare: number;
  readonly kernel?: StatedKernel;
  readonly alpha?: AlphaDecay;
  readonly event?: Ahead<PlannedEvent>;
  readonly auctions: readonly Ahead<PlannedAuction>[];
  /** Shares that sum to 1. */
  readonly venues: readonly { readonly venue: string; readonly share: number }[];
}

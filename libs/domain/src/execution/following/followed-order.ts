import { type Side } from '#domain/core';
import { type ControlProblem } from '../control/control-problem.js';
import { type TimedSlice } from './due.js';

/** ASSUMED: what is due counts as done, except during a pause. REPORTED: what was filled does. */
export type DoneBasis = 'ASSUMED' | 'REPORTED';

/** An order whose plan is followed: what does not change while it is. Units are whole, prices in ticks, seconds since the plan was made. */
export interface FollowedOrder {
  readonly side: Side;
  readonly quantity: number;
  /** When all of it is to be done. */
  readonly finishSeconds: number;
  readonly arrivalMidTicks: number;
  /** Own share of all volume at most, in (0, 1]. */
  readonly participationRateMax: number;
  readonly control: ControlProblem;
}

/** A slice with the price beyond which none of it is traded. */
export interface BoundedSlice extends TimedSlice {
  readonly limitTicks: number;
}

/** The plan of what was left of the order when it was made, the first of them of all of it. */
export interface PlanRevision {
  readonly madeSeconds: number;
  /** In units: what its slices sum to. */
  readonly quantity: number;
  /** How it was known that so much was left. */
  readonly doneBasis: DoneBasis;
  readonly slices: readonly BoundedSlice[];
}

/** The best prices, their sizes, and what others have traded since the plan was made. */
export interface BookTop {
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly bidUnits: number;
  readonly askUnits: number;
  readonly othersVolume: number;
}

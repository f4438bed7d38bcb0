import { type Side } from '#domain/core';

/**
 * What a policy sees when it is asked: the lit book as its feed has brought it, own orders as they were reported. Prices in ticks, sizes
 * in units; a side that is empty has NaN and 0.
 */
export interface Observation {
  /** Of so many decisions this is the number `decision`, from 0 on. */
  readonly decision: number;
  readonly decisions: number;
  /** Since the start of the task, and what is left of its horizon. */
  readonly elapsedSeconds: number;
  readonly leftSeconds: number;
  readonly side: Side;
  readonly quantity: number;
  /** As reported by now, at all venues; and of that elsewhere than in the agents' book. */
  readonly filled: number;
  readonly filledElsewhere: number;
  /** Of own orders that are known to wait. */
  readonly resting: readonly RestingOrder[];
  readonly arrivalMidTicks: number;
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly bidUnits: number;
  readonly askUnits: number;
  /** What the task's venues display, by index, the lit book first. */
  readonly tops: readonly DisplayedTop[];
  /** Traded in the agents' book since the start of the task by everybody, and by everybody else. */
  readonly marketVolume: number;
  readonly othersVolume: number;
}

/** NaN and 0 where a side is empty, and on both of a pool. */
export interface DisplayedTop {
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly bidUnits: number;
  readonly askUnits: number;
}

export interface RestingOrder {
  /** Index of the venue: 0 is the lit book. */
  readonly venue: number;
  readonly orderId: number;
  readonly priceTicks: number;
  readonly units: number;
}

/**
 * What a policy may ask for; orders are of the task's side. `venue` is the index of one of the task's, absent: the lit book. In a pool
 * MARKET takes what waits there now at any mid, LIMIT waits; `leastUnits` is what each execution in it has at least, absent: 1.
 */
export type Request = { readonly venue?: number } & (
  | { readonly kind: 'MARKET'; readonly units: number; readonly leastUnits?: number }
  | { readonly kind: 'LIMIT'; readonly units: number; readonly priceTicks: number; readonly leastUnits?: number }
  | { readonly kind: 'CANCEL'; readonly orderId: number }
);

/** Decides what to do; may keep a state of its own, as it works one task only. */
export interface Policy {
  act(observation: Observation): readonly Request[];
}

/** Makes the policy for one run of a task. */
export type PolicyFactory = () => Policy;

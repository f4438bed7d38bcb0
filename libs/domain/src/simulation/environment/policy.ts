import { type Side } from '#domain/core';
import { type ReasonName } from '../order-book/index.js';

/** What a policy sees when it is asked. Prices in ticks, sizes in units; a side that is empty has NaN and 0. */
export interface Observation {
  /** Of so many decisions this is the number `decision`, from 0 on. */
  readonly decision: number;
  readonly decisions: number;
  /** Since the start of the task, and what is left of its horizon. */
  readonly elapsedSeconds: number;
  readonly leftSeconds: number;
  readonly side: Side;
  readonly quantity: number;
  readonly filled: number;
  /** Of own orders that wait in the book. */
  readonly resting: readonly RestingOrder[];
  readonly arrivalMidTicks: number;
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly bidUnits: number;
  readonly askUnits: number;
  /** Traded since the start of the task by everybody, and by everybody else. */
  readonly marketVolume: number;
  readonly othersVolume: number;
}

export interface RestingOrder {
  readonly orderId: number;
  readonly priceTicks: number;
  readonly units: number;
}

/** What a policy may ask for; orders are of the task's side. */
export type Request =
  | { readonly kind: 'MARKET'; readonly units: number }
  | { readonly kind: 'LIMIT'; readonly units: number; readonly priceTicks: number }
  | { readonly kind: 'CANCEL'; readonly orderId: number };

/** A request that changed nothing. OVERSIZE: with what waits it is more than is left of the task. */
export interface Reject {
  readonly decision: number;
  readonly request: Request;
  readonly reason: ReasonName | 'OVERSIZE';
}

/** Decides what to do; may keep a state of its own, as it works one task only. */
export interface Policy {
  act(observation: Observation): readonly Request[];
}

/** Makes the policy for one run of a task. */
export type PolicyFactory = () => Policy;

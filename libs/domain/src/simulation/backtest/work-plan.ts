import { povTarget } from '#domain/execution';
import { type SessionTimeNs } from '#domain/market-data';

/**
 * How the children of a schedule are placed:
 * - TAKE: each crosses the spread when it is sent; what is not displayed is sent again with the next;
 * - POST: each joins the best price of its own side and follows it from decision to decision; what is left at the end is not done;
 * - POST_THEN_TAKE: as POST, and what is left at the end crosses.
 */
export type Tactic = 'TAKE' | 'POST' | 'POST_THEN_TAKE';

/** What is to be done, and when it is decided on. Sizes in size units, times as session times. */
export type WorkPlan = SinglePlan | ScheduledPlan;

/** One order of its own: sent at the start; of a limit order what is left is cancelled at the end. */
export interface SinglePlan {
  readonly kind: 'SINGLE';
  /** Price units; undefined for a market order. */
  readonly limitPrice: number | undefined;
}

/** A parent order that is worked in equal intervals. */
export interface ScheduledPlan {
  readonly kind: 'SCHEDULED';
  readonly tactic: Tactic;
  readonly pace: Pace;
  readonly intervals: number;
}

/** SLICES: so much in each interval. VOLUME: a share of all volume, own included. */
export type Pace =
  { readonly kind: 'SLICES'; readonly slices: readonly number[] } | { readonly kind: 'VOLUME'; readonly rate: number };

/** The order that is worked. */
export interface ParentOrder {
  readonly sign: 1 | -1;
  /** Above zero. */
  readonly size: number;
  readonly startNs: SessionTimeNs;
  readonly endNs: SessionTimeNs;
}

/** The moments at which is decided: at the start of every interval, and at the end. */
export const decisionTimes = ({ startNs, endNs }: ParentOrder, plan: WorkPlan): readonly SessionTimeNs[] => {
  const intervals = plan.kind === 'SINGLE' ? 1 : plan.intervals;
  return Array.from({ length: intervals + 1 }, (_, k) => Math.round(startNs + ((endNs - startNs) * k) / intervals));
};

/** What is to be sent by the `k`-th decision in all, when others have traded `othersVolume` since the start. */
export const targetSize = (size: number, pace: Pace, k: number, othersVolume: number): number => {
  if (pace.kind === 'VOLUME') return povTarget(size, pace.rate, othersVolume);
  let target = 0;
  for (let i = 0; i <= k && i < pace.slices.length; i += 1) target += pace.slices[i]!;
  return target;
};

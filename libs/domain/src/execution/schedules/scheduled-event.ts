/**
 * An announcement whose time is known before. Over the lead the market becomes tense, linearly up to the factors below; at the time
 * the price jumps; after it, the factors go back to 1 with a half-life. Times are seconds on the clock of whoever uses it.
 */
export interface ScheduledEvent {
  readonly atSeconds: number;
  /** How long before it the market begins to wait. */
  readonly leadSeconds: number;
  /** Factor on the spread right before it, at least 1. */
  readonly spreadFactor: number;
  /** Factor on displayed sizes right before it, in (0, 1]. */
  readonly depthFactor: number;
  /** Factor on volatility right before it, at least 1. */
  readonly volatilityFactor: number;
  /** Standard deviation of the jump, bps. */
  readonly gapBps: number;
  readonly recoveryHalfLifeSeconds: number;
}

/** How tense the market is, from 0 (nothing is near) to 1 (right before and after the announcement). */
export const eventTension = (
  { atSeconds, leadSeconds, recoveryHalfLifeSeconds }: ScheduledEvent,
  seconds: number,
): number => {
  const after = seconds - atSeconds;
  if (after >= 0) return 2 ** (-after / recoveryHalfLifeSeconds);
  return leadSeconds === 0 ? 0 : Math.max(0, 1 + after / leadSeconds);
};

/** A factor as it stands at a tension: linear between 1 and what it is at its height. */
export const tenseFactor = (height: number, tension: number): number => 1 + (height - 1) * tension;

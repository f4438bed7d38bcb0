import { normalCdf, normalPdf } from '#domain/core';

/** A dealer's last look at an acceptance. */
export interface LastLook {
  /** h: how long an acceptance is held. */
  readonly holdSeconds: number;
  /** b: it is rejected when the mid moved against the dealer by more than this in the meantime. */
  readonly thresholdBps: number;
}

/**
 * What last look costs the client on average, `p_reject E[m | m > b] = sig sqrt(h) phi(b / (sig sqrt h))` (reference 4): the
 * move that a rejected client pays on the next price. For a mid that moves by `sig sqrt(h)` times a standard normal.
 */
export const lastLookCostBps = (lastLook: LastLook, volatilityBpsPerSqrtSecond: number): number => {
  const sd = volatilityBpsPerSqrtSecond * Math.sqrt(lastLook.holdSeconds);
  return sd === 0 ? 0 : sd * normalPdf(lastLook.thresholdBps / sd);
};

/** `p_reject = 1 - Phi(b / (sig sqrt h))`. */
export const lastLookRejectProbability = (lastLook: LastLook, volatilityBpsPerSqrtSecond: number): number => {
  const sd = volatilityBpsPerSqrtSecond * Math.sqrt(lastLook.holdSeconds);
  if (sd === 0) return lastLook.thresholdBps < 0 ? 1 : 0;
  return normalCdf(-lastLook.thresholdBps / sd);
};

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { max, min, sqrt } = Math;

/*
 * How two blocks meet that are both traded from now on, each evenly over a horizon of its own. With `w` the rate of a block, as a
 * share of it per second, and `W` the share that is done.
 */

/** `int w v / sqrt(int w^2 int v^2)`, in (0, 1]: a Gram matrix over the blocks, and 1 for equal horizons. */
export const tradedTogether = (oneSeconds: number, otherSeconds: number): number =>
  sqrt(min(oneSeconds, otherSeconds) / max(oneSeconds, otherSeconds));

/** `int (1 - W) (1 - V)`, in seconds: how long both are still to be done. A Gram matrix over the blocks; T/3 of a block with itself. */
export const heldTogetherSeconds = (oneSeconds: number, otherSeconds: number): number => {
  const shorter = min(oneSeconds, otherSeconds);
  return shorter / 2 - (shorter * shorter) / (6 * max(oneSeconds, otherSeconds));
};

/** `int w V`: what of the other's trading is over when one trades, on average. That of both, each way, is 1. */
export const doneBefore = (ownSeconds: number, otherSeconds: number): number =>
  ownSeconds <= otherSeconds ? ownSeconds / (2 * otherSeconds) : 1 - otherSeconds / (2 * ownSeconds);

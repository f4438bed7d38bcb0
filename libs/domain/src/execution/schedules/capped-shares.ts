/**
 * Shares in proportion to weights, none above its cap: what a cap cuts off goes to the others in proportion. Sums to 1 where the
 * caps of positive weights do at least; else all of these are at their caps. Weights from 0 on, one positive at least.
 */
export const cappedShares = (weights: ArrayLike<number>, caps: ArrayLike<number>): Float64Array => {
  const shares = new Float64Array(weights.length);
  let left = 1;
  let open = Array.from(weights, (weight, k) => ({ k, weight, cap: caps[k]! })).filter(({ weight }) => weight > 0);
  while (open.length > 0) {
    const total = open.reduce((sum, { weight }) => sum + weight, 0);
    const room = left;
    const shareOf = (weight: number): number => room * (weight / total);
    const full = open.filter(({ weight, cap }) => shareOf(weight) > cap);
    if (full.length === 0) {
      for (const { k, weight } of open) shares[k] = shareOf(weight);
      break;
    }
    for (const { k, cap } of full) {
      shares[k] = cap;
      left -= cap;
    }
    left = Math.max(0, left);
    open = open.filter(({ weight, cap }) => shareOf(weight) <= cap);
  }
  return shares;
};

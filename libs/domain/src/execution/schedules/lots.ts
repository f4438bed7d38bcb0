/**
 * Whole lots as near to `shares` x `lots` as lots can be, at most `caps` each, that sum to `lots` exactly: everything is rounded down,
 * then the largest remainders get one more. Expects shares from 0 on that sum to 1 and respect the caps within rounding, and caps that
 * are whole (or infinite) and suffice.
 */
export const wholeLots = (lots: number, shares: ArrayLike<number>, caps: ArrayLike<number>): readonly number[] => {
  const ideal = Array.from(shares, (share, k) => Math.min(share * lots, caps[k]!));
  // What is a hair below a whole lot is one.
  const whole = ideal.map((value) => Math.floor(value + WHOLE_TOLERANCE));
  let left = lots - whole.reduce((sum, value) => sum + value, 0);
  const byRemainder = ideal
    .map((value, k) => ({ k, remainder: value - whole[k]! }))
    .sort((a, b) => b.remainder - a.remainder || a.k - b.k);
  while (left !== 0) {
    const before = left;
    for (const { k } of left > 0 ? byRemainder : [...byRemainder].reverse()) {
      if (left > 0 && whole[k]! < caps[k]! && shares[k]! > 0) {
        whole[k]! += 1;
        left -= 1;
      } else if (left < 0 && whole[k]! > 0) {
        whole[k]! -= 1;
        left += 1;
      }
    }
    if (left === before) break;
  }
  if (left > 0) fillUp(whole, caps, left);
  return whole;
};

const WHOLE_TOLERANCE = 1e-9;

/** What the shares leave no room for goes to the first with room. */
const fillUp = (whole: number[], caps: ArrayLike<number>, lots: number): void => {
  let left = lots;
  for (let k = 0; k < whole.length && left > 0; k += 1) {
    const more = Math.min(left, caps[k]! - whole[k]!);
    whole[k]! += more;
    left -= more;
  }
};

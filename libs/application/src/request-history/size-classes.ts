import { type FinishedRequest } from '#domain/scoring';

/** Sizes, in units, at which requests are cut into small, usual and large ones, as many of each; fewer where sizes are alike. */
export const sizeClassEnds = (requests: readonly FinishedRequest[]): readonly number[] => {
  const sizes = requests.flatMap(({ quantity }) => (quantity === null ? [] : [quantity])).sort((a, b) => a - b);
  const ends = [1 / 3, 2 / 3].map((share) => sizes[Math.floor(share * sizes.length)] ?? Infinity);
  return [...new Set(ends)].filter((end) => end > (sizes[0] ?? Infinity));
};

import { MARKOUT_SECONDS } from '#domain/rfq';
import { type FinishedRequest } from './finished-request.js';

/** The markout by which who heard of a block and did not get it has done what he does: of `MARKOUT_SECONDS`, the minute. */
export const LEAKED_BY_MARKOUT = MARKOUT_SECONDS.indexOf(60);

/** Whether a row tells of leakage: all who heard of the block are known, and so is its side. */
export const tellsLeakage = ({ side, dealers, panelSize }: FinishedRequest): boolean =>
  side !== null && dealers.length === panelSize;

/** Sizes, in units, that cut requests into small, usual and large ones, as many of each; fewer where sizes are alike. */
export const sizeClassEnds = (requests: readonly FinishedRequest[]): readonly number[] => {
  const sizes = requests.flatMap(({ quantity }) => (quantity === null ? [] : [quantity])).sort((a, b) => a - b);
  const ends = [1 / 3, 2 / 3].map((share) => sizes[Math.floor(share * sizes.length)] ?? Infinity);
  return [...new Set(ends)].filter((end) => end > (sizes[0] ?? Infinity));
};

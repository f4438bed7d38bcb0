import { type SessionTimeNs } from '#domain/market-data';
import { type TapeSession } from './market-tape.js';

/** Length of a block that is resampled as a whole (reference 10). */
export const BLOCK_SECONDS = 300;

/** More blocks than any session has: what keeps the blocks of one session apart from those of the next. */
const BLOCKS_PER_SESSION = 100_000;

/** Number of the block that a moment of the `session`-th session lies in. */
export const blockOf = (
  session: number,
  { openNs }: TapeSession,
  timeNs: SessionTimeNs,
  blockSeconds = BLOCK_SECONDS,
): number => session * BLOCKS_PER_SESSION + Math.floor((timeNs - openNs) / (blockSeconds * 1e9));

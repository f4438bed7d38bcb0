import { type Instant } from '#domain/core';

/** Times after the end of a request at which the mid is recorded, in seconds: 1 s to one day. */
export const MARKOUT_SECONDS = [1, 10, 60, 300, 1_800, 86_400] as const;

/**
 * Why there is no mid of a time: the market could not be decided on, for the reason that an evaluation would give; or NOT_SEEN, where
 * nobody looked at it shortly before.
 */
export const MISSED_MARKOUT_REASONS = [
  'NOT_SEEN',
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
] as const;

export type MissedMarkoutReason = (typeof MISSED_MARKOUT_REASONS)[number];

/** What was seen, or not, of the mid so long after the end. */
export type MarkoutMark =
  | { readonly horizonMs: number; readonly price: number; readonly marketAt: Instant }
  | { readonly horizonMs: number; readonly reason: MissedMarkoutReason };

import { NS_PER_SECOND, type Instant } from '#domain/core';
import { MARKOUT_SECONDS } from './markout-mark.js';
import { type RfqState } from './state.js';

/** A markout that is still to be recorded, and the session time whose mid it is. */
export interface OwedMarkout {
  readonly horizonMs: number;
  readonly at: Instant;
}

/** The markouts that a request is owed, soonest first: none while it is open, nor where its price is a difference. */
export const owedMarkouts = ({ terms, endedAt, markouts, missedMarkouts }: RfqState): readonly OwedMarkout[] => {
  if (endedAt === undefined || terms.isDifference || terms.legs.length > 1) return [];
  const known = new Set([...markouts, ...missedMarkouts].map(({ horizonMs }) => horizonMs));
  return MARKOUT_SECONDS.filter((seconds) => !known.has(seconds * 1_000)).map((seconds) => ({
    horizonMs: seconds * 1_000,
    at: endedAt + BigInt(seconds) * NS_PER_SECOND,
  }));
};

/** The session time from which something about a request is to be recorded: its expiry, later its next markout. */
export const dueAt = (state: RfqState): Instant | undefined =>
  state.status === 'OPEN' ? state.terms.expiresAt : owedMarkouts(state)[0]?.at;

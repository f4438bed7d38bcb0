/**
 * What is done about a fault:
 * - IGNORE: the message says nothing new; it is counted and goes no further.
 * - REORDER: the message is held back until the one before it has come, then applied in its place.
 * - RESYNC: the book is forgotten and its depth invalid until a snapshot; changes that come meanwhile are kept for it.
 * - MARK_INVALID: the book is left as it is and not decided on until the fault is over.
 * - QUARANTINE: the row is set aside with a reason; the rest of its message counts.
 * - COUNT: the message is applied; the fault is counted.
 */
export type Action = 'IGNORE' | 'REORDER' | 'RESYNC' | 'MARK_INVALID' | 'QUARANTINE' | 'COUNT';

/** Every fault a feed is checked for, and what is done about it. What each looks like is in `docs/quality.md`. */
export const VERDICTS = {
  DUPLICATE: 'IGNORE',
  SUPERSEDED: 'IGNORE',
  COVERED: 'IGNORE',
  EVICTED: 'IGNORE',
  OUT_OF_ORDER: 'REORDER',
  GAP: 'RESYNC',
  RESET: 'RESYNC',
  CLEARED: 'RESYNC',
  NO_SNAPSHOT: 'RESYNC',
  STALE: 'MARK_INVALID',
  STAYS_CROSSED: 'MARK_INVALID',
  OUTLIER_PRICE: 'QUARANTINE',
  OUTLIER_SIZE: 'QUARANTINE',
  CROSSED: 'COUNT',
  LOCKED: 'COUNT',
  MISSED: 'COUNT',
  LATE_TRADE: 'COUNT',
  CLOCK_AHEAD: 'COUNT',
  CLOCK_JUMP: 'COUNT',
} as const satisfies Readonly<Record<string, Action>>;

export type Fault = keyof typeof VERDICTS;

/** All faults, in the order of the table; their positions are their codes in a saved state. */
export const FAULTS = Object.keys(VERDICTS) as readonly Fault[];

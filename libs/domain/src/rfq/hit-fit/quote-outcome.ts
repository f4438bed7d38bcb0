/**
 * What became of a quote, as its dealer learns it (reference 4). The two kinds of a trade without a cover say different things:
 * DONE_ALONE that he would have been told of another price and there was none, DONE that he is never told.
 */
export const OUTCOME_KINDS = [
  'DONE_WITH_COVER',
  'DONE_ALONE',
  'DONE',
  /** The client traded with somebody else at another price. */
  'TRADED_AWAY',
  /** The client traded with somebody else at the same price. */
  'TIED',
  /** The client traded with nobody. */
  'NOT_TRADED',
] as const;

export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

/** Whether the dealer has traded. */
export const isDealt = (kind: OutcomeKind): boolean =>
  kind === 'DONE_WITH_COVER' || kind === 'DONE_ALONE' || kind === 'DONE';

/** A quote and its outcome. */
export interface QuoteOutcome {
  /** Y: `s (price - mid) / Delta`; Delta the unit of the quote; counted from -8 to 16. */
  readonly reducedSpread: number;
  /** Dealers asked beside this one; null where that is not told. */
  readonly competitors: number | null;
  readonly kind: OutcomeKind;
  /** C: reduced spread of the best price not traded; of DONE_WITH_COVER only. */
  readonly cover?: number;
}

import { type Side } from '#domain/core';
import { type QuoteOutcome } from '#domain/rfq';
import { type HitUnit } from '../engine/index.js';

/** How far the mid had moved against the desk so long after a trade, beyond what its own hedge moved; bps of the mid at the trade. */
export interface MarkoutAt {
  readonly seconds: number;
  readonly againstBps: number;
}

/** A quote to a client as its desk remembers it, to be learned from. */
export interface QuotedOutcome {
  readonly instrumentId: string;
  /** null: the client was not named. */
  readonly client: string | null;
  readonly clientSide: Side;
  readonly outcome: QuoteOutcome;
  /** What its reduced spreads are in; absent: in half-spreads, as those of quotes before rule 4. */
  readonly hitUnit?: Exclude<HitUnit, 'HALF_SPREAD'>;
  /** Of a trade, once it is known: s (mid at the markout horizon - mid at the trade), beyond what the own hedge moved; bps. */
  readonly againstBps: number | null;
  /** Of a trade, at further horizons, each once. */
  readonly markouts: readonly MarkoutAt[];
}

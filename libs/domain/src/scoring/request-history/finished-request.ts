import { type Side } from '#domain/core';
import { type RfqConditions } from '#domain/rfq';
import { type AskedDealer } from '../dealer-history/index.js';

/**
 * A request for quote that is over, with all that became of it: plain data, a row of a desk's history. Prices in currency per
 * unit; null is what nobody knows.
 */
export interface FinishedRequest {
  /** IMPORTED: of a file, which holds the dealers who quoted and not when they did. */
  readonly source: 'LIFECYCLE' | 'IMPORTED';
  readonly instrumentId: string;
  /** The client's; null of a two-sided request on which nothing was traded. */
  readonly side: Side | null;
  /** In units. */
  readonly quantity: number | null;
  /** ISO 8601 with nanoseconds. */
  readonly requestedAt: string;
  readonly endedAfterMs: number;
  readonly arrivalMid: number | null;
  readonly endMid: number | null;
  readonly conditions: RfqConditions | null;
  /** How many dealers were asked; more than `dealers` where an import does not name them all. */
  readonly panelSize: number;
  readonly dealers: readonly DealerOutcome[];
  /** Second-best price where something was traded, as it stood or as reported later. */
  readonly coverPrice: number | null;
  /** Mids so long after the end. */
  readonly markouts: readonly { readonly horizonMs: number; readonly mid: number }[];
  /** The next mid that an import gives, whenever that was. */
  readonly nextMid: number | null;
}

/** What became of one dealer who was asked. */
export interface DealerOutcome {
  readonly dealer: string;
  readonly fate: AskedDealer['fate'];
  /** From the request to his first quote or his refusal to quote. */
  readonly answeredAfterMs: number | null;
  /** His last quote, and the mid when it came. */
  readonly quote: {
    readonly bid: number | null;
    readonly offer: number | null;
    readonly mid: number | null;
  } | null;
  /** How often he was hit or lifted, and how often he rejected that. */
  readonly takings: number;
  readonly rejections: number;
  /** Mean move of the mid against him from the taking to his rejection. */
  readonly rejectMoveBps: number | null;
  /** Lots of his that were filled; of an import 1. */
  readonly filledLots: number;
}

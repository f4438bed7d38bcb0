import { canonicalJson, type Instant, type Side } from '#domain/core';
import { type RfqConditions } from './conditions.js';
import { type RfqQuote } from './dealer-quote.js';
import { type MissedMarkoutReason } from './markout-mark.js';
import { type RfqTerms } from './terms.js';
import { type RfqStatus } from './transitions.js';

/** What happened to a request. A version is never edited: an event of another shape gets another `v`. */
export type RfqEvent = {
  readonly v: 1 | 2 | 3;
  readonly at: Instant;
  /**
   * Mid of the market at that time, so that a history made of events later needs to look at nothing but them. Absent where the market
   * could not be decided on, where prices are differences, and in events of version 1.
   */
  readonly mid?: number;
} & RfqHappening;

export type RfqHappening =
  | { readonly type: 'QUOTE_REQUESTED'; readonly terms: RfqTerms; readonly conditions?: RfqConditions }
  | { readonly type: 'QUOTED'; readonly dealer: string; readonly quote: RfqQuote }
  | { readonly type: 'QUOTE_CANCELLED'; readonly dealer: string }
  | { readonly type: 'REQUEST_DECLINED'; readonly dealer: string }
  | {
      readonly type: 'QUOTE_TAKEN';
      readonly dealer: string;
      /** Of the client: BUY lifted the offer, SELL hit the bid. */
      readonly side: Side;
      readonly lots: number;
      /** The best live price of the other dealers at that moment; absent when there was none. */
      readonly coverPrice?: number;
    }
  | {
      readonly type: 'QUOTE_COUNTERED';
      readonly dealer: string;
      readonly side: Side;
      readonly price: number;
      readonly lots: number;
    }
  | { readonly type: 'DEALER_PASSED'; readonly dealer: string }
  | { readonly type: 'FILLED'; readonly dealer: string; readonly execId: string; readonly lots: number }
  | {
      readonly type: 'TAKING_REJECTED';
      readonly dealer: string;
      readonly lots: number;
      /** LAST_LOOK: within the time the quote reserved. BACKED_AWAY: the quote was firm, or that time was over. */
      readonly reason: RejectReason;
    }
  | { readonly type: 'REQUEST_ENDED'; readonly status: Exclude<RfqStatus, 'OPEN'>; readonly awayPrice?: number }
  | { readonly type: 'COVER_REPORTED'; readonly price: number }
  | {
      readonly type: 'MARKOUT_RECORDED';
      readonly horizonMs: number;
      readonly price: number;
      /** When the book last changed whose mid that is, never after the markout's time; absent of one that the desk sent. */
      readonly marketAt?: Instant;
    }
  | { readonly type: 'MARKOUT_MISSED'; readonly horizonMs: number; readonly reason: MissedMarkoutReason };

/** The version of an event that happens now: 3 where it says what version 2 could not. */
export const versionOf = (happening: RfqHappening): 2 | 3 =>
  happening.type === 'MARKOUT_MISSED' || (happening.type === 'MARKOUT_RECORDED' && happening.marketAt !== undefined)
    ? 3
    : 2;

export type RejectReason = 'LAST_LOOK' | 'BACKED_AWAY';

/** One text per list of events: canonical JSON, instants as nanoseconds since the epoch. */
export const rfqEventsText = (events: readonly RfqEvent[]): string => canonicalJson(events);

/** Reads what `rfqEventsText` wrote. Throws on an event of a version that this code does not know. */
export const parseRfqEvents = (text: string): readonly RfqEvent[] => {
  const events = JSON.parse(text, (key, value: unknown) =>
    INSTANT_FIELDS.has(key) ? BigInt(value as string) : value,
  ) as readonly RfqEvent[];
  // A record may be newer than the program that reads it.
  const versions: readonly number[] = events.map(({ v }) => v);
  const unknown = versions.find((version) => !KNOWN_VERSIONS.has(version));
  if (unknown !== undefined) throw new Error(`an event of version ${unknown} cannot be read`);
  return events;
};

const KNOWN_VERSIONS: ReadonlySet<number> = new Set([1, 2, 3]);

const INSTANT_FIELDS: ReadonlySet<string> = new Set(['at', 'expiresAt', 'marketAt', 'validUntil']);

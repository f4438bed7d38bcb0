import { type Failure, type Instant, type Result, type Side } from '#domain/core';
import {
  NO_CLIENT,
  type AdmissionBreach,
  type AdmissionLimits,
  type KillSwitch,
  type QuoteClaim,
} from '#domain/quoting';
import { type OutcomeKind } from '#domain/rfq';

/** A quote that is about to leave the desk. */
export interface LeavingQuote extends QuoteClaim {
  /** Its decision's. */
  readonly quoteId: string;
  /** Session time: it is live from the one until the other. */
  readonly decidedAt: Instant;
  readonly expiresAt: Instant;
}

/** What became of a quote, as the desk was told. */
export interface EndedQuote {
  readonly quoteId: string;
  readonly instrumentId: string;
  readonly kind: OutcomeKind;
  readonly clientSide: Side;
  /** Units; dealt where the kind says so. */
  readonly quantity: number;
}

/** What the desk holds of an instrument; units, positive is long. */
export interface DeskPosition {
  readonly instrumentId: string;
  readonly quantity: number;
}

/** QUOTES_TAKEN_BACK: of one client and instrument, by the kill switch that was engaged just before. */
export type QuotingEventKind = 'QUOTE_REFUSED' | 'KILL_SWITCH_ENGAGED' | 'QUOTES_TAKEN_BACK' | 'KILL_SWITCH_RELEASED';

/** A row of the audit trail of quoting. */
export interface QuotingEvent {
  readonly kind: QuotingEventKind;
  /** Session time. */
  readonly at: Instant;
  /** The key of who did it, or for whom the quote was: null where nobody is named. */
  readonly who: string | null;
  readonly instrumentId: string | null;
  /** Of the refusal; null where nothing was refused. */
  readonly code: string | null;
  readonly field: string | null;
  readonly message: string;
}

/** A row that is durable. */
export interface RecordedQuotingEvent extends QuotingEvent {
  /** From 1, rising. */
  readonly ordinal: number;
}

/** How a refused quote is recorded. */
export const quoteRefused = (
  { client, instrumentId, decidedAt }: LeavingQuote,
  { code, field, message }: AdmissionBreach,
): QuotingEvent => ({
  kind: 'QUOTE_REFUSED',
  at: decidedAt,
  who: client === NO_CLIENT ? null : client,
  instrumentId,
  code,
  field: field ?? null,
  message,
});

/** How live quotes of a client in an instrument are recorded that the kill switch took back. */
export const quotesTakenBack = (
  { client, instrumentId }: Pick<LeavingQuote, 'client' | 'instrumentId'>,
  quotes: number,
  at: Instant,
): QuotingEvent => ({
  kind: 'QUOTES_TAKEN_BACK',
  at,
  who: client === NO_CLIENT ? null : client,
  instrumentId,
  code: null,
  field: null,
  message: `live quotes taken back: ${quotes}`,
});

export interface EngagedSwitch {
  readonly killSwitch: KillSwitch;
  /** Live quotes that were taken back. */
  readonly cancelled: number;
}

/** EXISTS: how it ended before. */
export type EndOutcome = { readonly kind: 'ENDED' } | { readonly kind: 'EXISTS'; readonly ended: EndedQuote };

/** Live quotes of a desk, what it holds, and whether anything may leave. A desk sees its own and no other's. */
export interface QuoteBook {
  /**
   * Lets a quote leave, one at a time per desk in any number of processes, or refuses it by `admit` and records that. What left is
   * live until it expires, ends or is taken back. A quote that left before leaves again, unless it was taken back since.
   * Rejects with StoreOverloaded when too many wait.
   */
  leave(deskId: string, quote: LeavingQuote, limits: AdmissionLimits): Promise<Result<void, AdmissionBreach>>;
  /** Takes back every live quote and lets none leave from when the promise resolves, or earlier. Idempotent. */
  engage(deskId: string, person: string, reason: string, at: Instant): Promise<EngagedSwitch>;
  /** By somebody else than who engaged it. */
  release(deskId: string, person: string, at: Instant): Promise<Result<KillSwitch, Failure<'SECOND_PERSON_REQUIRED'>>>;
  killSwitch(deskId: string): Promise<KillSwitch>;
  /** Quotes that are live at a session time. */
  liveQuotes(deskId: string, at: Instant): Promise<number>;
  /** A quote ends once: ENDED changes what the desk holds where it was dealt. */
  end(deskId: string, ended: EndedQuote): Promise<EndOutcome>;
  /** By instrument, those that are not flat. */
  positions(deskId: string): Promise<readonly DeskPosition[]>;
  record(deskId: string, event: QuotingEvent): Promise<void>;
  /** Up to `first` events, newest first, before the ordinal where one is given. */
  events(deskId: string, first: number, before?: number): Promise<readonly RecordedQuotingEvent[]>;
}

import { type Instant } from '#domain/core';
import { type RfqStatus } from '#domain/rfq';

/** What one accepted command did to a request for quote, as it is kept. */
export interface QuoteRequestChange {
  readonly deskId: string;
  /** UUID version 7, given by the caller. */
  readonly requestId: string;
  /** 1 opens the request; each further change follows the one before. */
  readonly version: number;
  /** Unique per desk, over all changes of all its requests. */
  readonly idempotencyKey: string;
  /** SHA-256 (hex) of the canonical command; tells a repeat from another command under the same key. */
  readonly requestHash: string;
  /** `rfqEventsText` of the events. */
  readonly events: string;
  /** Where the request stands behind them. */
  readonly status: RfqStatus;
  readonly instrumentIds: readonly string[];
  /** Session time; the same in every change of a request. */
  readonly expiresAt: Instant;
  /** Session time from which something about it is to be recorded, as it stands behind them; absent where nothing is. */
  readonly dueAt?: Instant;
}

/** Where the change of an idempotency key was made. */
export type KeptChange = Pick<QuoteRequestChange, 'requestId' | 'version' | 'requestHash'>;

/**
 * EXISTS: the desk used this key before; the caller compares the hashes. CONFLICT: another change has this version already,
 * or the one before it is missing; the caller reads the request and decides again.
 */
export type QuoteRequestAppendOutcome =
  | { readonly kind: 'APPENDED' }
  | { readonly kind: 'EXISTS'; readonly change: KeptChange }
  | { readonly kind: 'CONFLICT' };

/** A request in a list; its events are read apart. */
export interface QuoteRequestRow {
  readonly requestId: string;
  readonly version: number;
  /** As `statusAt` gives it at the filter's time. */
  readonly status: RfqStatus;
  readonly instrumentIds: readonly string[];
}

export interface QuoteRequestFilter {
  /** Session time at which the list is asked for: what expired by then is EXPIRED, whether or not anybody recorded it. */
  readonly at: Instant;
  readonly status?: RfqStatus;
  /** One of the request's legs. */
  readonly instrumentId?: string;
}

/** Newest first. */
export interface QuoteRequestPage {
  readonly requests: readonly QuoteRequestRow[];
  /** Pass as `after` for the next page; absent on the last page. */
  readonly nextCursor?: string;
}

/** Requests of any desk, in the order of their ids. */
export interface DueQuoteRequests {
  readonly requests: readonly { readonly deskId: string; readonly requestId: string; readonly version: number }[];
  /** Pass as `after` for the next page; absent on the last page. */
  readonly nextCursor?: string;
}

/** Requests for quote as their recorded events. A desk sees its own and no other's. */
export interface QuoteRequestStore {
  /**
   * Writes a change at once or not at all. When the promise resolves to APPENDED it is durable; of any number of concurrent
   * changes of one version, or with one key, exactly one is.
   *
   * Rejects with StoreOverloaded when too much is waiting, and with the store's error otherwise; after such an error the
   * change may or may not be stored, and repeating it with the same key tells.
   */
  append(change: QuoteRequestChange): Promise<QuoteRequestAppendOutcome>;
  /** `events` of every change behind version `after`, in order; empty when there is none, also when there is no such request. */
  changes(deskId: string, requestId: string, after: number): Promise<readonly string[]>;
  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<KeptChange | undefined>;
  /** Up to `first` requests, newest first, starting behind the cursor `after` of an earlier page. */
  list(deskId: string, filter: QuoteRequestFilter, first: number, after?: string): Promise<QuoteRequestPage>;
  /** Up to `first` requests of which something is due at `at` or before, of all desks, behind the cursor `after`. */
  due(at: Instant, first: number, after?: string): Promise<DueQuoteRequests>;
}

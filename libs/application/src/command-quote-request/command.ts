import { type Instant, type Side } from '#domain/core';
import { type QuantityUnit, type RequestedSide, type RfqLeg } from '#domain/rfq';

/** LOTS: whole lots as requests are kept, of a package whole packages; they need no market to be counted. */
export type RequestQuantityUnit = QuantityUnit | 'LOTS';

/** A size as somebody states it. */
export interface StatedQuantity {
  readonly quantity: number;
  readonly quantityUnit: RequestQuantityUnit;
}

/** The same where absent means as much as there is. */
export interface StatedPart {
  readonly quantity?: number;
  readonly quantityUnit: RequestQuantityUnit;
}

export interface OpenQuoteRequestCommand extends StatedQuantity {
  readonly legs: readonly RfqLeg[];
  readonly side: RequestedSide;
  readonly allOrNone: boolean;
  readonly dealers: readonly string[];
  /** One of the two is given. */
  readonly expiresAt?: Instant;
  readonly expiresInSeconds?: number;
  readonly horizonSeconds: number;
  readonly idempotencyKey: string;
}

interface OnRequest {
  readonly quoteRequestId: string;
  readonly idempotencyKey: string;
}

export interface StatedSide {
  readonly price: number;
  /** In the quote's unit; absent: the whole request. */
  readonly quantity?: number;
}

export interface SubmitQuoteCommand extends OnRequest {
  readonly dealer: string;
  readonly quoteId: string;
  readonly bid?: StatedSide;
  readonly offer?: StatedSide;
  readonly quantityUnit: RequestQuantityUnit;
  readonly allOrNone: boolean;
  /** One of the two is given. */
  readonly validUntil?: Instant;
  readonly validForMs?: number;
  readonly lastLookMs: number;
  readonly sentAt?: Instant;
}

export interface WithdrawQuoteCommand extends OnRequest {
  readonly dealer: string;
  readonly quoteId: string;
}

export interface DeclineQuoteRequestCommand extends OnRequest {
  readonly dealer: string;
}

/** The quote that the client saw. */
export interface SeenQuote {
  readonly dealer: string;
  readonly quoteId: string;
}

/** Exactly one is given. */
export interface QuoteResponse {
  /** Absent quantity: as much of the quote as is open. */
  readonly hit?: SeenQuote & StatedPart;
  readonly lift?: SeenQuote & StatedPart;
  /** Absent quantity: what is open. */
  readonly counter?: SeenQuote & StatedPart & { readonly side: Side; readonly price: number };
  /** Absent dealer: the client is through with the whole request. */
  readonly pass?: { readonly dealer?: string };
}

export interface RespondCommand extends OnRequest {
  readonly response: QuoteResponse;
}

/** Exactly one is given. */
export interface QuoteRequestOutcome {
  /** Absent quantity: all that is hit or lifted and not filled yet. */
  readonly fill?: SeenQuote & StatedPart & { readonly execId: string };
  readonly reject?: SeenQuote;
  readonly doneAway?: { readonly price?: number };
  readonly cover?: { readonly price: number };
  readonly markout?: { readonly horizonMs: number; readonly price: number };
}

export interface RecordOutcomeCommand extends OnRequest {
  readonly outcome: QuoteRequestOutcome;
}

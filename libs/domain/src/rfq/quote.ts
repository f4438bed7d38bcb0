import { type Side } from '#domain/core';

/** What the client asks dealers for (FIX QuoteRequest, R): a block on one side, to be worked or traded within a horizon. */
export interface QuoteRequest {
  readonly instrumentId: string;
  readonly side: Side;
  /** In units. */
  readonly quantity: number;
  /** Trading time within which the block would otherwise be worked. */
  readonly horizonSeconds: number;
}

/** A dealer's answer (FIX Quote, S), on the side the client asked for. */
export interface Quote {
  readonly dealer: string;
  /** In currency per unit. */
  readonly price: number;
  /** In units; less than the request's is a partial quote. */
  readonly quantity: number;
  /** Milliseconds of session time from the decision until the quote expires; not positive: it has expired. */
  readonly validForMs: number;
  /** How long the dealer may hold an acceptance before confirming it (last look); 0 is a firm quote. */
  readonly lastLookMs: number;
}

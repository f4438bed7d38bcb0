/** One dealer who was asked, as the client saw it. Prices in currency per unit; NaN where there is none or nothing happened. */
export interface AskedDealer {
  /** Index of the dealer. */
  readonly dealer: number;
  readonly askedNs: number;
  readonly quotedNs: number;
  readonly bid: number;
  readonly offer: number;
  /** Mid when the answer came. */
  readonly midAtQuote: number;
  readonly fate: 'DONE' | 'LOST' | 'EXPIRED' | 'LAST_LOOK_REJECTED' | 'DECLINED' | 'LATE' | 'NO_ANSWER';
  /** How far the mid had moved against the dealer when he refused. */
  readonly rejectMoveBps: number;
}

/** A request that is over, with all that became of it: a row of the client's history. */
export interface QuotedRequest {
  /** s: +1 client buys, -1 sells. */
  readonly side: 1 | -1;
  /** In units. */
  readonly quantity: number;
  readonly arrivalMid: number;
  readonly quotes: readonly AskedDealer[];
  readonly endedNs: number;
  readonly endMid: number;
  /** Index of the dealer traded with, or -1. */
  readonly winner: number;
  /** Mids after the end, by the history's markout times. */
  readonly markoutMids: readonly number[];
}

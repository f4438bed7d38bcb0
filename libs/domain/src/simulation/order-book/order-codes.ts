/**
 * How an order trades.
 *
 * - LIMIT: trades what it can at its price or better, the rest waits in the book;
 * - POST_ONLY: only ever waits: refused where it would trade at once;
 * - IMMEDIATE_OR_CANCEL: trades what it can at its price or better, the rest is cancelled;
 * - FILL_OR_KILL: trades all of it at its price or better at once, or is refused;
 * - MARKET: trades what it can at any price of the band, the rest is cancelled.
 */
export const OrderType = { LIMIT: 0, POST_ONLY: 1, IMMEDIATE_OR_CANCEL: 2, FILL_OR_KILL: 3, MARKET: 4 } as const;

/** Owner of the flow that nobody in particular sends. It may trade with itself, no other owner may. */
export const ANONYMOUS = 0;

/**
 * What happened in a book; which columns of a `BookEvents` row say it stands there.
 *
 * - ACCEPTED: an order was taken; what becomes of it follows;
 * - RESTED: an order, or the next tranche of an iceberg, joined the back of the queue at its price;
 * - EXECUTED: an order traded with one that rested;
 * - REDUCED: an order was replaced by a smaller one and kept its place;
 * - REPLACED: an order was replaced and lost its place; what becomes of it follows;
 * - CANCELLED: what was left of an order is gone;
 * - REJECTED: a request was refused and changed nothing.
 */
export const BookEventKind = {
  ACCEPTED: 0,
  RESTED: 1,
  EXECUTED: 2,
  REDUCED: 3,
  REPLACED: 4,
  CANCELLED: 5,
  REJECTED: 6,
} as const;

/** Why a request was refused, or an order cancelled. NONE is 0, so that what a request returns reads as "refused?". */
export const Reason = {
  NONE: 0,
  /** The id was never issued, is in use already, or its order is gone. */
  UNKNOWN_ORDER: 1,
  NOT_THE_OWNER: 2,
  /** An owner is an integer in [0, 2^31). */
  BAD_OWNER: 3,
  BAD_SIDE: 4,
  BAD_TYPE: 5,
  /** Not a whole number of ticks. */
  PRICE_OFF_GRID: 6,
  PRICE_OUT_OF_BAND: 7,
  /** Not a whole number of units above 0. */
  BAD_QUANTITY: 8,
  QUANTITY_TOO_LARGE: 9,
  /** Displayed: not a whole number from 0 to the quantity; to be executed at least: not one from 1 to it. */
  BAD_PART_QUANTITY: 10,
  /** A post-only order would trade at once, with a hidden order perhaps. */
  WOULD_TRADE: 11,
  /** There is not enough for a fill-or-kill order. */
  NOT_FILLABLE: 12,
  /** CANCELLED: by its owner. */
  BY_OWNER: 13,
  /** CANCELLED: nothing was left to trade with at its price, and it does not wait. */
  DOES_NOT_REST: 14,
  /** CANCELLED: it met an order of its owner; the one that came last goes. */
  SELF_TRADE: 15,
  /** As many orders are in the book as there are ids. */
  BOOK_FULL: 16,
} as const;
export type ReasonName = keyof typeof Reason;
export type ReasonCode = (typeof Reason)[ReasonName];

/** Which side of the book something rests on. */
export const BID = 0;
export const ASK = 1;
export type BookSide = typeof BID | typeof ASK;
/** In the `side` column: no side, or both, or not known. */
export const NO_SIDE = 2;

/**
 * What an event says, and which columns it uses beside times and sequence.
 *
 * - LEVEL: the total resting size at `price` on `side` is now `size`; 0 removes the level.
 * - BEST: the best of `side` is now `price` x `size` and nothing better rests there (a top-of-book feed); 0 empties the side.
 * - TRADE: an execution of `size` at `price`; `detail` is a `TradeCondition`, `side` the side that was hit (`BID`: the
 *   aggressor sold), `NO_SIDE` where the source does not say.
 * - STATUS: `detail` is a `StatusCode`.
 * - ORDER: level 3; order `orderId` on `side` at `price` now has `size` left; `detail` is an `OrderAction`.
 * - CLEAR: `side` (or with `NO_SIDE` both) is forgotten: a snapshot follows, or the source lost its place.
 */
export const EventKind = { LEVEL: 0, BEST: 1, TRADE: 2, STATUS: 3, ORDER: 4, CLEAR: 5 } as const;

/**
 * How an execution counts. `OFF_EXCHANGE` prints and executions of `HIDDEN` orders count in volume and change no displayed
 * size; `AUCTION` is an opening, closing or reopening print; an `IRREGULAR` print (late, out of sequence, at a derived
 * price) counts in volume only.
 */
export const TradeCondition = { DISPLAYED: 0, HIDDEN: 1, OFF_EXCHANGE: 2, AUCTION: 3, IRREGULAR: 4 } as const;
export type TradeConditionName = keyof typeof TradeCondition;

export const StatusCode = { OPEN: 0, HALTED: 1, CLOSED: 2 } as const;
export type StatusName = keyof typeof StatusCode;

/** What happened to an order: it came, its size or price was changed, (a part of) it was executed, it left. */
export const OrderAction = { ADD: 0, CHANGE: 1, EXECUTE: 2, DELETE: 3 } as const;
export type OrderActionName = keyof typeof OrderAction;

/** `flags`: further events of the same message follow, so the book is not in a state to be looked at yet. */
export const MORE_FOLLOWS = 1;
/** `flags`: part of a snapshot, not a change. */
export const FROM_SNAPSHOT = 2;
/**
 * `flags` of an OFF_EXCHANGE trade: printed late, out of sequence or at a derived price, so that its price says nothing of
 * its time. Of IRREGULAR trades that is known without it.
 */
export const IRREGULAR_PRICE = 4;

import { type AuctionView } from './auction.js';

/** What can happen in an auction, in FIX's words where it has them. */
export const AuctionEventKind = {
  /** A client asks: price 0. */
  REQUEST: 0,
  /** A dealer is asked. */
  ASK: 1,
  /** A dealer shows the price on the client's side; of a two-sided quote each side is an event of its own. */
  QUOTE: 2,
  /** A dealer's engine gave no price, or one that cannot be. */
  DECLINE: 3,
  /** A quote came after the end. */
  LATE: 4,
  EXPIRE: 5,
  /** The client hits or lifts. */
  ACCEPT: 6,
  /** The dealer's last look refuses. */
  REJECT: 7,
  TRADE: 8,
  /** The client trades with nobody. */
  PASS: 9,
  /** The winner begins to lay off what he took; price 0. */
  HEDGE: 10,
  /** A fill of such a hedge. */
  HEDGE_FILL: 11,
  /** The client's policy wanted something that cannot be; nothing was done. */
  REFUSED_ACTION: 12,
} as const;

/** Hears everything, in the order in which it happens. */
export interface AuctionListener {
  /**
   * `side` is the client's (+1 buys), of QUOTE that of the price; `price` in currency per unit, 0 where there is none; `dealer`
   * and `auction` are -1 where there is none.
   */
  event(
    kind: number,
    timeNs: number,
    auction: number,
    dealer: number,
    side: number,
    price: number,
    quantity: number,
  ): void;
  /** An auction whose last markout is known. The view is used again after the call. */
  settled(auction: AuctionView): void;
}

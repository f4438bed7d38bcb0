import { type Side } from '#domain/core';
import { type SessionTimeNs } from './events.js';

/** What became of a dealer's quote, or of a dealer who was asked and gave none. */
export const AUCTION_QUOTE_FATES = [
  /** The client traded with this dealer. */
  'DONE',
  /** The client traded with another one. */
  'DONE_AWAY',
  /** The client traded with nobody. */
  'NOT_TRADED',
  /** No longer valid when the auction ended. */
  'EXPIRED',
  /** The client accepted, and the dealer's last look refused. */
  'LAST_LOOK_REJECTED',
  'DECLINED',
  /** The answer came after the end. */
  'LATE',
  'NO_ANSWER',
] as const;

export type AuctionQuoteFate = (typeof AUCTION_QUOTE_FATES)[number];

/** A dealer who was asked. */
export interface SimulatedAuctionQuote {
  readonly dealer: string;
  /** On the side that the client takes, currency per unit; absent where there is none. */
  readonly price?: number;
  /** From being asked to the answer; absent where none came. */
  readonly responseSeconds?: number;
  readonly fate: AuctionQuoteFate;
}

/**
 * How an auction ended. TRADED: with a dealer. REJECTED: with nobody, since a last look refused what the client had accepted. PASSED:
 * with nobody, and the client accepted nothing.
 */
export const AUCTION_RESULTS = ['TRADED', 'REJECTED', 'PASSED'] as const;

export type AuctionResult = (typeof AUCTION_RESULTS)[number];

/** What one simulated client asked several simulated dealers for, and what came of it. Prices in currency per unit. */
export interface SimulatedAuction {
  /** Unique within a session. */
  readonly auctionId: string;
  readonly requestedNs: SessionTimeNs;
  readonly endedNs: SessionTimeNs;
  /** From when on all of this is known: late answers come after the end. */
  readonly knownNs: SessionTimeNs;
  readonly side: Side;
  /** In units. */
  readonly quantity: number;
  readonly clientTier: string;
  /** Mid at the request. */
  readonly arrivalMid: number;
  /** In the order of asking. */
  readonly quotes: readonly SimulatedAuctionQuote[];
  readonly result: AuctionResult;
  /** The dealer traded with, the price, and its cost against the mid at the request, positive is worse for the client. */
  readonly trade?: { readonly dealer: string; readonly price: number; readonly costBps: number };
  /** The best price not traded; absent where nothing was traded, or nobody else had a live quote. */
  readonly coverPrice?: number;
}

/** The auctions of a session as they become known. */
export interface KnownAuctions {
  /** Those that have become known since the call before, by a time of the session that never goes back; oldest first. */
  until(timeNs: SessionTimeNs): readonly SimulatedAuction[];
}

/** A block that a client from outside the simulation has traded with one of its dealers. */
export interface OutsideBlock {
  readonly dealer: string;
  /** The client's. */
  readonly side: Side;
  /** In units. */
  readonly quantity: number;
  /** Currency per unit. */
  readonly price: number;
}

import { AuctionOutcome, NOBODY, QuoteStatus, type AuctionView } from './auction.js';

/** What a dealer learns of a quote: the cases of the likelihood of reference 4, and a trade that his own last look refused. */
export const DEALER_OUTCOMES = [
  /** Traded with him, and he is told the best price not traded. */
  'DONE_WITH_COVER',
  /** Traded with him; nobody else had a live quote, or he is not told. */
  'DONE',
  /** The client traded with somebody else at another price. */
  'TRADED_AWAY',
  /** The client traded with somebody else at his own price: on the grid, so the best competitor was within half a tick of it. */
  'TIED',
  /** The client traded with nobody. */
  'NOT_TRADED',
  /** The client accepted, and he refused. */
  'LAST_LOOK_REJECTED',
] as const;

export type DealerOutcome = (typeof DEALER_OUTCOMES)[number];

/** Of a dealer who quoted in an auction that is over. */
export const dealerOutcome = (auction: AuctionView, dealer: number, tellsCover: boolean): DealerOutcome => {
  if (auction.status[dealer] === QuoteStatus.REJECTED) return 'LAST_LOOK_REJECTED';
  if (auction.outcome !== AuctionOutcome.TRADED) return 'NOT_TRADED';
  if (auction.winner === dealer) {
    return tellsCover && auction.coverDealer !== NOBODY ? 'DONE_WITH_COVER' : 'DONE';
  }
  return auction.ticksOf(dealer) === auction.tradedTicks ? 'TIED' : 'TRADED_AWAY';
};

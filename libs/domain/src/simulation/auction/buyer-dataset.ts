import { BPS, gridValue } from '#domain/core';
import { type AuctionListener } from './auction-events.js';
import { AuctionOutcome, NOBODY, QuoteStatus, type AuctionView } from './auction.js';

/** What became of a dealer who was asked, as the client sees it. */
export type QuoteFate = 'DONE' | 'LOST' | 'EXPIRED' | 'LAST_LOOK_REJECTED' | 'DECLINED' | 'LATE' | 'NO_ANSWER';

/** One dealer who was asked. Prices in currency per unit, NaN where there is none; times NaN where nothing happened. */
export interface BuyerQuote {
  readonly dealer: number;
  readonly askedNs: number;
  readonly quotedNs: number;
  readonly validUntilNs: number;
  readonly bid: number;
  readonly offer: number;
  /** Mid when the answer came. */
  readonly midAtQuote: number;
  readonly fate: QuoteFate;
  /** How far the mid had moved against the dealer when he refused; NaN where he did not. */
  readonly rejectMoveBps: number;
}

/** One request as the client sees it. Prices and mids in currency per unit. */
export interface BuyerRow {
  readonly auction: number;
  readonly requestedNs: number;
  readonly side: 1 | -1;
  readonly quantity: number;
  readonly isTwoSided: boolean;
  readonly arrivalMid: number;
  /** In the order of asking. */
  readonly quotes: readonly BuyerQuote[];
  readonly outcome: 'TRADED' | 'PASSED';
  readonly endedNs: number;
  readonly endMid: number;
  /** The dealer traded with, or -1. */
  readonly winner: number;
  readonly price: number;
  readonly cover: number;
  /** Of the price against the mid at arrival, positive is worse; NaN where nothing was traded. */
  readonly costBps: number;
  /** Mids after the end by the rules' markout times. */
  readonly markoutMids: readonly number[];
  /** `s (mid after the end - price)`: positive is good for the client and bad for the dealer. NaN where nothing was traded. */
  readonly markoutBps: readonly number[];
}

/** What the client knew and the dealers did not: for checking estimates, never for making them. */
export interface ClientTruth {
  readonly auction: number;
  readonly tier: number;
  readonly reservationBps: number;
  readonly isInformed: boolean;
  readonly signalBps: number;
}

/** Every request with all its quotes, in the order in which auctions were settled. */
export class BuyerDataset implements AuctionListener {
  readonly rows: BuyerRow[] = [];
  readonly truths: ClientTruth[] = [];

  event(): void {
    // Rows are of auctions that are over.
  }

  settled(auction: AuctionView): void {
    const { tier, reservationBps, isInformed, signalBps } = auction.order;
    this.rows.push(buyerRow(auction));
    this.truths.push({ auction: auction.index, tier, reservationBps, isInformed, signalBps });
  }
}

const buyerRow = (auction: AuctionView): BuyerRow => {
  const { order, instrument, arrivalMid } = auction;
  const price = gridValue(auction.tradedTicks, instrument.tickSize);
  const markoutMids = Array.from(auction.markoutMids);
  return {
    auction: auction.index,
    requestedNs: auction.openedNs,
    side: order.side,
    quantity: order.quantity,
    isTwoSided: auction.isTwoSided,
    arrivalMid,
    quotes: Array.from({ length: auction.askedCount }, (_, i) => buyerQuote(auction, auction.asked[i]!)),
    outcome: auction.outcome === AuctionOutcome.TRADED ? 'TRADED' : 'PASSED',
    endedNs: auction.endedNs,
    endMid: auction.endMid,
    winner: auction.winner,
    price,
    cover: gridValue(auction.coverTicks, instrument.tickSize),
    costBps: auction.winner === NOBODY ? NaN : auction.costBps(auction.tradedTicks),
    markoutMids,
    markoutBps: markoutMids.map((mid) => (order.side * (mid - price) * BPS) / arrivalMid),
  };
};

const buyerQuote = (auction: AuctionView, dealer: number): BuyerQuote => ({
  dealer,
  askedNs: auction.askedNs[dealer]!,
  quotedNs: auction.quotedNs[dealer]!,
  validUntilNs: auction.validUntilNs[dealer]!,
  bid: gridValue(auction.bidTicks[dealer]!, auction.instrument.tickSize),
  offer: gridValue(auction.offerTicks[dealer]!, auction.instrument.tickSize),
  midAtQuote: auction.midAtQuote[dealer]!,
  fate: quoteFate(auction, dealer),
  rejectMoveBps: auction.rejectMoveBps[dealer]!,
});

/** Of a dealer who was asked in an auction that is over. */
export const quoteFate = (auction: AuctionView, dealer: number): QuoteFate => {
  switch (auction.status[dealer]) {
    case QuoteStatus.DONE:
      return 'DONE';
    case QuoteStatus.LIVE:
      return auction.validUntilNs[dealer]! > auction.endedNs ? 'LOST' : 'EXPIRED';
    case QuoteStatus.EXPIRED:
      return 'EXPIRED';
    case QuoteStatus.REJECTED:
      return 'LAST_LOOK_REJECTED';
    case QuoteStatus.DECLINED:
      return 'DECLINED';
    case QuoteStatus.LATE:
      return 'LATE';
    default:
      return 'NO_ANSWER';
  }
};

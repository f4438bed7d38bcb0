import { gridValue } from '#domain/core';
import { type AuctionQuoteFate, type SimulatedAuction, type SimulatedAuctionQuote } from '#domain/market-data';
import { AuctionOutcome, NOBODY, quoteFate, QuoteStatus, type AuctionView } from '../auction/index.js';

const NS_PER_SECOND = 1e9;

/** The names behind the numbers of an auction. */
export interface AuctionNames {
  readonly dealers: readonly string[];
  readonly tiers: readonly string[];
}

/** An auction that is over, as it is told to people. `knownNs`: when it is told. */
export const toldAuction = (auction: AuctionView, names: AuctionNames, knownNs: number): SimulatedAuction => {
  const { order, index, winner, tradedTicks, coverDealer, coverTicks, instrument } = auction;
  const asked = Array.from({ length: auction.askedCount }, (_, i) => auction.asked[i]!);
  return {
    auctionId: String(index),
    requestedNs: auction.openedNs,
    endedNs: auction.endedNs,
    knownNs,
    side: order.side > 0 ? 'BUY' : 'SELL',
    quantity: order.quantity,
    clientTier: names.tiers[order.tier]!,
    arrivalMid: auction.arrivalMid,
    quotes: asked.map((dealer) => toldQuote(auction, dealer, names.dealers[dealer]!)),
    result: resultOf(auction, asked),
    ...(winner !== NOBODY && {
      trade: {
        dealer: names.dealers[winner]!,
        price: gridValue(tradedTicks, instrument.tickSize),
        costBps: auction.costBps(tradedTicks),
      },
    }),
    ...(coverDealer !== NOBODY && { coverPrice: gridValue(coverTicks, instrument.tickSize) }),
  };
};

const toldQuote = (auction: AuctionView, dealer: number, name: string): SimulatedAuctionQuote => {
  const ticks = auction.ticksOf(dealer);
  const quotedNs = auction.quotedNs[dealer]!;
  return {
    dealer: name,
    ...(!Number.isNaN(ticks) && { price: gridValue(ticks, auction.instrument.tickSize) }),
    ...(!Number.isNaN(quotedNs) && { responseSeconds: (quotedNs - auction.askedNs[dealer]!) / NS_PER_SECOND }),
    fate: fateOf(auction, dealer),
  };
};

const fateOf = (auction: AuctionView, dealer: number): AuctionQuoteFate => {
  const fate = quoteFate(auction, dealer);
  if (fate !== 'LOST') return fate;
  return auction.outcome === AuctionOutcome.TRADED ? 'DONE_AWAY' : 'NOT_TRADED';
};

const resultOf = (auction: AuctionView, asked: readonly number[]): SimulatedAuction['result'] => {
  if (auction.outcome === AuctionOutcome.TRADED) return 'TRADED';
  return asked.some((dealer) => auction.status[dealer] === QuoteStatus.REJECTED) ? 'REJECTED' : 'PASSED';
};

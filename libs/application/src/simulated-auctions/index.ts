import { err, ok, type Failure, type Result } from '#domain/core';
import { type MarketSource } from '#domain/market-data';
import { ChangeStream } from '#application/change-stream';
import { unknownInstrument, type UnknownInstrument } from '#application/decidable-market';
import { type AuctionReport, type InstrumentStates, type MarketState } from '#application/ports';

export type NoSimulatedAuctions = Failure<'NO_SIMULATED_AUCTIONS'>;

/** A simulated auction that is over, and the market that it was part of. */
export interface AuctionView extends AuctionReport {
  readonly instrumentId: string;
  readonly source: MarketSource;
}

export interface AuctionsView {
  readonly instrumentId: string;
  readonly source: MarketSource;
  /** The last ones, newest first. */
  readonly auctions: readonly AuctionView[];
}

/** More than a feed tells of at once; whoever leaves so many unread is ended. */
const UNREAD_MAX = 100;

/** The last auctions of an instrument, or why there are none: a recording knows of no requests for quotes. */
export const simulatedAuctions = (
  market: MarketState & InstrumentStates,
  instrumentId: string,
): Result<AuctionsView, UnknownInstrument | NoSimulatedAuctions> => {
  const state = market.state(instrumentId);
  if (state === undefined) return err(unknownInstrument(market, instrumentId, 'instrumentId'));
  const { source } = state.market;
  if (state.auctions === undefined) {
    return err({
      code: 'NO_SIMULATED_AUCTIONS',
      field: 'instrumentId',
      message: `${instrumentId} plays from ${source.name}, which has no dealers`,
      allowed: 'an instrument of the market that plays without --session',
    });
  }
  return ok({
    instrumentId,
    source,
    auctions: state.auctions.map((auction) => ({ ...auction, instrumentId, source })),
  });
};

/** Every auction of an instrument that is known from now on, oldest first; or why there are none. `return()` ends it. */
export const watchAuctions = (
  market: MarketState & InstrumentStates,
  instrumentId: string,
): Result<AsyncIterableIterator<AuctionView>, UnknownInstrument | NoSimulatedAuctions> => {
  const now = simulatedAuctions(market, instrumentId);
  if (!now.ok) return now;
  let { auctions: told } = now.value;
  const stopListening = market.listen(() => {
    const next = simulatedAuctions(market, instrumentId);
    const auctions = next.ok ? next.value.auctions : [];
    for (const auction of [...auctions].reverse()) if (!isAmong(told, auction)) stream.push(auction);
    told = auctions;
  });
  const stream = new ChangeStream<AuctionView>(UNREAD_MAX, ({ auctionId }) => auctionId, stopListening);
  return ok(stream);
};

const isAmong = (auctions: readonly AuctionView[], { auctionId }: AuctionView): boolean =>
  auctions.some((auction) => auction.auctionId === auctionId);

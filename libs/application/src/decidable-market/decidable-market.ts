import { err, ok, parseInstant, type Failure, type Result } from '#domain/core';
import { bookState, isTwoSided, type TwoSidedMarket } from '#domain/market-data';
import { type MarketState } from '#application/ports';

export type UnknownInstrument = Failure<'UNKNOWN_INSTRUMENT'>;
export type StaleMarket = Failure<'STALE_MARKET'>;
export type CrossedMarket = Failure<'CROSSED_MARKET'>;
export type MarketNotTradable = Failure<'MARKET_NOT_TRADABLE'>;

export type MarketFailure = UnknownInstrument | StaleMarket | CrossedMarket | MarketNotTradable;

/** A feed that has said nothing for longer than this is dead; it speaks every quarter of a second. */
export const MAX_FEED_SILENCE_MS = 2_000;

/** A book in which nothing has happened for longer than this no longer says what the market is. */
export const MAX_BOOK_AGE_S = 900;

/** The market of an instrument if decisions may be made on it now; otherwise why not, and what to do. */
export const decidableMarket = (
  state: MarketState,
  instrumentId: string,
  field = 'instrumentId',
): Result<TwoSidedMarket, MarketFailure> => {
  const silenceMs = state.feedSilenceMs();
  const market = state.latest(instrumentId);
  if (market === undefined && silenceMs !== Infinity) {
    return err(unknownInstrument(state, instrumentId, field));
  }
  if (market === undefined || silenceMs > MAX_FEED_SILENCE_MS) {
    return err({
      code: 'STALE_MARKET',
      field,
      message:
        market === undefined
          ? 'the market feed has not been heard yet'
          : `the market feed has been silent for ${Math.round(silenceMs)} ms`,
      allowed: 'ask again when the feed is back; readiness at /ready says so',
    });
  }
  const { expiresAt } = market.terms;
  if (expiresAt !== undefined && (parseInstant(expiresAt) ?? 0n) <= state.now()) {
    return err({
      code: 'MARKET_NOT_TRADABLE',
      field,
      message: `${instrumentId} expired at ${expiresAt}`,
      allowed: 'an instrument that has not expired',
    });
  }
  const ageS = Number(state.now() - (parseInstant(market.exchangeTime) ?? 0n)) / 1e9;
  if (ageS > MAX_BOOK_AGE_S) {
    return err({
      code: 'STALE_MARKET',
      field,
      message: `the book of ${instrumentId} has not changed for ${Math.round(ageS)} s`,
      allowed: `a book that changed within ${MAX_BOOK_AGE_S} s`,
    });
  }
  if (market.status !== 'OPEN') {
    return err({
      code: 'MARKET_NOT_TRADABLE',
      field,
      message: `trading in ${instrumentId} is ${market.status}`,
      allowed: 'ask again when the instrument trades',
    });
  }
  if (isTwoSided(market)) return ok(market);
  const book = bookState(market);
  if (book === 'INVALID') {
    return err({
      code: 'MARKET_NOT_TRADABLE',
      field,
      message: `the book of ${instrumentId} is marked invalid: ${market.bookFault!.reason}`,
      allowed: 'ask again when the feed is in order; docs/quality.md says when that is',
    });
  }
  if (book === 'CROSSED') {
    return err({
      code: 'CROSSED_MARKET',
      field,
      message: `the book of ${instrumentId} is crossed: bid ${market.bids[0]?.price} above ask ${market.asks[0]?.price}`,
      allowed: 'ask again when the book has cleared',
    });
  }
  return err({
    code: 'MARKET_NOT_TRADABLE',
    field,
    message: `the book of ${instrumentId} has only one side`,
    allowed: 'ask again when both sides are quoted',
  });
};

export const unknownInstrument = (state: MarketState, instrumentId: string, field: string): UnknownInstrument => ({
  code: 'UNKNOWN_INSTRUMENT',
  field,
  message: `no instrument ${JSON.stringify(instrumentId)} in this market session`,
  allowed: `one of: ${state.instruments().slice(0, MAX_LISTED).join(', ')}`,
});

const MAX_LISTED = 20;

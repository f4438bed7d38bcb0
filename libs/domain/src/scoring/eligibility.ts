import { BPS } from '#domain/core';
import { midPrice, spreadBps, type TwoSidedMarket } from '#domain/market-data';
import { type Quote } from '#domain/rfq';

/** Why a quote was not scored. Nothing is discarded silently: each one comes back with its reason. */
export type DiscardReason = 'EXPIRED' | 'OFF_MARKET';

export interface DiscardedQuote {
  readonly quote: Quote;
  readonly reason: DiscardReason;
  readonly detail: string;
}

/** A price further than this from mid is a mistake, not an offer: 10 % or 50 spreads, whichever is more. */
export const offMarketBps = (market: TwoSidedMarket): number => Math.max(1_000, 50 * spreadBps(market));

/** Splits quotes into those that may be scored and those that may not. */
export const eligibleQuotes = <Q extends Quote>(
  quotes: readonly Q[],
  market: TwoSidedMarket,
): { readonly eligible: readonly Q[]; readonly discarded: readonly DiscardedQuote[] } => {
  const eligible: Q[] = [];
  const discarded: DiscardedQuote[] = [];
  const mid = midPrice(market);
  const limitBps = offMarketBps(market);
  for (const quote of quotes) {
    const awayBps = (Math.abs(quote.price - mid) * BPS) / mid;
    if (quote.validForMs <= 0) {
      discarded.push({ quote, reason: 'EXPIRED', detail: `expired ${-quote.validForMs} ms before the decision` });
    } else if (awayBps > limitBps) {
      discarded.push({
        quote,
        reason: 'OFF_MARKET',
        detail: `${awayBps.toFixed(0)} bps from the mid ${mid}; at most ${limitBps.toFixed(0)} bps is scored`,
      });
    } else {
      eligible.push(quote);
    }
  }
  return { eligible, discarded };
};

import { midPrice } from '#domain/market-data';
import { priceBand, type PriceBand, type RfqLeg } from '#domain/rfq';
import { decidableMarket } from '#application/decidable-market';
import { type MarketState } from '#application/ports';

/** Prices of a request that can be meant now; none of a package, nor where the market cannot be decided on. */
export const bandOf = (market: MarketState, legs: readonly RfqLeg[]): { readonly band?: PriceBand } => {
  const [leg] = legs;
  const traded = leg === undefined || legs.length > 1 ? undefined : decidableMarket(market, leg.instrumentId);
  if (!traded?.ok) return {};
  const { bids, asks } = traded.value;
  return { band: priceBand(midPrice(traded.value), asks[0].price - bids[0].price) };
};

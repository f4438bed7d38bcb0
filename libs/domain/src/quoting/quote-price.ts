import { BPS, costBps, gridValue, sideSign, type Side } from '#domain/core';
import { type ImpactForecast } from '#domain/impact';
import { midPrice, weightedMid, type TwoSidedMarket } from '#domain/market-data';

/** Names of the terms of a dealer's price, in the order of assembly (reference 5). */
export const QUOTE_TERMS = [
  'reference',
  'baseHalfSpread',
  'hedgeImpact',
  'margin',
  'minimumSpread',
  'tickRounding',
] as const;

export type QuoteTermName = (typeof QUOTE_TERMS)[number];

/** One term of a price, in bps of the mid, in the client's sign: positive is worse for the client. */
export interface QuoteTerm {
  readonly name: QuoteTermName;
  readonly bps: number;
}

/** The price a dealer shows on one side; `price = mid x (1 + s x sum of terms / 1e4)`. */
export interface SidePrice {
  /** Side of the client who takes it: BUY lifts the offer, SELL hits the bid. */
  readonly clientSide: Side;
  readonly price: number;
  readonly terms: readonly QuoteTerm[];
  /** The sum of the terms. */
  readonly markupBps: number;
}

/** What the desk decides about its prices. */
export interface QuotePolicy {
  /** Fixed margin per side. */
  readonly marginBps: number;
  /** The quoted spread, offer minus bid, is never tighter than this. */
  readonly minSpreadBps: number;
}

/** A dealer's two-sided price for a size. Both prices lie on the tick grid, the bid below the offer. */
export interface TwoSidedQuote {
  readonly mid: number;
  readonly bid: SidePrice;
  readonly offer: SidePrice;
}

/**
 * Two-sided price for a block: reference (weighted mid), base half-spread (the session's average), predicted impact of
 * hedging the block, fixed margin, minimum spread, and rounding away from the mid to the tick.
 * `hedgeOfOffer` forecasts buying the block back, `hedgeOfBid` selling it on. Throws when a price is not finite.
 */
export const priceTwoSided = (
  market: TwoSidedMarket,
  hedgeOfOffer: ImpactForecast,
  hedgeOfBid: ImpactForecast,
  policy: QuotePolicy,
): TwoSidedQuote => {
  const mid = midPrice(market);
  const offer = assembledTerms('BUY', market, hedgeOfOffer, policy);
  const bid = assembledTerms('SELL', market, hedgeOfBid, policy);
  const missingBps = Math.max(0, policy.minSpreadBps - sum(offer) - sum(bid));
  return {
    mid,
    bid: roundedPrice('SELL', mid, market.terms.tickSize, [...bid, { name: 'minimumSpread', bps: missingBps / 2 }]),
    offer: roundedPrice('BUY', mid, market.terms.tickSize, [...offer, { name: 'minimumSpread', bps: missingBps / 2 }]),
  };
};

const assembledTerms = (
  clientSide: Side,
  market: TwoSidedMarket,
  hedge: ImpactForecast,
  policy: QuotePolicy,
): readonly QuoteTerm[] => [
  { name: 'reference', bps: costBps(clientSide, weightedMid(market), midPrice(market)) },
  { name: 'baseHalfSpread', bps: market.averageSpreadBps / 2 },
  { name: 'hedgeImpact', bps: hedge.slippage.meanBps },
  { name: 'margin', bps: policy.marginBps },
];

const sum = (terms: readonly QuoteTerm[]): number => {
  let total = 0;
  for (const term of terms) total += term.bps;
  return total;
};

const roundedPrice = (clientSide: Side, mid: number, tickSize: number, terms: readonly QuoteTerm[]): SidePrice => {
  const exact = mid * (1 + (sideSign(clientSide) * sum(terms)) / BPS);
  const price = roundToTick(exact, tickSize, clientSide);
  const rounding: QuoteTerm = { name: 'tickRounding', bps: costBps(clientSide, price, exact) * (exact / mid) };
  const all = [...terms, rounding];
  const markupBps = sum(all);
  if (!Number.isFinite(markupBps))
    throw new Error(`priceTwoSided: the price for a client's ${clientSide} is not finite`);
  return { clientSide, price, terms: all, markupBps };
};

/** The next tick away from the mid: up for an offer, down for a bid; a price that is on the grid stays. */
export const roundToTick = (price: number, tickSize: number, clientSide: Side): number => {
  const ticks = price / tickSize;
  const nearest = Math.round(ticks);
  const onGrid = Math.abs(ticks - nearest) < 1e-7;
  return gridValue(onGrid ? nearest : clientSide === 'BUY' ? Math.ceil(ticks) : Math.floor(ticks), tickSize);
};

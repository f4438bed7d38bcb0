import {
  depthImbalance,
  midPrice,
  spreadBps,
  weightedMid,
  type EstimatedTerm,
  type MarketSource,
  type TwoSidedMarket,
} from '#domain/market-data';

/** Levels over which depth is compared. */
const IMBALANCE_LEVELS = 5;

/** The market a decision saw, as it is shown with the decision. */
export interface MarketView {
  readonly instrumentId: string;
  readonly source: MarketSource;
  readonly exchangeTime: string;
  readonly bid: number;
  readonly ask: number;
  readonly mid: number;
  readonly weightedMid: number;
  readonly spreadBps: number;
  readonly depthImbalance: number;
  readonly averageDailyVolume: number;
  readonly dailyVolatility: number;
  readonly realisedDailyVolatility: number;
  /** Terms that nobody knew and the session estimated. */
  readonly estimated: readonly EstimatedTerm[];
}

export const marketView = (market: TwoSidedMarket): MarketView => ({
  instrumentId: market.terms.instrumentId,
  source: market.source,
  exchangeTime: market.exchangeTime,
  bid: market.bids[0].price,
  ask: market.asks[0].price,
  mid: shortest(midPrice(market)),
  weightedMid: weightedMid(market),
  spreadBps: spreadBps(market),
  depthImbalance: depthImbalance(market, IMBALANCE_LEVELS),
  averageDailyVolume: market.terms.averageDailyVolume,
  dailyVolatility: market.terms.dailyVolatility,
  realisedDailyVolatility: market.realisedDailyVolatility,
  estimated: market.terms.estimated,
});

/** A person reads 13.865 and not 13.864999999999998: the mean of two decimals, without the last bit's noise. */
const shortest = (price: number): number => Number(price.toPrecision(15));

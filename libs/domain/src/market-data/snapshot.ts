import { BPS } from '#domain/core';
import { type InstrumentTerms } from './instrument.js';
import { type BookFault } from './quality/market-quality.js';

/** Where a market comes from; every answer repeats it, so that a simulated number is never taken for a real one. */
export interface MarketSource {
  readonly kind: 'RECORDED' | 'SIMULATED' | 'LIVE';
  /** Human-readable origin, e.g. `LOBSTER AMZN 2012-06-21` or `market of agents and dealers, seed 7`. */
  readonly name: string;
}

/** One side's resting quantity at one price; price in currency per unit, size in units. */
export interface PriceLevel {
  readonly price: number;
  readonly size: number;
}

/** The trading state of an instrument; only OPEN is scored. */
export type TradingStatus = 'OPEN' | 'HALTED' | 'CLOSED';

/**
 * The market of one instrument at one moment: plain data, so that it can be published, stored with a decision and
 * replayed. Levels are best first.
 */
export interface MarketSnapshot {
  readonly terms: InstrumentTerms;
  readonly source: MarketSource;
  readonly status: TradingStatus;
  /** Events applied to the book so far in this session; two snapshots with the same sequence are the same. */
  readonly sequence: number;
  /** Exchange time of the last event, ISO 8601 with nanoseconds. */
  readonly exchangeTime: string;
  readonly bids: readonly PriceLevel[];
  readonly asks: readonly PriceLevel[];
  /** What the feed's faults forbid to rely on; absent while the book is valid. */
  readonly bookFault?: BookFault;
  /** Units traded so far in this session, on and off exchange. */
  readonly tradedVolume: number;
  readonly lastTradePrice?: number;
  /** Time-weighted quoted spread of the session so far. */
  readonly averageSpreadBps: number;
  /** Standard deviation of the mid's log return over the trailing five minutes, scaled to one day. */
  readonly realisedDailyVolatility: number;
}

/** A snapshot whose book has been checked: both sides present and not crossed. */
export interface TwoSidedMarket extends MarketSnapshot {
  readonly bids: readonly [PriceLevel, ...PriceLevel[]];
  readonly asks: readonly [PriceLevel, ...PriceLevel[]];
}

/**
 * Whether decisions may be made on a book. LOCKED (bid = ask) is scored, with a zero spread; CROSSED and ONE_SIDED are not, nor
 * is INVALID: what is shown is marked so by a fault of the feed.
 */
export type BookState = 'TWO_SIDED' | 'LOCKED' | 'CROSSED' | 'ONE_SIDED' | 'INVALID';

export const bookState = (market: MarketSnapshot): BookState => {
  if (market.bookFault?.validity === 'INVALID') return 'INVALID';
  const [bid] = market.bids;
  const [ask] = market.asks;
  if (bid === undefined || ask === undefined) return 'ONE_SIDED';
  if (bid.price > ask.price) return 'CROSSED';
  return bid.price === ask.price ? 'LOCKED' : 'TWO_SIDED';
};

export const isTwoSided = (market: MarketSnapshot): market is TwoSidedMarket => {
  const state = bookState(market);
  return state === 'TWO_SIDED' || state === 'LOCKED';
};

/** Arithmetic mean of best bid and best ask. */
export const midPrice = (market: TwoSidedMarket): number => (market.bids[0].price + market.asks[0].price) / 2;

/** Weighted mid `(Pa qb + Pb qa)/(qa + qb)`: the first-order microprice (reference 3). */
export const weightedMid = (market: TwoSidedMarket): number => {
  const [bid] = market.bids;
  const [ask] = market.asks;
  return (ask.price * bid.size + bid.price * ask.size) / (bid.size + ask.size);
};

/** Quoted spread in bps of mid. */
export const spreadBps = (market: TwoSidedMarket): number =>
  ((market.asks[0].price - market.bids[0].price) * BPS) / midPrice(market);

/** (bid - ask)/(bid + ask) of the resting size over the best `levels` levels; in [-1, 1], positive is buying interest. */
export const depthImbalance = (market: TwoSidedMarket, levels: number): number => {
  const bid = depth(market.bids, levels);
  const ask = depth(market.asks, levels);
  return bid + ask === 0 ? 0 : (bid - ask) / (bid + ask);
};

/** Units resting on one side within its best `levels` levels. */
export const depth = (side: readonly PriceLevel[], levels: number): number => {
  let units = 0;
  for (let i = 0; i < levels && i < side.length; i += 1) units += side[i]!.size;
  return units;
};

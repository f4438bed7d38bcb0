import { BPS, costBps, priceAtCost, sideSign, type Side } from '#domain/core';
import { type ImpactForecast } from '#domain/impact';
import { midPrice, spreadBps, weightedMid, type TwoSidedMarket } from '#domain/market-data';

/** What a block is worth to a dealer who must hedge it, and how sure that is. Prices in currency per unit. */
export interface FairPrice {
  readonly price: number;
  /** Standard deviation of the fair price: what the model does not know, not what the market will do. */
  readonly sdBps: number;
  /** Arrival mid: every bps of an evaluation is relative to it. */
  readonly arrivalMid: number;
  /** Side-signed distance from mid to weighted mid. */
  readonly micropriceCostBps: number;
  /** The dealer's expected cost of hedging the block. */
  readonly hedgeCostBps: number;
  /** `micropriceCostBps + hedgeCostBps`: cost of trading at the fair price. */
  readonly costBps: number;
}

/**
 * `fair = microprice + s x expected cost of hedging the block` (reference 4). The hedge cost already holds the impact
 * of the hedge; the client-information share beyond it is 0 until it is learned from markouts.
 */
export const fairPrice = (side: Side, market: TwoSidedMarket, hedge: ImpactForecast): FairPrice => {
  const arrivalMid = midPrice(market);
  const micropriceCostBps = costBps(side, weightedMid(market), arrivalMid);
  const hedgeCostBps = hedge.slippage.meanBps;
  const total = micropriceCostBps + hedgeCostBps;
  return {
    price: priceAtCost(side, arrivalMid, total),
    sdBps: fairSdBps(market, hedge),
    arrivalMid,
    micropriceCostBps,
    hedgeCostBps,
    costBps: total,
  };
};

/**
 * The price at the quantile of the fair cost that `z` standard deviations stand for: by the sign rule a higher quantile
 * is worse for the client, so it lies higher for a buyer and lower for a seller.
 */
export const fairPriceQuantile = (side: Side, fair: FairPrice, z: number): number =>
  fair.price + (sideSign(side) * z * fair.sdBps * fair.arrivalMid) / BPS;

// A weighted mid is known to about a quarter of the spread (prior), the hedge cost to the model's own uncertainty;
// timing risk moves the outcome, not what is fair now, so it stays out.
const fairSdBps = (market: TwoSidedMarket, hedge: ImpactForecast): number => {
  let variance = (spreadBps(market) / 4) ** 2;
  for (const component of hedge.residual) if (component.kind === 'MODEL') variance += component.sdBps ** 2;
  return Math.sqrt(variance);
};

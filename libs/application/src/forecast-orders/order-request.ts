import { type ImpactRequest } from '#domain/impact';
import { isTwoSided, midPrice, type MarketSnapshot, type TwoSidedMarket } from '#domain/market-data';
import { MAX_QUANTITY_DAYS } from '#domain/rfq';
import { type InstrumentState } from '#application/ports';
import { type OrderFault, type StatedOrder } from './stated-order.js';

/** Every child of the orders that the models were fitted on crossed the spread. */
const AGGRESSION = 1;

/** What the model is asked about an order of a list, such as a tape's, that arrives in this state of its instrument. */
export const orderRequest = (order: StatedOrder, { market, features }: InstrumentState): ImpactRequest | OrderFault => {
  const quoted = quotedMarket(market);
  if (quoted === undefined) {
    return {
      field: 'start_ms',
      message: `no two-sided quote of ${order.symbol} stands before it`,
      allowed: 'a moment at which both sides are quoted',
    };
  }
  const { averageDailyVolume } = quoted.terms;
  if (order.quantityUnits > MAX_QUANTITY_DAYS * averageDailyVolume) {
    return {
      field: 'shares',
      message: `it is more than ${MAX_QUANTITY_DAYS} days of average volume of ${order.symbol}`,
      allowed: `at most ${Math.floor(MAX_QUANTITY_DAYS * averageDailyVolume)}`,
    };
  }
  const { side, quantityUnits: quantity, horizonSeconds } = order;
  return { side, quantity, horizonSeconds, aggression: AGGRESSION, market: quoted, features, inHindsight: true };
};

/**
 * The market as one in which something can be asked for. A tape of best quotes of several exchanges crosses for moments: such a
 * book counts as locked at its mid, which is the arrival mid of a training set too.
 */
const quotedMarket = (market: MarketSnapshot): TwoSidedMarket | undefined => {
  if (isTwoSided(market)) return market;
  const [bid] = market.bids;
  const [ask] = market.asks;
  if (bid === undefined || ask === undefined) return undefined;
  const price = midPrice({ ...market, bids: [bid], asks: [ask] });
  return { ...market, bids: [{ ...bid, price }], asks: [{ ...ask, price }] };
};

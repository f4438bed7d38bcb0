import { ok, type Result } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { midPrice, type TwoSidedMarket } from '#domain/market-data';
import { toUnits, type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { type InstrumentStates, type MarketState } from '#application/ports';
import { decidableMarket, type MarketFailure } from './decidable-market.js';

/** A block as a client states it. */
export interface StatedBlock {
  readonly instrumentId: string;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
}

/** A block that can be decided on: its size, and the market at whose mid that was converted, with its features. */
export interface DecidableBlock {
  readonly market: TwoSidedMarket;
  /** Of the market's moment; null where there are none. */
  readonly features: FeatureSnapshot | null;
  /** In units. */
  readonly quantity: number;
}

/**
 * The block in the market of this moment; otherwise why nothing can be decided about it, and what to do. `place` is what stands
 * before the names of its fields, such as `orders.3.`.
 */
export const decidableBlock = (
  state: MarketState & InstrumentStates,
  { instrumentId, quantity, quantityUnit }: StatedBlock,
  place = '',
): Result<DecidableBlock, MarketFailure | InvalidQuantity> => {
  const market = decidableMarket(state, instrumentId, `${place}instrumentId`);
  if (!market.ok) return market;
  const units = toUnits(quantity, quantityUnit, market.value.terms, midPrice(market.value), `${place}quantity`);
  if (!units.ok) return units;
  const features = state.state(instrumentId)?.features ?? null;
  return ok({ market: market.value, features, quantity: units.value });
};

import { err, ok, type Result } from '#domain/core';
import { midPrice } from '#domain/market-data';
import { toLots, type InvalidQuantity, type RfqLeg, type RfqState } from '#domain/rfq';
import { decidableMarket, type MarketFailure } from '#application/decidable-market';
import { type MarketState } from '#application/ports';
import { type StatedPart, type StatedQuantity } from './command.js';

/**
 * Lots behind a stated quantity of a request, at the mid of the moment where the unit moves with it. LOTS pass as they are:
 * the request itself refuses what is no whole number.
 */
export const statedLots = (
  market: MarketState,
  legs: readonly RfqLeg[],
  { quantity, quantityUnit }: StatedQuantity,
  fields: { readonly quantity: string; readonly market: string },
): Result<number, MarketFailure | InvalidQuantity> => {
  if (quantityUnit === 'LOTS') return ok(quantity);
  const [leg] = legs;
  if (leg === undefined || legs.length > 1) {
    return err({
      code: 'INVALID_QUANTITY',
      field: fields.quantity,
      message: `a package has no quantity in ${quantityUnit}`,
      allowed: 'whole packages, in LOTS',
    });
  }
  const traded = decidableMarket(market, leg.instrumentId, fields.market);
  return traded.ok
    ? toLots(quantity, quantityUnit, traded.value.terms, midPrice(traded.value), fields.quantity)
    : traded;
};

/** The same of a request that is open; `available` where no quantity is stated. */
export const lotsOr = (
  market: MarketState,
  { terms }: RfqState,
  { quantity, quantityUnit }: StatedPart,
  available: number,
): Result<number, MarketFailure | InvalidQuantity> =>
  quantity === undefined
    ? ok(available)
    : statedLots(market, terms.legs, { quantity, quantityUnit }, { quantity: 'quantity', market: 'quantityUnit' });

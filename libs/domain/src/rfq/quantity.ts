import { err, gridValue, ok, type Failure, type Result } from '#domain/core';
import { type InstrumentTerms } from '#domain/market-data';

/** How a quantity is stated: units of the underlying, contracts, or notional in the instrument's currency. */
export type QuantityUnit = 'UNITS' | 'CONTRACTS' | 'NOTIONAL';

/** Beyond this many days of volume no forecast means anything. */
export const MAX_QUANTITY_DAYS = 100;

export type InvalidQuantity = Failure<'INVALID_QUANTITY'>;

/** Units of the underlying behind a stated quantity: its whole lots, as `toLots` counts them. */
export const toUnits = (
  quantity: number,
  unit: QuantityUnit,
  terms: InstrumentTerms,
  price: number,
  field: string,
): Result<number, InvalidQuantity> => {
  const lots = toLots(quantity, unit, terms, price, field);
  if (!lots.ok) return lots;
  const face = gridValue(lots.value, terms.lotSize);
  return ok(terms.isInverse === true ? face / price : face);
};

/** Units of the instrument in one lot, at `price`: the lot of an inverse contract is of currency. */
export const unitsPerLot = ({ lotSize, isInverse = false }: InstrumentTerms, price: number): number =>
  isInverse ? lotSize / price : lotSize;

/**
 * Whole lots behind a stated quantity, at `price` (the arrival mid), m being the contract multiplier:
 *
 * | contract | of                           | units             | notional       |
 * | -------- | ---------------------------- | ----------------- | -------------- |
 * | linear   | m units                      | contracts m       | units price    |
 * | inverse  | m of currency, e.g. 100 USD  | contracts m/price | contracts m    |
 *
 * What a contract is of, its face, is traded in whole lots: contracts must be whole lots as given, and so must units of a
 * linear instrument. What moves with the price (units of an inverse contract) and notional are rounded down to whole lots.
 * The price of a spread is a difference and may be next to nothing, so that its notional says nothing: refused.
 */
export const toLots = (
  quantity: number,
  unit: QuantityUnit,
  terms: InstrumentTerms,
  price: number,
  field: string,
): Result<number, InvalidQuantity> => {
  const invalid = (message: string, allowed: string): Result<number, InvalidQuantity> =>
    err({ code: 'INVALID_QUANTITY', field, message, allowed });
  if (terms.kind === 'SPREAD' && unit === 'NOTIONAL') {
    return invalid(`${terms.instrumentId} is a spread, which has no notional`, 'a quantity in UNITS or CONTRACTS');
  }
  const { lotSize, isInverse = false } = terms;
  const smallest = fromFace(lotSize, unit, terms, price);
  if (!(Number.isFinite(quantity) && quantity > 0)) {
    return invalid(`${field} must be positive`, `a number of at least ${smallest} ${unit}`);
  }
  const isExact = unit === 'CONTRACTS' || (unit === 'UNITS' && !isInverse);
  const face = toFace(quantity, unit, terms, price);
  const lots = face / lotSize;
  const wholeLots = isExact ? Math.round(lots) : Math.floor(lots * (1 + LOT_TOLERANCE));
  if (wholeLots < 1) {
    return invalid(`${field} is smaller than one lot of ${terms.instrumentId}`, `at least ${smallest} ${unit}`);
  }
  if (isExact && Math.abs(lots - wholeLots) > LOT_TOLERANCE * wholeLots) {
    return invalid(
      `${field} is not a whole number of lots of ${terms.instrumentId}`,
      `a multiple of ${smallest} ${unit}`,
    );
  }
  const maxFace = MAX_QUANTITY_DAYS * terms.averageDailyVolume * (isInverse ? price : 1);
  if (face > maxFace) {
    return invalid(
      `${field} is more than ${MAX_QUANTITY_DAYS} days of average volume of ${terms.instrumentId}`,
      `at most ${fromFace(maxFace, unit, terms, price)} ${unit}`,
    );
  }
  return ok(wholeLots);
};

// Relative: lots are computed by division, so 0.3 / 0.1 must count as three. Far below half a lot of any block.
const LOT_TOLERANCE = 1e-12;

/** Face of a stated quantity: units of a linear instrument, currency of an inverse one. */
const toFace = (quantity: number, unit: QuantityUnit, terms: InstrumentTerms, price: number): number => {
  if (unit === 'CONTRACTS') return quantity * terms.contractMultiplier;
  if (terms.isInverse === true) return unit === 'UNITS' ? quantity * price : quantity;
  return unit === 'NOTIONAL' ? quantity / price : quantity;
};

const fromFace = (face: number, unit: QuantityUnit, terms: InstrumentTerms, price: number): number => {
  if (unit === 'CONTRACTS') return face / terms.contractMultiplier;
  if (terms.isInverse === true) return unit === 'UNITS' ? face / price : face;
  return unit === 'NOTIONAL' ? face * price : face;
};

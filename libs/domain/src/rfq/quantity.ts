import { err, gridValue, ok, type Failure, type Result } from '#domain/core';
import { type InstrumentTerms } from '#domain/market-data';

/** How a quantity is stated: units of the underlying, contracts, or notional in the instrument's currency. */
export type QuantityUnit = 'UNITS' | 'CONTRACTS' | 'NOTIONAL';

/** Beyond this many days of volume no forecast means anything. */
export const MAX_QUANTITY_DAYS = 100;

export type InvalidQuantity = Failure<'INVALID_QUANTITY'>;

/**
 * Units of the underlying behind a stated quantity. Notional is converted at `price` (the arrival mid) and rounded down
 * to whole lots; units and contracts must be whole lots as given.
 */
export const toUnits = (
  quantity: number,
  unit: QuantityUnit,
  terms: InstrumentTerms,
  price: number,
  field: string,
): Result<number, InvalidQuantity> => {
  const invalid = (message: string, allowed: string): Result<number, InvalidQuantity> =>
    err({ code: 'INVALID_QUANTITY', field, message, allowed });
  const smallest = inStatedUnit(terms.lotSize, unit, terms, price);
  if (!(Number.isFinite(quantity) && quantity > 0)) {
    return invalid(`${field} must be positive`, `a number of at least ${smallest} ${unit}`);
  }
  const units =
    unit === 'NOTIONAL' ? quantity / price : unit === 'CONTRACTS' ? quantity * terms.contractMultiplier : quantity;
  const lots = units / terms.lotSize;
  const wholeLots = unit === 'NOTIONAL' ? Math.floor(lots * (1 + LOT_TOLERANCE)) : Math.round(lots);
  if (wholeLots < 1) {
    return invalid(`${field} is smaller than one lot of ${terms.instrumentId}`, `at least ${smallest} ${unit}`);
  }
  if (unit !== 'NOTIONAL' && Math.abs(lots - wholeLots) > LOT_TOLERANCE * wholeLots) {
    return invalid(
      `${field} is not a whole number of lots of ${terms.instrumentId}`,
      `a multiple of ${smallest} ${unit}`,
    );
  }
  const maxUnits = MAX_QUANTITY_DAYS * terms.averageDailyVolume;
  if (units > maxUnits) {
    return invalid(
      `${field} is more than ${MAX_QUANTITY_DAYS} days of average volume of ${terms.instrumentId}`,
      `at most ${inStatedUnit(maxUnits, unit, terms, price)} ${unit}`,
    );
  }
  return ok(gridValue(wholeLots, terms.lotSize));
};

// Relative: lots are computed by division, so 0.3 / 0.1 must count as three. Far below half a lot of any block.
const LOT_TOLERANCE = 1e-12;

const inStatedUnit = (units: number, unit: QuantityUnit, terms: InstrumentTerms, price: number): number =>
  unit === 'NOTIONAL' ? units * price : unit === 'CONTRACTS' ? units / terms.contractMultiplier : units;

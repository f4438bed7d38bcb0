import { err, gridValue, ok, type Result } from '#domain/core';
import { midPrice, type TwoSidedMarket } from '#domain/market-data';
import { toUnits, type InvalidQuantity, type QuantityUnit } from '#domain/rfq';

/** The sizes of a curve: `quantities` as they are, or `points` of them between two, each the same ratio above the last. */
export interface StatedSizes {
  readonly quantities?: readonly number[];
  readonly fromQuantity?: number;
  readonly toQuantity?: number;
  /** 2 or more; of a range only. */
  readonly points: number;
  readonly quantityUnit: QuantityUnit;
}

/** Sizes of a curve in units, as stated; of a range rising, whole lots of which each is there once. */
export const statedSizes = (
  stated: StatedSizes,
  market: TwoSidedMarket,
): Result<readonly number[], InvalidQuantity> => {
  const { quantities, fromQuantity, toQuantity } = stated;
  const hasRange = fromQuantity !== undefined || toQuantity !== undefined;
  if (quantities !== undefined && !hasRange) return listed(quantities, stated, market);
  if (quantities !== undefined || !hasRange) {
    const message = 'a curve is over quantities or over a range of them';
    return err(invalid('quantities', message, 'either quantities, or fromQuantity and toQuantity'));
  }
  if (fromQuantity === undefined) return err(invalid('fromQuantity', 'the range has no smallest quantity', 'a number'));
  if (toQuantity === undefined) return err(invalid('toQuantity', 'the range has no largest quantity', 'a number'));
  return ranged(fromQuantity, toQuantity, stated, market);
};

const invalid = (field: string, message: string, allowed: string): InvalidQuantity => ({
  code: 'INVALID_QUANTITY',
  field,
  message,
  allowed,
});

const listed = (
  quantities: readonly number[],
  { quantityUnit }: StatedSizes,
  market: TwoSidedMarket,
): Result<readonly number[], InvalidQuantity> => {
  const sizes: number[] = [];
  for (const [i, quantity] of quantities.entries()) {
    const units = toUnits(quantity, quantityUnit, market.terms, midPrice(market), `quantities.${i}`);
    if (!units.ok) return units;
    sizes.push(units.value);
  }
  return ok(sizes);
};

const ranged = (
  fromQuantity: number,
  toQuantity: number,
  { quantityUnit, points }: StatedSizes,
  market: TwoSidedMarket,
): Result<readonly number[], InvalidQuantity> => {
  const from = toUnits(fromQuantity, quantityUnit, market.terms, midPrice(market), 'fromQuantity');
  if (!from.ok) return from;
  const to = toUnits(toQuantity, quantityUnit, market.terms, midPrice(market), 'toQuantity');
  if (!to.ok) return to;
  if (to.value <= from.value) {
    return err(invalid('toQuantity', 'the range ends where it begins or before', `above ${fromQuantity}`));
  }
  const step = (to.value / from.value) ** (1 / (points - 1));
  const { lotSize, isInverse = false } = market.terms;
  // Units of an inverse contract move with the price: its lots are of currency.
  const whole = (units: number): number => (isInverse ? units : gridValue(Math.round(units / lotSize), lotSize));
  const between = Array.from({ length: points - 2 }, (_, i) => whole(from.value * step ** (i + 1)));
  return ok([...new Set([from.value, ...between, to.value])]);
};

import { refusal, type RfqFailure } from './failure.js';
import { type RfqTerms } from './terms.js';

/** Prices that can be meant; a typing error in a digit lies outside. */
export interface PriceBand {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Half of the mid or 50 spreads to either side, whichever is more. Far wider than what is scored: it stops a price that
 * is 100 times off at the door, not a bad quote.
 */
export const priceBand = (mid: number, spread: number): PriceBand => {
  const reach = Math.max(Math.abs(mid) / 2, 50 * spread);
  return { lowest: mid - reach, highest: mid + reach };
};

/** A price of these terms, within the band where one is known. */
export const priceFailure = (
  field: string,
  price: number,
  { isDifference }: RfqTerms,
  band: PriceBand | undefined,
): RfqFailure | undefined => {
  if (!Number.isFinite(price) || (!isDifference && price <= 0)) {
    const allowed = isDifference ? 'a finite number' : 'a positive number';
    return refusal('INVALID_PRICE', field, `${field} is ${price}`, allowed);
  }
  return band === undefined || (price >= band.lowest && price <= band.highest)
    ? undefined
    : refusal(
        'INVALID_PRICE',
        field,
        `${field} ${price} is too far from the market to be meant`,
        `from ${band.lowest} to ${band.highest}`,
      );
};

/** Times are in milliseconds, with decimals in some recordings: six digits more are nanoseconds. */
export const MS_IN_NS_DIGITS = 6;

/** A million dollars a share, in 1/10,000 USD. */
const PRICE_MAX = 1e10;

/** Not a price at all, whatever the market. In 1/10,000 USD. */
export const isAbsurd = (price: number): boolean => price <= 0 || price > PRICE_MAX;

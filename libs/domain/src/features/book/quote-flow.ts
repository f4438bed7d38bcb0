/**
 * What a change of the best price and size of a side says about the will to trade there: `1[P' >= P] q' - 1[P' <= P] q`
 * for bids; for asks with prices negated, so that better is higher on both sides (Cont, Kukanov and Stoikov, J. Financial
 * Econometrics 12(1), 2014). Positive: the side became stronger.
 */
export const quoteFlow = (priceBefore: number, sizeBefore: number, price: number, size: number): number =>
  (price >= priceBefore ? size : 0) - (price <= priceBefore ? sizeBefore : 0);

/**
 * What the change of a quote says about the will to trade on its side: `1[P' >= P] q' - 1[P' <= P] q` for bids (Cont, Kukanov
 * and Stoikov, J. Financial Econometrics 12(1), 2014). A better price brings its whole size, a worse one takes the whole
 * size before it away, at the same price the difference counts. `improvement`: positive where the new price is the better one.
 */
export const quoteFlow = (improvement: number, sizeBefore: number, size: number): number => {
  if (improvement === 0) return size - sizeBefore;
  return improvement > 0 ? size : -sizeBefore;
};

import { ASK, BID, type BookSide, type MarketView } from '#domain/market-data';
import { type Sign } from './own-order.js';

/** The side of the book on which an order of this sign rests, and the one that it takes from. */
export const ownSide = (sign: Sign): BookSide => (sign === 1 ? BID : ASK);
export const otherSide = (sign: Sign): BookSide => (sign === 1 ? ASK : BID);

/** The best quote may be told by a stream of its own that is ahead of the levels: the view's best is the newer one. */
export const bestPrice = (view: MarketView, side: BookSide): number => (side === BID ? view.bidPrice : view.askPrice);
const bestSize = (view: MarketView, side: BookSide): number => (side === BID ? view.bidSize : view.askSize);

/** Whether `price` is better for the other side to take than `than`: a higher bid, a lower ask. */
const isBetter = (side: BookSide, price: number, than: number): boolean => (side === BID ? price > than : price < than);

/** The recorded size at a price; NaN where the price is out of sight. */
export const displayedAt = (view: MarketView, side: BookSide, price: number): number => {
  const best = bestPrice(view, side);
  if (price === best) return bestSize(view, side);
  if (isBetter(side, price, best)) return 0;
  const isInSight = view.isDepthValid && !Number.isNaN(view.book.depthTo(side, price));
  return isInSight ? view.book.sizeAtPrice(side, price) : NaN;
};

/** Visits the displayed levels of a side, best first, until `visit` says no. */
export const visitLevels = (
  view: MarketView,
  side: BookSide,
  visit: (price: number, size: number) => boolean,
): void => {
  const best = bestPrice(view, side);
  if (Number.isNaN(best) || !visit(best, bestSize(view, side)) || !view.isDepthValid) return;
  const { book } = view;
  for (let i = 0; i < book.count(side); i += 1) {
    const price = book.priceAt(side, i)!;
    if (isBetter(side, best, price) && !visit(price, book.sizeAt(side, i))) return;
  }
};

/** (bid + ask)/2 while both are known, also of a book that is crossed for a moment; NaN otherwise. */
export const quotedMid = (view: MarketView): number => (view.bidPrice + view.askPrice) / 2;

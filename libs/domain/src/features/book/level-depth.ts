import { type BookSide, type MarketView } from '#domain/market-data';

/** Sizes of the best `levels` levels of a side together, in size units; NaN where fewer are known. */
export const levelDepth = ({ book, isDepthValid }: MarketView, side: BookSide, levels: number): number => {
  if (!isDepthValid || book.count(side) < levels) return NaN;
  let depth = 0;
  for (let i = 0; i < levels; i += 1) depth += book.sizeAt(side, i);
  return depth;
};

import { type BookSide, type L2Book } from '#domain/market-data';

/** Sizes of the best `levels` levels of a side together, in size units; NaN where the side has fewer. */
export const levelDepth = (book: L2Book, side: BookSide, levels: number): number => {
  if (book.count(side) < levels) return NaN;
  let depth = 0;
  for (let i = 0; i < levels; i += 1) depth += book.sizeAt(side, i);
  return depth;
};

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ASK, BID, L2Book, MarketView } from '#domain/market-data';
import { OrderFlowImbalance } from './order-flow-imbalance.js';

type Level = readonly [price: number, size: number];
interface Book {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly isOpen?: boolean;
}

/** The imbalance of each of three levels over a course of books. */
const imbalances = (...books: readonly Book[]): readonly number[] => {
  const flow = new OrderFlowImbalance(3);
  for (const { bids, asks, isOpen = true } of books) {
    const book = new L2Book();
    for (const [price, size] of bids) book.set(BID, price, size);
    for (const [price, size] of asks) book.set(ASK, price, size);
    const view = new MarketView(book, 0, 1e12, 1, 1);
    view.isOpen = isOpen;
    flow.onBook(view);
  }
  return [flow.take(0), flow.take(1), flow.take(2)];
};
const top = (bid: Level, ask: Level): Book => ({ bids: [bid], asks: [ask] });

describe('order-flow imbalance', () => {
  // The first two are the golden values of the formula's reference; the others by hand.
  it.each<[string, Book, Book, readonly number[]]>([
    ['sizes change', top([100, 10], [101, 20]), top([100, 15], [101, 12]), [13, 0, 0]],
    ['the bid rises', top([100, 10], [102, 20]), top([101, 7], [102, 20]), [7, 0, 0]],
    ['the bid falls', top([100, 10], [102, 20]), top([99, 7], [102, 20]), [-10, 0, 0]],
    ['the ask falls', top([100, 10], [102, 20]), top([100, 10], [101, 3]), [-3, 0, 0]],
    ['the bid is gone', top([100, 10], [102, 20]), { bids: [], asks: [[102, 20]] }, [-10, 0, 0]],
    [
      'behind the best',
      { bids: [[100, 10], [99, 5]], asks: [[101, 1]] }, // prettier-ignore
      { bids: [[100, 10], [99, 9], [98, 2]], asks: [[101, 1], [105, 4]] }, // prettier-ignore
      [0, 4 - 4, 2],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(imbalances(before, after)).toEqual(expected);
  });

  it('counts nothing over a moment at which the market is not open', () => {
    const closed = { ...top([90, 500], [110, 1]), isOpen: false };
    expect(imbalances(top([100, 10], [101, 20]), closed, top([100, 10], [101, 20]))).toEqual([0, 0, 0]);
  });

  it('changes its sign when bids and asks trade places', () => {
    const level = (from: number) => fc.tuple(fc.integer({ min: from, max: from + 9 }), fc.integer({ min: 1, max: 50 }));
    const book = fc.record({
      bids: fc.array(level(80), { maxLength: 4 }),
      asks: fc.array(level(120), { maxLength: 4 }),
    });
    const mirrored = ({ bids, asks }: Book): Book => ({
      bids: asks.map(([price, size]) => [200 - price, size] as const),
      asks: bids.map(([price, size]) => [200 - price, size] as const),
    });
    fc.assert(
      fc.property(fc.array(book, { minLength: 2, maxLength: 6 }), (books) => {
        expect(imbalances(...books.map(mirrored)).map((x) => 0 - x)).toEqual(imbalances(...books).map((x) => 0 + x));
      }),
    );
  });
});

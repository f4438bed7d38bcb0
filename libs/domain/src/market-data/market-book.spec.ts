import { describe, expect, it } from '@jest/globals';
import { StateReader, StateWriter } from '#domain/core';
import { ASK, BID, EventBatch, type BookLevel, type BookSide, type MarketEvent, type SessionDepth } from './index.js';
import { MarketBook } from './market-book.js';
import { MarketView } from './market-view.js';

const order = (
  action: 'ADD' | 'CHANGE' | 'EXECUTE' | 'DELETE',
  orderId: number,
  side: BookSide,
  price: number,
  size: number,
): MarketEvent => ({ kind: 'ORDER', timeNs: 0, action, orderId, side, price, size });
const level = (sequence: number, side: BookSide, price: number, size: number): MarketEvent => ({
  kind: 'LEVEL',
  timeNs: 0,
  sequence,
  side,
  price,
  size,
});
const best = (sequence: number, side: BookSide, price: number, size: number): MarketEvent => ({
  kind: 'BEST',
  timeNs: 0,
  sequence,
  side,
  price,
  size,
});

const played = (
  depth: SessionDepth,
  events: readonly MarketEvent[],
): { book: MarketBook; view: MarketView; bids: readonly BookLevel[] } => {
  const book = new MarketBook(1, depth);
  const view = new MarketView(book.levels, 0, 1, 1, 1);
  const batch = EventBatch.of(events);
  for (let row = 0; row < batch.length; row += 1) book.apply(batch, row, view);
  book.readBest(view);
  return { book, view, bids: book.best(BID, 9) };
};

describe('MarketBook', () => {
  it.each<[string, SessionDepth, readonly MarketEvent[], readonly [number, number][]]>([
    ['of best prices holds one level', 'TOP', [best(1, BID, 100, 5), best(2, BID, 99, 3)], [[99, 3]]],
    [
      'of orders shows the sums of its orders',
      'ORDERS',
      [
        order('ADD', 1, BID, 100, 5),
        order('ADD', 2, BID, 100, 2),
        order('ADD', 3, BID, 99, 9),
        order('EXECUTE', 1, BID, 100, 1),
      ],
      [
        [100, 3],
        [99, 9],
      ],
    ],
    [
      'of orders lets an order move',
      'ORDERS',
      [order('ADD', 1, BID, 100, 5), order('CHANGE', 1, BID, 98, 4)],
      [[98, 4]],
    ],
    [
      'of levels and orders shows the levels',
      'LEVELS_AND_ORDERS',
      [order('ADD', 1, BID, 100, 5), level(1, BID, 100, 12)],
      [[100, 12]],
    ],
    [
      'takes a newer best quote over its levels, and what is worse from them',
      'LEVELS',
      [level(5, BID, 100, 7), level(5, BID, 99, 4), level(5, BID, 98, 1), best(6, BID, 99, 3)],
      [
        [99, 3],
        [98, 1],
      ],
    ],
    ['takes its levels over an older best quote', 'LEVELS', [best(6, BID, 101, 3), level(7, BID, 100, 7)], [[100, 7]]],
    ['forgets a side that is cleared', 'LEVELS', [level(1, BID, 100, 7), { kind: 'CLEAR', timeNs: 0, side: BID }], []],
    ['forgets both sides that are cleared', 'LEVELS', [level(1, BID, 100, 7), { kind: 'CLEAR', timeNs: 0 }], []],
  ])('%s', (_, depth, events, bids) => {
    expect(played(depth, events).bids.map(({ price, size }) => [price, size])).toEqual(bids);
  });

  it('says which prices were touched, both of them when an order moves', () => {
    const moved = played('ORDERS', [order('ADD', 1, ASK, 100, 5), order('CHANGE', 1, ASK, 103, 5)]);
    expect(moved.view).toMatchObject({
      touchedBid: NaN,
      touchedBidWorst: NaN,
      touchedAsk: 100,
      touchedAskWorst: 103,
    });
    expect(played('LEVELS', [{ kind: 'CLEAR', timeNs: 0 }]).view).toMatchObject({
      touchedBid: Infinity,
      touchedBidWorst: 0,
      touchedAsk: 0,
      touchedAskWorst: Infinity,
    });
  });

  it('knows the queue: what is displayed beyond the known orders is ahead', () => {
    const { book } = played('LEVELS_AND_ORDERS', [
      order('ADD', 1, BID, 100, 5),
      order('ADD', 2, BID, 100, 2),
      level(1, BID, 100, 12),
    ]);
    expect([book.orders!.sizeAhead(1), book.orders!.sizeAhead(2)]).toEqual([5, 10]);
  });

  it('goes on from a saved state', () => {
    const { book } = played('ORDERS', [order('ADD', 1, BID, 100, 5), order('ADD', 2, BID, 99, 2)]);
    const state = new StateWriter();
    book.save(state);
    const other = new MarketBook(1, 'ORDERS');
    other.restore(new StateReader(state.state()));
    expect(other.best(BID, 9)).toEqual(book.best(BID, 9));
    expect(other.orders!.sizeOf(2)).toBe(2);
  });
});

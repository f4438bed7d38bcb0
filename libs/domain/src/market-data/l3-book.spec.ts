import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StateReader, StateWriter } from '#domain/core';
import { ASK, BID, L2Book, L3Book, NO_SIDE, OrderAction, type BookSide, type OrderActionName } from './index.js';

interface Resting {
  readonly side: BookSide;
  readonly price: number;
  readonly size: number;
}

type Step = readonly [action: OrderActionName, orderId: number, side: BookSide, price: number, size: number];

/** What the book should do, in the plainest way: orders in the order of their priority. */
class NaiveBook {
  readonly orders: [number, Resting][] = [];
  unknown = 0;
  duplicate = 0;

  apply([action, orderId, side, price, size]: Step): void {
    const at = this.orders.findIndex(([id]) => id === orderId);
    const order = this.orders[at]?.[1];
    const after = { side, price, size: action === 'DELETE' ? 0 : size };
    if (action === 'ADD') {
      if (order !== undefined) this.duplicate += 1;
      else if (size > 0) this.orders.push([orderId, after]);
    } else if (order === undefined) {
      this.unknown += 1;
      if (after.size > 0) this.orders.unshift([orderId, after]);
    } else {
      const keepsPlace = side === order.side && price === order.price && after.size <= order.size;
      this.orders.splice(at, 1);
      if (after.size > 0) this.orders.splice(keepsPlace ? at : this.orders.length, 0, [orderId, after]);
    }
  }

  queue(side: BookSide, price: number): [number, number][] {
    return this.orders
      .filter(([, order]) => order.side === side && order.price === price)
      .map(([orderId, order]) => [orderId, order.size]);
  }
}

const PRICES = [1, 2, 3, 4, 5];
const SIDES = [BID, ASK] as const;

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom<OrderActionName>('ADD', 'ADD', 'CHANGE', 'EXECUTE', 'DELETE'),
  fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(2 ** 32 + 1, 2 ** 52, 1.5e15)),
  fc.constantFrom<BookSide>(BID, ASK),
  fc.constantFrom(...PRICES),
  fc.nat({ max: 4 }),
);
const steps = fc.array(step, { maxLength: 200, size: 'max' });

const newBook = (): L3Book => new L3Book(new L2Book(), 'ORDERS');

const apply = (book: L3Book, [action, orderId, side, price, size]: Step): string =>
  book.apply(OrderAction[action], orderId, side, price, size);

const queueOf = (book: L3Book, side: BookSide, price: number): [number, number][] => {
  const queue: [number, number][] = [];
  book.forEachOrder(side, price, (orderId, size) => queue.push([orderId, size]));
  return queue;
};

const expectEqual = (book: L3Book, naive: NaiveBook): void => {
  for (const side of SIDES) {
    for (const price of PRICES) {
      const queue = naive.queue(side, price);
      expect(queueOf(book, side, price)).toEqual(queue);
      const total = queue.reduce((sum, [, size]) => sum + size, 0);
      expect(book.knownSize(side, price)).toBe(total);
      expect(book.levels.sizeAtPrice(side, price)).toBe(total);
      expect(book.ordersAt(side, price)).toBe(queue.length);
      queue.forEach(([orderId, size], place) => {
        expect([book.has(orderId), book.sizeOf(orderId), book.priceOf(orderId)]).toEqual([true, size, price]);
        expect(book.ordersAhead(orderId)).toBe(place);
        expect(book.sizeAhead(orderId)).toBe(queue.slice(0, place).reduce((sum, [, ahead]) => sum + ahead, 0));
      });
    }
  }
  expect([book.orderCount, book.unknownOrders, book.duplicateOrders]).toEqual([
    naive.orders.length,
    naive.unknown,
    naive.duplicate,
  ]);
};

const saved = (book: L3Book): Float64Array => {
  const state = new StateWriter();
  book.save(state);
  return state.state();
};

describe('L3Book of all orders', () => {
  it('equals a naive book after any sequence of events: queues, sums, places', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const [book, naive] = [newBook(), new NaiveBook()];
        for (const event of sequence) {
          apply(book, event);
          naive.apply(event);
        }
        expectEqual(book, naive);
      }),
    );
  });

  it('never shows a size below zero, and no order twice', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const book = newBook();
        for (const event of sequence) {
          apply(book, event);
          const sizes = SIDES.flatMap((side) => book.levels.top(side, 10).map(({ size }) => size));
          expect(sizes.every((size) => size > 0)).toBe(true);
          const orders = SIDES.flatMap((side) => PRICES.map((price) => book.ordersAt(side, price)));
          expect(orders.reduce((sum, count) => sum + count)).toBe(book.orderCount);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('goes on after restore as if it had never stopped', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const [book, naive] = [newBook(), new NaiveBook()];
        for (const event of before) {
          apply(book, event);
          naive.apply(event);
        }
        const levels = new StateWriter();
        book.levels.save(levels);
        const resumed = newBook();
        resumed.levels.restore(new StateReader(levels.state()));
        // What the other book held before is gone.
        resumed.apply(OrderAction.ADD, 77, BID, 1, 1);
        const reader = new StateReader(saved(book));
        resumed.restore(reader);
        reader.end();
        resumed.levels.restore(new StateReader(levels.state()));
        expect(saved(resumed)).toEqual(saved(book));
        for (const event of after) {
          apply(resumed, event);
          naive.apply(event);
        }
        expectEqual(resumed, naive);
      }),
      { numRuns: 60 },
    );
  });

  it('grows: a hundred thousand orders come, stand in line and leave', () => {
    const book = newBook();
    const count = 100_000;
    for (let i = 0; i < count; i += 1) book.apply(OrderAction.ADD, i * 7919, BID, 1 + (i % 500), 2);
    expect([book.orderCount, book.levels.count(BID), book.ordersAt(BID, 500)]).toEqual([count, 500, count / 500]);
    expect([book.ordersAhead((count - 1) * 7919), book.sizeAhead((count - 1) * 7919)]).toEqual([199, 398]);
    for (let i = 0; i < count; i += 2) book.apply(OrderAction.DELETE, i * 7919, BID, 1 + (i % 500), 0);
    expect([book.orderCount, book.levels.count(BID), book.unknownOrders]).toEqual([count / 2, 250, 0]);
    for (let i = 1; i < count; i += 2) book.apply(OrderAction.EXECUTE, i * 7919, BID, 1 + (i % 500), 0);
    expect([book.orderCount, book.levels.count(BID), book.unknownOrders]).toEqual([0, 0, 0]);
  });

  const queueAfter = (...sequence: readonly Step[]): [number, number][] => {
    const book = newBook();
    for (const event of sequence) apply(book, event);
    return queueOf(book, BID, 100);
  };
  const two: readonly Step[] = [
    ['ADD', 1, BID, 100, 5],
    ['ADD', 2, BID, 100, 5],
  ];

  it.each<[string, Step, [number, number][]]>([
    [
      'a smaller size keeps the place',
      ['CHANGE', 1, BID, 100, 3],
      [
        [1, 3],
        [2, 5],
      ],
    ],
    [
      'the same size keeps it',
      ['CHANGE', 1, BID, 100, 5],
      [
        [1, 5],
        [2, 5],
      ],
    ],
    [
      'a larger size loses it',
      ['CHANGE', 1, BID, 100, 6],
      [
        [2, 5],
        [1, 6],
      ],
    ],
    [
      'an execution in part keeps it',
      ['EXECUTE', 1, BID, 100, 1],
      [
        [1, 1],
        [2, 5],
      ],
    ],
    ['an execution in full ends it', ['EXECUTE', 1, BID, 100, 0], [[2, 5]]],
    ['a deletion ends it, whatever it says is left', ['DELETE', 1, BID, 100, 5], [[2, 5]]],
    ['another price', ['CHANGE', 1, BID, 101, 5], [[2, 5]]],
    ['another side', ['CHANGE', 1, ASK, 100, 5], [[2, 5]]],
    [
      'an order that was there before joins at the front',
      ['EXECUTE', 9, BID, 100, 4],
      [
        [9, 4],
        [1, 5],
        [2, 5],
      ],
    ],
    [
      'an order that nobody knew leaves',
      ['DELETE', 9, BID, 100, 4],
      [
        [1, 5],
        [2, 5],
      ],
    ],
    [
      'an order of a known id comes',
      ['ADD', 1, BID, 100, 9],
      [
        [1, 5],
        [2, 5],
      ],
    ],
    [
      'an order of nothing comes',
      ['ADD', 3, BID, 100, 0],
      [
        [1, 5],
        [2, 5],
      ],
    ],
  ])('%s', (_, event, queue) => {
    expect(queueAfter(...two, event)).toEqual(queue);
  });

  it('an order that comes back to its price is last there', () => {
    expect(queueAfter(...two, ['CHANGE', 1, BID, 101, 5], ['CHANGE', 1, BID, 100, 5])).toEqual([
      [2, 5],
      [1, 5],
    ]);
  });

  it.each<[Step, string]>([
    [['ADD', 1, BID, 100, 1], 'DUPLICATE_ORDER'],
    [['ADD', 3, BID, 100, 1], 'APPLIED'],
    [['CHANGE', 2, BID, 100, 1], 'APPLIED'],
    [['CHANGE', 3, BID, 100, 1], 'UNKNOWN_ORDER'],
    [['EXECUTE', 3, BID, 100, 0], 'UNKNOWN_ORDER'],
    [['DELETE', 3, BID, 100, 0], 'UNKNOWN_ORDER'],
  ])('the verdict on %j is %s', (event, verdict) => {
    const book = newBook();
    for (const known of two) apply(book, known);
    expect(apply(book, event)).toBe(verdict);
  });

  it.each<[BookSide | typeof NO_SIDE, number, number, number]>([
    [BID, 1, 0, 1],
    [ASK, 2, 2, 0],
    [NO_SIDE, 0, 0, 0],
  ])('forgets side %d', (side, orders, bids, asks) => {
    const book = newBook();
    for (const event of two) apply(book, event);
    apply(book, ['CHANGE', 2, BID, 99, 5]);
    apply(book, ['ADD', 3, ASK, 102, 5]);
    book.clear(side);
    expect([book.orderCount, book.levels.count(BID), book.levels.count(ASK)]).toEqual([orders, bids, asks]);
  });

  it('knows nothing of an order that does not rest', () => {
    const book = newBook();
    expect([book.has(1), book.sizeOf(1), book.priceOf(1), book.sizeAhead(1), book.ordersAhead(1)]).toEqual([
      false,
      0,
      NaN,
      NaN,
      NaN,
    ]);
    expect([book.knownSize(BID, 100), book.ordersAt(BID, 100), queueOf(book, BID, 100)]).toEqual([0, 0, []]);
  });

  it.each<[number, number, number]>([
    [NaN, 1, 1],
    [Infinity, 1, 1],
    [1, 0, 1],
    [1, -1, 1],
    [1, NaN, 1],
    [1, Infinity, 1],
    [1, 1, -1],
    [1, 1, NaN],
    [1, 1, Infinity],
  ])('refuses order %d at %d of size %d', (orderId, price, size) => {
    expect(() => newBook().apply(OrderAction.ADD, orderId, BID, price, size)).toThrow(RangeError);
  });
});

describe('L3Book beside displayed levels', () => {
  /** 10 displayed, of which orders 1 and 2 are known. */
  const partlyKnown = (): L3Book => {
    const book = new L3Book(new L2Book(), 'LEVELS_AND_ORDERS');
    book.levels.set(BID, 100, 3);
    apply(book, ['ADD', 1, BID, 100, 5]);
    apply(book, ['ADD', 2, BID, 100, 2]);
    book.levels.set(BID, 100, 10);
    book.levelSet(BID, 100, 10);
    return book;
  };

  it('takes what no known order explains for older than they are', () => {
    const book = partlyKnown();
    expect([book.knownSize(BID, 100), book.anonymousSize(BID, 100)]).toEqual([7, 3]);
    expect([book.sizeAhead(1), book.sizeAhead(2), book.ordersAhead(1), book.ordersAhead(2)]).toEqual([3, 8, 0, 1]);
  });

  it('leaves the levels alone', () => {
    const book = partlyKnown();
    apply(book, ['DELETE', 1, BID, 100, 0]);
    book.clear(NO_SIDE);
    expect([book.levels.sizeAtPrice(BID, 100), book.orderCount]).toEqual([10, 0]);
  });

  it.each([
    ['is no longer displayed', 0, 0, 2],
    ['displays less than its known orders', 6, 0, 2],
    ['displays its known orders only', 7, 2, 0],
  ])('a level that %s', (_, size, orders, forgotten) => {
    const book = partlyKnown();
    book.levels.set(BID, 100, size);
    book.levelSet(BID, 100, size);
    expect([book.orderCount, book.forgottenOrders, book.anonymousSize(BID, 100)]).toEqual([
      orders,
      forgotten,
      size - book.knownSize(BID, 100),
    ]);
    book.levelSet(ASK, 100, 0);
    expect(book.forgottenOrders).toBe(forgotten);
  });
});

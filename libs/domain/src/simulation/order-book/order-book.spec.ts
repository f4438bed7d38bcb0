import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ASK, BID } from '#domain/market-data';
import { checkOrderBook, OrderBook, OrderType, type OrderBookParameters } from './index.js';
import { OccupiedTicks, SPAN_MAX } from './occupied-ticks.js';

const PARAMETERS: OrderBookParameters = { lowestPriceTicks: 1, highestPriceTicks: 1_000, maxQuantity: 1_000 };

describe('OrderBook', () => {
  it('keeps every order and its place while its arrays grow', () => {
    const book = new OrderBook(PARAMETERS);
    const ids: number[] = [];
    const ahead: number[] = [];
    let units = 0;
    for (let i = 0; i < 5_000; i += 1) {
      const id = book.issueId();
      // Every third is an iceberg that shows 2 of 7.
      const [quantity, display] = i % 3 === 0 ? [7, 2] : [5, 5];
      book.submit(id, 1 + (i % 4), BID, OrderType.LIMIT, 500, quantity, display);
      ids.push(id);
      ahead.push(units);
      units += display;
      if (i % 97 === 0) expect(book.resting.unitsAhead(ids[i >> 1]!)).toBe(ahead[i >> 1]);
    }
    expect(ids.map((id) => book.resting.unitsAhead(id))).toEqual(ahead);
    expect(ids.map((id) => book.resting.unitsLeft(id))).toEqual(ids.map((_, i) => (i % 3 === 0 ? 7 : 5)));
    expect([book.resting.unitsAt(BID, 500), book.resting.ordersAt(BID, 500)]).toEqual([units, 5_000]);
    // The first iceberg's next tranche joins the back.
    book.submit(book.issueId(), 9, ASK, OrderType.IMMEDIATE_OR_CANCEL, 500, 2);
    expect([book.resting.unitsAhead(ids[0]!), book.resting.unitsAhead(ids[1]!)]).toEqual([units - 2, 0]);
  });

  it('never gives an id twice, and knows no order by an old one', () => {
    const book = new OrderBook(PARAMETERS);
    const stays = book.issueId();
    book.submit(stays, 1, BID, OrderType.LIMIT, 500, 5);
    const seen = new Set<number>([stays]);
    for (let i = 0; i < 5_000; i += 1) {
      const id = book.issueId();
      expect(seen.has(id)).toBe(false);
      seen.add(id);
      book.submit(id, 1, BID, OrderType.LIMIT, 400, 5);
      book.cancel(id, 1);
    }
    expect([...seen].filter((id) => book.resting.has(id))).toEqual([stays]);
  });

  it('finds the next price however far it is', () => {
    const book = new OrderBook({ ...PARAMETERS, highestPriceTicks: SPAN_MAX });
    const far = book.issueId();
    book.submit(far, 1, ASK, OrderType.LIMIT, SPAN_MAX, 5);
    const near = book.issueId();
    book.submit(near, 1, ASK, OrderType.LIMIT, 2, 5);
    expect([book.resting.bestTicks(ASK), book.resting.nextTicks(ASK, 2)]).toEqual([2, SPAN_MAX]);
    book.cancel(near, 1);
    expect([book.resting.bestTicks(ASK), book.resting.bestTicks(BID)]).toEqual([SPAN_MAX, NaN]);
  });

  it.each<[keyof OrderBookParameters, number]>([
    ['lowestPriceTicks', 0],
    ['lowestPriceTicks', 1.5],
    ['highestPriceTicks', NaN],
    ['highestPriceTicks', SPAN_MAX + 1],
    ['maxQuantity', 0],
    ['maxQuantity', 2 ** 31],
  ])('is refused for a %s of %d', (field, value) => {
    const parameters = { ...PARAMETERS, [field]: value };
    expect(checkOrderBook(parameters)?.field).toBe(field);
    expect(() => new OrderBook(parameters)).toThrow(RangeError);
  });
});

describe('OccupiedTicks', () => {
  const rank = fc.oneof(fc.nat({ max: SPAN_MAX - 1 }), fc.nat({ max: 70 }), fc.integer({ min: 32_700, max: 32_800 }));

  it('knows its highest rank and the next below any, as a sorted list does', () => {
    fc.assert(
      fc.property(fc.array(rank, { maxLength: 60 }), rank, (ranks, asked) => {
        const occupied = new OccupiedTicks(SPAN_MAX);
        const left = new Set<number>();
        for (const one of ranks) {
          if (left.delete(one)) occupied.remove(one);
          else {
            left.add(one);
            occupied.add(one);
          }
        }
        const sorted = [...left].sort((a, b) => a - b);
        expect([occupied.highest, occupied.below(asked), occupied.has(asked)]).toEqual([
          sorted.at(-1) ?? -1,
          sorted.filter((one) => one < asked).at(-1) ?? -1,
          left.has(asked),
        ]);
      }),
    );
  });
});

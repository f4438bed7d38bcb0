import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StateReader, StateWriter } from '#domain/core';
import { ASK, BID, L2Book, type BookLevel, type BookSide } from './index.js';

/** What the book should do, in the plainest way: a map per side, sorted when asked. */
class NaiveBook {
  private readonly sides = [new Map<number, number>(), new Map<number, number>()] as const;

  set(side: BookSide, price: number, size: number): void {
    if (size === 0) this.sides[side].delete(price);
    else this.sides[side].set(price, size);
  }

  setBest(side: BookSide, price: number, size: number): void {
    this.sides[side].clear();
    if (size > 0) this.sides[side].set(price, size);
  }

  clear(side: BookSide): void {
    this.sides[side].clear();
  }

  top(side: BookSide): BookLevel[] {
    const levels = [...this.sides[side]].map(([price, size]) => ({ price, size }));
    return levels.sort((a, b) => (side === BID ? b.price - a.price : a.price - b.price));
  }
}

const NEAR_PRICES = [0.7, 2, 60, 9_030, 30_000];

const depthTo = (levels: readonly BookLevel[], side: BookSide, price: number): number => {
  const sign = side === BID ? 1 : -1;
  if (!levels.some((level) => sign * level.price <= sign * price)) return NaN;
  const near = levels.filter((level) => sign * level.price >= sign * price);
  return near.reduce((depth, { size }) => depth + size, 0);
};

const readBest = (book: L2Book, side: BookSide, levels: number): BookLevel[] => {
  const [prices, sizes] = [new Float64Array(levels), new Float64Array(levels)];
  const count = book.readBest(side, prices, sizes);
  return Array.from({ length: count }, (_, i) => ({ price: prices[i]!, size: sizes[i]! }));
};

type Step = readonly ['set' | 'setBest', BookSide, number, number] | readonly ['clear', BookSide];

const change = fc.tuple(
  fc.constantFrom<'set' | 'setBest'>('set', 'set', 'set', 'set', 'setBest'),
  fc.constantFrom<BookSide>(BID, ASK),
  fc.oneof(
    fc.integer({ min: 1, max: 90 }),
    fc.integer({ min: 1, max: 3 }).map((far) => far * 9_000),
    fc.integer({ min: 1, max: 9 }).map((half) => half / 2),
  ),
  fc.nat({ max: 3 }),
);
const steps = fc.array<Step>(
  fc.oneof<fc.WeightedArbitrary<Step>[]>(
    { weight: 80, arbitrary: change },
    { weight: 1, arbitrary: fc.constantFrom<Step[]>(['clear', BID], ['clear', ASK]) },
  ),
  { maxLength: 300, size: 'max' },
);

describe('L2Book', () => {
  it('equals a naive book after any sequence of changes', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const [book, naive] = [new L2Book(), new NaiveBook()];
        for (const [index, step] of sequence.entries()) {
          if (step[0] === 'clear') {
            book.clear(step[1]);
            naive.clear(step[1]);
          } else {
            const [verb, side, price, size] = step;
            book[verb](side, price, size);
            naive[verb](side, price, size);
          }
          for (const side of [BID, ASK] as const) {
            const price = NEAR_PRICES[index % NEAR_PRICES.length]!;
            const levels = naive.top(side);
            expect([
              book.top(side, 100),
              book.best(side),
              book.count(side),
              readBest(book, side, 5),
              book.depthTo(side, price),
            ]).toEqual([levels, levels[0], levels.length, levels.slice(0, 5), depthTo(levels, side, price)]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('goes on as it was from a saved state', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const book = new L2Book();
        for (const step of sequence) if (step[0] !== 'clear') book[step[0]](step[1], step[2], step[3]);
        const state = new StateWriter();
        book.save(state);
        const other = new L2Book();
        other.set(BID, 7, 7);
        other.restore(new StateReader(state.state()));
        for (const side of [BID, ASK] as const) expect(other.top(side, 100)).toEqual(book.top(side, 100));
      }),
    );
  });

  it('finds a size by price, deep in a book that has grown', () => {
    const book = new L2Book();
    for (let price = 1; price <= 500; price += 1) book.set(ASK, price, price * 10);
    expect(book.sizeAtPrice(ASK, 3)).toBe(30);
    expect(book.sizeAtPrice(ASK, 499)).toBe(4990);
    expect(book.sizeAtPrice(ASK, 501)).toBe(0);
    expect([book.priceAt(ASK, 499), book.sizeAt(ASK, 499)]).toEqual([500, 5000]);
    expect([book.priceAt(ASK, 500), book.sizeAt(ASK, 500)]).toEqual([undefined, 0]);
  });

  it('knows one level of a side that was only told its best', () => {
    const book = new L2Book();
    book.setBest(BID, 100, 5);
    book.setBest(BID, 101, 7);
    expect(book.top(BID, 10)).toEqual([{ price: 101, size: 7 }]);
  });

  it.each([
    [0, 1],
    [-1, 1],
    [NaN, 1],
    [Infinity, 1],
    [1, -1],
    [1, NaN],
    [1, Infinity],
  ])('refuses price %d, size %d', (price, size) => {
    const book = new L2Book();
    expect(() => {
      book.set(BID, price, size);
    }).toThrow(RangeError);
    expect(() => {
      book.setBest(ASK, price, size);
    }).toThrow(RangeError);
  });
});

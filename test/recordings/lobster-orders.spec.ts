import { describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine } from '#adapters/recordings';
import { EventKind, L2Book, L3Book, MORE_FOLLOWS, type BookSide, type EventBatch } from '#domain/market-data';
import { temporaryFolder, writeLobster, type LobsterOptions } from '../factories/recordings/index.js';

const dir = temporaryFolder();

interface Followed {
  readonly book: L3Book;
  /** Largest excess of known orders over what a level displays, after any message. */
  readonly excess: number;
  readonly unknownOrders: number;
}

const take = (book: L3Book, batch: EventBatch, row: number): void => {
  const [side, price, size] = [batch.side[row] as BookSide, batch.price[row]!, batch.size[row]!];
  if (batch.kind[row] === EventKind.ORDER) book.apply(batch.detail[row]!, batch.orderId[row]!, side, price, size);
  if (batch.kind[row] !== EventKind.LEVEL) return;
  book.levels.set(side, price, size);
  book.levelSet(side, price, size);
};

/** Plays a session into an L3Book, looking at every touched price after every message. */
const follow = async (paths: readonly string[]): Promise<Followed> => {
  const opened = await openSessions(paths, new Quarantine());
  if (!opened.ok) throw opened.error;
  const book = new L3Book(new L2Book(), 'LEVELS_AND_ORDERS');
  let excess = 0;
  for await (const batch of opened.value[0]!.events()) {
    for (let row = 0; row < batch.length; row += 1) {
      take(book, batch, row);
      if ((batch.flags[row]! & MORE_FOLLOWS) !== 0 || batch.kind[row] === EventKind.TRADE) continue;
      const [side, price] = [batch.side[row] as BookSide, batch.price[row]!];
      excess = Math.max(excess, book.knownSize(side, price) - book.levels.sizeAtPrice(side, price));
    }
  }
  return { book, excess, unknownOrders: book.unknownOrders };
};

describe('the orders of a LOBSTER recording', () => {
  it.each<[string, Partial<LobsterOptions>]>([
    ['five levels of a deep book', { levels: 5, seed: 21 }],
    ['one level', { levels: 1, seed: 22 }],
    ['ten levels', { levels: 10, seed: 23 }],
    ['a message that cannot be read', { levels: 5, seed: 24, spoil: ({ messages }) => (messages[700] = 'garbage') }],
    ['a row that cannot be read', { levels: 5, seed: 25, spoil: ({ orderBook }) => (orderBook[700] = 'garbage') }],
    ['a message missing', { levels: 5, seed: 26, spoil: ({ messages }) => messages.splice(700, 1) }],
  ])('of %s: none is unknown, none exceeds its level', async (name, options) => {
    const day = writeLobster({ levels: 5, seed: 1, messages: 3000, dir, symbol: `O${name.length}`, ...options });
    const { book, excess, unknownOrders } = await follow(day.paths);
    expect([excess, unknownOrders, book.duplicateOrders]).toEqual([0, 0, 0]);
    expect(book.orderCount).toBeGreaterThan(0);
  });

  it.each([31, 32, 33])(
    'that are known rest as the market says, with the rest ahead of them (seed %d)',
    async (seed) => {
      const day = writeLobster({ seed, levels: 5, messages: 4000, dir, symbol: `K${seed}` });
      const { book } = await follow(day.paths);
      const known = day.orders.filter(({ id }) => book.has(id));
      expect(known.length).toBe(book.orderCount);
      for (const { id, price, size } of known) {
        expect([book.sizeOf(id), book.priceOf(id)]).toEqual([size, price]);
        const before = day.orders.slice(
          0,
          day.orders.findIndex((order) => order.id === id),
        );
        const ahead = before.filter((order) => order.price === price).reduce((sum, order) => sum + order.size, 0);
        expect(book.sizeAhead(id)).toBe(ahead);
      }
    },
  );

  it('are all known when the whole book is visible, but those that were there before', async () => {
    const day = writeLobster({ seed: 34, levels: 10, messages: 3000, dir, symbol: 'THIN', ordersPerSide: 4 });
    const { book } = await follow(day.paths);
    const anonymous = day.orders.filter(({ id }) => !book.has(id));
    expect(book.orderCount).toBeGreaterThan(3);
    // The book starts with eight orders.
    expect(anonymous.every(({ id }) => id <= 8)).toBe(true);
  });
});

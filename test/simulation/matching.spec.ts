import { describe, expect, it } from '@jest/globals';
import { seededRng, type Rng } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { BookEventKind, OrderBook, Reason, StreamHash } from '#domain/simulation';
import { NaiveBook, type NaiveEvent } from '../factories/naive-book.js';

const OPERATIONS = 1_000_000;
const BAND = { lowestPriceTicks: 90, highestPriceTicks: 130, maxQuantity: 60 };
const OWNERS = 6;
/** Most requests name an order that came lately, so that it often rests. */
const RECENT_IDS = 60;
const FULL_COMPARISON_EVERY = 1_000;
const NONSENSE = [NaN, Infinity, -Infinity, 0, -0, -3, 1.5, 1e12, 61, 200];

type Request = (books: Pick<OrderBook, 'submit' | 'cancel' | 'replace'>) => number;

/** What agents of all sorts send, some of whom send nonsense. */
class RandomRequests {
  private lastId = 0;
  private oldestId = 0;
  /** What orders were sent with, by the lowest bits of the id. */
  private readonly owners = new Float64Array(1024);
  private readonly prices = new Float64Array(1024);

  constructor(
    private readonly rng: Rng,
    private readonly issueId: () => number,
  ) {}

  next(step: number): Request {
    const kind = this.rng.below(16);
    if (kind < 7) return this.cancelOldest();
    if (kind < 8) return this.cancel();
    if (kind < 10) return this.replace(step);
    return this.submit(step);
  }

  /** Every order in turn, so that the book stays small: the naive one is slow. */
  private cancelOldest(): Request {
    if (this.oldestId < this.lastId - RECENT_IDS / 2) this.oldestId += 1;
    const [id, owner] = [this.oldestId, this.owners[this.oldestId & 1023]!];
    return (books) => books.cancel(id, owner);
  }

  private cancel(): Request {
    const id = this.known();
    const owner = this.ownerOf(id);
    return (books) => books.cancel(id, owner);
  }

  private replace(step: number): Request {
    const id = this.known();
    const owner = this.ownerOf(id);
    const isSamePrice = this.rng.below(2) === 0;
    const price = isSamePrice ? this.prices[id & 1023]! : this.price(this.rng.below(2), step);
    const quantity = this.quantity();
    return (books) => books.replace(id, owner, price, quantity);
  }

  private submit(step: number): Request {
    const side = this.mostly(this.rng.below(2)) as BookSide;
    const type = this.mostly(this.rng.below(2) * this.rng.below(5));
    const [owner, price, quantity] = [this.owner(), this.price(side, step), this.quantity()];
    const display = this.display(quantity);
    const isNew = this.rng.below(100) > 0;
    if (isNew) this.lastId = this.issueId();
    const id = isNew ? this.lastId : this.known();
    this.owners[id & 1023] = owner;
    this.prices[id & 1023] = price;
    return (books) => books.submit(id, owner, side, type, price, quantity, display);
  }

  private owner(): number {
    return this.mostly(this.rng.below(OWNERS));
  }

  private ownerOf(id: number): number {
    return this.rng.below(20) === 0 ? this.owner() : this.owners[id & 1023]!;
  }

  private known(): number {
    return this.mostly(Math.max(1, this.lastId - this.rng.below(RECENT_IDS)));
  }

  /** Around a mid that wanders slowly, so that levels empty and fill again. */
  private price(side: number, step: number): number {
    const mid = 110 + Math.round(12 * Math.sin(step / 700));
    const behind = this.rng.below(9) - 2;
    return this.mostly(side === BID ? mid - behind : mid + behind);
  }

  private quantity(): number {
    return this.mostly(1 + this.rng.below(30));
  }

  private display(quantity: number): number {
    const kind = this.rng.below(6);
    if (kind > 1) return quantity;
    return this.mostly(kind === 0 ? 0 : 1 + this.rng.below(10));
  }

  private mostly(value: number): number {
    return this.rng.below(250) === 0 ? NONSENSE[this.rng.below(NONSENSE.length)]! : value;
  }
}

const eventsOf = ({ events }: OrderBook): NaiveEvent[] =>
  Array.from({ length: events.length }, (_, row) => ({
    kind: events.kind(row),
    reason: events.reason(row),
    orderId: events.orderId(row),
    owner: events.owner(row),
    side: events.side(row),
    price: events.price(row),
    quantity: events.quantity(row),
    left: events.left(row),
    isHidden: events.isHidden(row),
    ...(events.kind(row) === BookEventKind.EXECUTED && {
      maker: { id: events.makerId(row), owner: events.makerOwner(row), left: events.makerLeft(row) },
    }),
  }));

/** A refused request may have named what is no integer: an event keeps what is. */
const integersOf = (event: NaiveEvent): NaiveEvent =>
  event.kind === BookEventKind.REJECTED
    ? { ...event, orderId: event.orderId | 0, owner: event.owner | 0, side: event.side | 0 }
    : event;

const isSame = ({ events }: OrderBook, row: number, expected: NaiveEvent): boolean =>
  events.kind(row) === expected.kind &&
  events.reason(row) === expected.reason &&
  events.orderId(row) === expected.orderId &&
  events.owner(row) === expected.owner &&
  events.side(row) === expected.side &&
  events.price(row) === expected.price &&
  events.quantity(row) === expected.quantity &&
  events.left(row) === expected.left &&
  events.isHidden(row) === expected.isHidden &&
  (expected.maker === undefined ||
    (events.makerId(row) === expected.maker.id &&
      events.makerOwner(row) === expected.maker.owner &&
      events.makerLeft(row) === expected.maker.left));

/** Shares and cash (ticks times units) of each owner; units that were asked for, and those that are no longer. */
class Settlement {
  readonly shares = new Float64Array(256);
  readonly cash = new Float64Array(256);
  asked = 0;
  gone = 0;

  add({ events }: OrderBook): void {
    for (let row = 0; row < events.length; row += 1) {
      const quantity = events.quantity(row);
      if (events.kind(row) === BookEventKind.ACCEPTED) this.asked += quantity;
      if (events.kind(row) === BookEventKind.REPLACED) this.asked += events.left(row) - quantity;
      if (events.kind(row) === BookEventKind.CANCELLED || events.kind(row) === BookEventKind.REDUCED)
        this.gone += quantity;
      if (events.kind(row) !== BookEventKind.EXECUTED) continue;
      this.gone += 2 * quantity;
      const sign = events.side(row) === BID ? 1 : -1;
      this.shares[events.owner(row)]! += sign * quantity;
      this.shares[events.makerOwner(row)]! -= sign * quantity;
      this.cash[events.owner(row)]! -= sign * quantity * events.price(row);
      this.cash[events.makerOwner(row)]! += sign * quantity * events.price(row);
    }
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const levelsOf = (book: OrderBook, side: BookSide): [number, number][] => {
  const [prices, units] = [new Float64Array(64), new Float64Array(64)];
  const levels = book.resting.readBest(side, prices, units);
  return Array.from({ length: levels }, (_, i) => [prices[i]!, units[i]!]);
};

const naiveLevelsOf = (naive: NaiveBook, side: BookSide): [number, number][] => {
  const levels = new Map<number, number>();
  for (const { price, open, isHidden } of naive.inPriority(side)) {
    if (!isHidden) levels.set(price, (levels.get(price) ?? 0) + open);
  }
  return [...levels];
};

const unitsThatRest = (naive: NaiveBook): number =>
  [...naive.inPriority(BID), ...naive.inPriority(ASK)].reduce((units, { open, reserve }) => units + open + reserve, 0);

const expectSameBooks = (book: OrderBook, naive: NaiveBook): void => {
  let orders = 0;
  for (const side of [BID, ASK] as const) {
    expect(levelsOf(book, side)).toEqual(naiveLevelsOf(naive, side));
    for (const order of naive.inPriority(side)) {
      orders += 1;
      const { resting } = book;
      expect([
        resting.sideOf(order.id),
        resting.priceOf(order.id),
        resting.ownerOf(order.id),
        resting.unitsOpen(order.id),
        resting.unitsLeft(order.id),
        resting.unitsAhead(order.id),
      ]).toEqual([side, order.price, order.owner, order.open, order.open + order.reserve, naive.unitsAhead(order.id)]);
    }
  }
  expect(book.resting.orderCount).toBe(orders);
};

const expectSameEvents = (book: OrderBook, naive: NaiveBook, step: number): void => {
  const expected = naive.events.map(integersOf);
  const isEqual = expected.length === book.events.length && expected.every((event, row) => isSame(book, row, event));
  // The matcher is slow, and asked only where it will fail.
  if (!isEqual) expect({ step, events: eventsOf(book) }).toEqual({ step, events: expected });
};

const hashOf = (seed: number, operations: number): string => {
  const book = new OrderBook(BAND);
  const requests = new RandomRequests(seededRng(seed), () => book.issueId());
  const hash = new StreamHash();
  for (let step = 0; step < operations; step += 1) {
    requests.next(step)(book);
    book.events.addTo(hash);
  }
  return hash.digest();
};

describe('matching', () => {
  it('equals a naive book over a million random requests, never crosses, and loses no share and no cash', () => {
    const [book, naive, rng] = [new OrderBook(BAND), new NaiveBook(BAND), seededRng(11)];
    const settled = new Settlement();
    let lastId = 0;
    const requests = new RandomRequests(seededRng(7), () => {
      lastId = book.issueId();
      naive.issue(lastId);
      return lastId;
    });
    const kinds = new Float64Array(Object.keys(BookEventKind).length);
    const reasons = new Set<number>();
    for (let step = 0; step < OPERATIONS; step += 1) {
      const request = requests.next(step);
      const reason = request(book);
      if (request(naive) !== reason) throw new Error(`step ${step}: refused with reason ${reason} by one of them`);
      expectSameEvents(book, naive, step);
      settled.add(book);
      for (let row = 0; row < book.events.length; row += 1) {
        kinds[book.events.kind(row)]! += 1;
        reasons.add(book.events.reason(row));
      }
      const { resting } = book;
      if (resting.bestTicks(BID) >= resting.bestTicks(ASK)) throw new Error(`step ${step}: crossed`);
      const asked = Math.max(1, lastId - rng.below(RECENT_IDS));
      const [ahead, expected] = [resting.unitsAhead(asked), naive.unitsAhead(asked)];
      if (!Object.is(ahead, expected)) throw new Error(`step ${step}: ${ahead} ahead of ${asked}, not ${expected}`);
      if (step % FULL_COMPARISON_EVERY === 0) expectSameBooks(book, naive);
    }
    expectSameBooks(book, naive);
    expect(Math.min(...kinds)).toBeGreaterThan(OPERATIONS / 500);
    expect([...reasons].sort((a, b) => a - b)).toEqual(Array.from({ length: Reason.BOOK_FULL }, (_, i) => i));
    expect([sum(settled.shares), sum(settled.cash)]).toEqual([0, 0]);
    expect(settled.asked - settled.gone).toBe(unitsThatRest(naive));
  }, 300_000);

  it('is the same, event by event, for the same seed', () => {
    const [once, again, other] = [hashOf(3, 50_000), hashOf(3, 50_000), hashOf(4, 50_000)];
    expect(again).toBe(once);
    expect(other).not.toBe(once);
  });
});

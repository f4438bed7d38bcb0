import { OrderBook as PackageBook } from 'nodejs-order-book';
import { ASK, BID } from '#domain/market-data';
import { ANONYMOUS, OrderBook, OrderType } from '#domain/simulation';
import { CANCEL, LIMIT } from './trace.mjs';

const LEVELS_MAX = 100_000;

/** Plays requests on the product's book. */
export class Player {
  book;
  #requests;
  /** Ids by request. */
  #ids;

  constructor({ band, requests }) {
    this.book = new OrderBook(band);
    this.#requests = requests;
    this.#ids = new Int32Array(requests.length);
  }

  play(from, to) {
    const { kind, side, price, quantity, sentAt } = this.#requests;
    const [book, ids] = [this.book, this.#ids];
    for (let i = from; i < to; i += 1) {
      if (kind[i] === CANCEL) {
        book.cancel(ids[sentAt[i]], ANONYMOUS);
        continue;
      }
      const id = book.issueId();
      ids[i] = id;
      const type = kind[i] === LIMIT ? OrderType.LIMIT : OrderType.MARKET;
      book.submit(id, ANONYMOUS, side[i], type, price[i], quantity[i]);
    }
  }
}

/** What the package takes, made beforehand: its own time is only what it does with it. */
export const packageRequests = ({ kind, side, price, quantity, sentAt }) =>
  Array.from(kind, (each, i) => {
    const size = quantity[i];
    if (each === CANCEL) return `order ${sentAt[i]}`;
    const ofSide = side[i] === BID ? 'buy' : 'sell';
    return each === LIMIT ? { id: `order ${i}`, side: ofSide, price: price[i], size } : { side: ofSide, size };
  });

/** Plays requests on the package's book. */
export class PackagePlayer {
  book = new PackageBook();
  #kind;
  #made;

  constructor({ requests }, made) {
    this.#kind = requests.kind;
    this.#made = made;
  }

  play(from, to) {
    const [kind, made, book] = [this.#kind, this.#made, this.book];
    for (let i = from; i < to; i += 1) {
      if (kind[i] === CANCEL) book.cancel(made[i]);
      else if (kind[i] === LIMIT) book.limit(made[i]);
      else book.market(made[i]);
    }
  }
}

/** What rests in a book of the product and in one of the package are the same units at the same prices, or there is nothing to compare. */
export const expectSame = (own, other) => {
  const { bids, asks } = other.snapshot();
  for (const [side, levels] of [
    [BID, bids],
    [ASK, asks],
  ]) {
    for (const { price, orders } of levels) {
      const units = orders.reduce((sum, { size }) => sum + size, 0);
      if (own.unitsAt(side, price) !== units) throw new Error(`the books differ at ${price}`);
    }
    const count = own.readBest(side, new Float64Array(LEVELS_MAX), new Float64Array(LEVELS_MAX));
    if (count !== levels.length) throw new Error(`the books differ: ${count} and ${levels.length} levels`);
  }
};

import { ASK, BID } from '#domain/market-data';

export const LIMIT = 0;
export const CANCEL = 1;
export const MARKET = 2;

/**
 * Requests that any matching engine can play: limit orders, market orders, and cancels of whole orders. Prices in ticks. Orders are
 * named by the ids of whoever sent them first; in `columns` a cancel names its order by the request that sent it.
 */
export class Trace {
  #requests = [];
  #sentAt = new Map();

  get length() {
    return this.#requests.length;
  }

  limit(id, side, price, quantity) {
    this.#sentAt.set(id, this.length);
    this.#requests.push([LIMIT, side, price, quantity, 0]);
  }

  market(side, quantity) {
    this.#requests.push([MARKET, side, 0, quantity, 0]);
  }

  /** Of an order that was sent before. */
  cancel(id) {
    const sentAt = this.#sentAt.get(id);
    if (sentAt === undefined) throw new Error(`order ${id} was never sent`);
    this.#requests.push([CANCEL, BID, 0, 0, sentAt]);
  }

  /** What rests in a book, as limit orders that nothing trades with. */
  layIn(book) {
    for (const side of [BID, ASK]) {
      for (let price = book.bestTicks(side); !Number.isNaN(price); price = book.nextTicks(side, price)) {
        for (let id = book.frontOrder(side, price); id !== 0; id = book.orderBehind(id)) {
          this.limit(id, side, price, book.unitsLeft(id));
        }
      }
    }
  }

  columns() {
    const column = (Column, at) => Column.from(this.#requests, (request) => request[at]);
    return {
      length: this.length,
      kind: column(Uint8Array, 0),
      side: column(Uint8Array, 1),
      price: column(Int32Array, 2),
      quantity: column(Int32Array, 3),
      sentAt: column(Int32Array, 4),
    };
  }
}

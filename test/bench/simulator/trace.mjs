import { ANONYMOUS, OrderBook, OrderType } from '#domain/simulation';
import { ASK, BID } from '#domain/market-data';

export const BOOK = { lowestPriceTicks: 1, highestPriceTicks: 20_000, maxQuantity: 1_000_000 };
const MID_TICKS = 10_000;
const MEAN_DISTANCE_TICKS = 8;
const MARKET_SHARE = 0.2;

export const LIMIT = 0;
export const CANCEL = 1;
export const MARKET = 2;

/**
 * A market in its steady state. Every step takes one of `slots` at random: the order that was sent from it is cancelled, or
 * in a fifth of the cases a market order comes instead; where it is gone, a limit order is sent, at a distance from the mid
 * that is exponential with a mean of 8 ticks. So about half of the slots have an order that rests.
 */
export class SteadyMarket {
  book = new OrderBook(BOOK);
  #state = 12_345;
  #ids;

  constructor(slots) {
    this.#ids = new Int32Array(slots);
  }

  /** Calls `see(kind, side, price, quantity, id)` for what it sent; the id is that of the order which comes or goes. */
  step(see) {
    const { book } = this;
    const slot = Math.floor(this.#uniform() * this.#ids.length);
    const id = this.#ids[slot];
    const side = this.#uniform() < 0.5 ? BID : ASK;
    const quantity = 1 + Math.floor(this.#uniform() * 10);
    if (id === 0 || !book.resting.has(id)) {
      const price = this.#priceOf(side);
      const next = book.issueId();
      this.#ids[slot] = next;
      book.submit(next, ANONYMOUS, side, OrderType.LIMIT, price, quantity);
      see(LIMIT, side, price, quantity, next);
    } else if (this.#uniform() < MARKET_SHARE) {
      const next = book.issueId();
      book.submit(next, ANONYMOUS, side, OrderType.MARKET, 0, quantity);
      see(MARKET, side, 0, quantity, next);
    } else {
      book.cancel(id, ANONYMOUS);
      see(CANCEL, 0, 0, 0, id);
    }
  }

  #priceOf(side) {
    const distance = 1 + Math.floor(-Math.log(1 - this.#uniform()) * MEAN_DISTANCE_TICKS);
    const mid = (this.book.resting.bestTicks(BID) + this.book.resting.bestTicks(ASK)) / 2;
    const around = Number.isNaN(mid) ? MID_TICKS : mid;
    return side === BID ? Math.ceil(around) - distance : Math.floor(around) + distance;
  }

  /** A linear congruential generator: a trace is to be the same, not to be random. */
  #uniform() {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) | 0;
    return (this.#state >>> 0) / 4_294_967_296;
  }
}

/** `steps` requests of such a market, as columns; a cancel names the request that sent its order. */
export const traceOf = (slots, steps) => {
  const market = new SteadyMarket(slots);
  const trace = {
    kind: new Uint8Array(steps),
    side: new Uint8Array(steps),
    price: new Int32Array(steps),
    quantity: new Int32Array(steps),
    sentAt: new Int32Array(steps),
    resting: 0,
    levels: 0,
  };
  const sentAt = new Map();
  for (let i = 0; i < steps; i += 1) {
    market.step((kind, side, price, quantity, id) => {
      trace.kind[i] = kind;
      trace.side[i] = side;
      trace.price[i] = price;
      trace.quantity[i] = quantity;
      if (kind === CANCEL) trace.sentAt[i] = sentAt.get(id);
      else sentAt.set(id, i);
    });
  }
  trace.resting = market.book.resting.orderCount;
  trace.levels = market.book.resting.readBest(BID, new Float64Array(1_000), new Float64Array(1_000));
  return trace;
};

import { ANONYMOUS, OrderBook, OrderType } from '#domain/simulation';
import { ASK, BID } from '#domain/market-data';
import { Trace } from './trace.mjs';

const BOOK = { lowestPriceTicks: 1, highestPriceTicks: 20_000, maxQuantity: 1_000_000 };
const MID_TICKS = 10_000;
const MEAN_DISTANCE_TICKS = 8;
const MARKET_SHARE = 0.2;
/** Steps per slot after which the market is in its steady state. */
const STEPS_TO_SETTLE = 4;

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

  /** One request, told to a trace where there is one. */
  step(trace) {
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
      trace?.limit(next, side, price, quantity);
    } else if (this.#uniform() < MARKET_SHARE) {
      book.submit(book.issueId(), ANONYMOUS, side, OrderType.MARKET, 0, quantity);
      trace?.market(side, quantity);
    } else {
      book.cancel(id, ANONYMOUS);
      trace?.cancel(id);
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

/** `count` requests to a market that has settled; the `opening` ones before them lay in what rests by then. */
export const steadyTrace = (slots, count) => {
  const market = new SteadyMarket(slots);
  for (let step = 0; step < STEPS_TO_SETTLE * slots; step += 1) market.step();
  const trace = new Trace();
  trace.layIn(market.book.resting);
  const opening = trace.length;
  for (let i = 0; i < count; i += 1) market.step(trace);
  return { band: BOOK, opening, requests: trace.columns() };
};

import { ASK, BID, type BookSide } from '#domain/market-data';
import { firstOf, mustBeWhole, mustNotBeNegative, type Verdict } from '../impossible-parameters.js';
import { type SimulatedMarket } from '../market/index.js';
import { highestPriceTicks } from '../market/market-parameters.js';
import { ANONYMOUS, BookEventKind, OrderBook, OrderType, type BookEvents, type BookView } from '../order-book/index.js';
import { type MatchingEngine } from '../venue/index.js';

export interface MirrorTerms {
  /** Shown on each side. */
  readonly quoteUnits: number;
  /** By how much its prices are worse than the agents' best ones, whole ticks. */
  readonly widerTicks: number;
  /** Until it has moved its quotes after the agents' best prices did. */
  readonly reactionSeconds: number;
}

export const checkMirror = ({ quoteUnits, widerTicks, reactionSeconds }: MirrorTerms): Verdict =>
  firstOf(
    mustBeWhole('quoteUnits', quoteUnits, 1),
    mustBeWhole('widerTicks', widerTicks, 0),
    mustNotBeNegative('reactionSeconds', reactionSeconds),
  );

/** Owner of the mirror's orders: none of the venue's members. */
const MIRROR = 1;
const MAX_QUANTITY = 2 ** 31 - 1;
const NS_PER_SECOND = 1e9;

/**
 * A lit book beside the agents' one.
 *
 * What is assumed: one market maker, and nobody else beside the venue's members, quotes in it: the agents' best prices, a little
 * worse, a little later. What he trades he lays off in the agents' book at once, at any price, so that an order here moves the
 * price as one there does, and nobody can trade against the market without its noticing. Who posts here better than he
 * quotes is taken by him as soon as the agents' book pays more.
 */
export class MirrorBook {
  tradedUnits = 0;
  /** When he looks at his quotes next, nanoseconds; Infinity while they fit. */
  nextNs = Infinity;
  private readonly orders: OrderBook;
  private readonly quotes: [number, number] = [0, 0];
  private readonly listeners: ((events: BookEvents) => void)[] = [];

  /** Expects terms that `checkMirror` finds nothing wrong with. */
  constructor(
    private readonly market: SimulatedMarket,
    private readonly terms: MirrorTerms,
  ) {
    this.orders = new OrderBook({
      lowestPriceTicks: 1,
      highestPriceTicks: highestPriceTicks(market.parameters),
      maxQuantity: MAX_QUANTITY,
    });
    this.quote();
  }

  get book(): BookView {
    return this.orders.resting;
  }

  /** The book as the venue's members reach it. */
  get engine(): MatchingEngine {
    const { orders } = this;
    return {
      events: orders.events,
      issueId: () => orders.issueId(),
      submit: (...order) => this.heard(orders.submit(...order)),
      cancel: (orderId, owner) => this.heard(orders.cancel(orderId, owner)),
      replace: (...change) => this.heard(orders.replace(...change)),
    };
  }

  listen(listener: (events: BookEvents) => void): void {
    this.listeners.push(listener);
  }

  /** The agents' book has changed. */
  follow(): void {
    if (!this.fits(BID) || !this.fits(ASK)) this.lookSoon();
  }

  /** Both sides are quoted as the agents' book now says. */
  quote(): void {
    this.nextNs = Infinity;
    for (const side of [BID, ASK] as const) if (!this.fits(side)) this.withdraw(side);
    for (const side of [BID, ASK] as const) if (!this.fits(side)) this.show(side);
  }

  private show(side: BookSide): void {
    const price = this.wanted(side);
    if (!(price >= 1)) return;
    const orderId = this.orders.issueId();
    this.quotes[side] = orderId;
    this.heard(this.orders.submit(orderId, MIRROR, side, OrderType.LIMIT, price, this.terms.quoteUnits));
  }

  private withdraw(side: BookSide): void {
    const orderId = this.quotes[side];
    if (this.book.has(orderId)) this.heard(this.orders.cancel(orderId, MIRROR));
  }

  private fits(side: BookSide): boolean {
    const { book } = this;
    const orderId = this.quotes[side];
    const wanted = this.wanted(side);
    if (!book.has(orderId)) return wanted !== wanted;
    return book.priceOf(orderId) === wanted && book.unitsLeft(orderId) === this.terms.quoteUnits;
  }

  /** NaN where the agents' side is empty. */
  private wanted(side: BookSide): number {
    const best = this.market.book.bestTicks(side);
    return side === BID ? best - this.terms.widerTicks : best + this.terms.widerTicks;
  }

  private lookSoon(): void {
    this.nextNs = Math.min(
      this.nextNs,
      this.market.seconds * NS_PER_SECOND + this.terms.reactionSeconds * NS_PER_SECOND,
    );
  }

  private heard<Answer>(answer: Answer): Answer {
    const { events } = this.orders;
    let bought = 0;
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) !== BookEventKind.EXECUTED) continue;
      const units = events.quantity(row);
      this.tradedUnits += units;
      const taker = events.side(row) === BID ? 1 : -1;
      if (events.owner(row) === MIRROR) bought += taker * units;
      else if (events.makerOwner(row) === MIRROR) bought -= taker * units;
    }
    for (const listener of this.listeners) listener(events);
    if (bought !== 0) {
      this.market.take(ANONYMOUS, bought > 0 ? ASK : BID, Math.abs(bought), NaN);
      this.lookSoon();
    }
    return answer;
  }
}

import { type SessionTimeNs } from './events.js';
import { type L2Book } from './l2-book.js';

/**
 * The market of one instrument as listeners see it: filled by the `MarketTracker`, read by everything that measures.
 * Prices in price units, sizes in size units, times as session times. One object, changed in place.
 */
export class MarketView {
  /** Decision time of the event that is being applied, or up to which time was advanced. */
  timeNs: SessionTimeNs = 0;
  exchangeNs: SessionTimeNs = 0;
  /** Within trading hours, not halted, and the book is not marked invalid. */
  isOpen = false;
  /** False where the best prices are known and what rests behind them is not: `book` says nothing then. */
  isDepthValid = true;

  /** Best prices; NaN with size 0 where a side is empty. */
  bidPrice = NaN;
  bidSize = 0;
  askPrice = NaN;
  askSize = 0;
  /** (bid + ask)/2 and ask - bid while open, two-sided and not crossed; NaN otherwise. */
  mid = NaN;
  spread = NaN;
  /**
   * The best and the worst price of each side that changed since the last `onBook`; NaN where none did; where the whole side
   * may have changed, Infinity to 0 (bids) and 0 to Infinity (asks).
   */
  touchedBid = NaN;
  touchedBidWorst = NaN;
  touchedAsk = NaN;
  touchedAskWorst = NaN;
  /** The book was cleared since the last `onBook`, or told anew: how it differs from before is no flow of orders. */
  isToldAnew = false;

  /** The last trade. */
  tradePrice = NaN;
  tradeSize = 0;
  /** A `TradeCondition`. */
  tradeCondition = 0;
  /** +1: the aggressor bought, -1: sold, 0: not known (auction, irregular and off-exchange prints are not signed). */
  tradeSign = 0;

  constructor(
    readonly book: L2Book,
    readonly openNs: SessionTimeNs,
    readonly closeNs: SessionTimeNs,
    readonly tickUnits: number,
    readonly sizeUnitsPerUnit: number,
  ) {}
}

/**
 * Follows one instrument's market. Calls come in the order of events, all on the same view:
 * - `onSecond` when a whole second of session time ends: the view is what it was just before; before any event at or
 *   after it. Called for every second from the first event on;
 * - `onTrade` for every trade, while the book is still the one that the trade met;
 * - `onBook` after every message that changed the book (not between the events of one message), and whenever trading
 *   begins or ends or the book ceases to be known without one: a time-weighted mean knows at once. The same book may be
 *   told twice.
 *
 * A listener allocates nothing in these calls.
 */
export interface MarketListener {
  onBook(view: MarketView): void;
  onTrade(view: MarketView): void;
  /** `second`: the number of the second that ended, counted from the session's origin: its end is `second * 1e9`. */
  onSecond(view: MarketView, second: number): void;
}

import { type BookSide } from '#domain/market-data';
import { type BookView } from '../order-book/index.js';
import { type BestPrices } from './best-prices.js';

/** What a source of order flow may see of its market and do in it. Prices in ticks, sizes in units. */
export interface FlowDesk {
  readonly book: BookView;
  readonly best: Readonly<BestPrices>;
  /** A limit order, which trades what it can; its id while something of it rests, else 0. */
  limit(owner: number, side: BookSide, priceTicks: number, units: number): number;
  /** Trades what there is at the price or better, nothing rests; NaN for any price. */
  take(owner: number, side: BookSide, units: number, limitTicks: number): void;
  cancel(owner: number, orderId: number): unknown;
}

/**
 * One source of order flow. Times are seconds of activity: a clock that runs faster when the market is busy, so that no
 * source has to know the time of day.
 */
export interface FlowSource {
  /** When it acts next; Infinity where it never does. */
  readonly nextSeconds: number;
  /** Acts; the desk stands at `nextSeconds`. */
  act(desk: FlowDesk): void;
}

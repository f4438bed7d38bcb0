/**
 * Where one of our orders stands in the queue at its price. The recorded queue is that of a market without us, so what is told
 * here is an estimate under the assumption that each model states.
 *
 * `displayed` is the recorded size at the price, NaN while the price is out of sight: behind the best quote of a recording of
 * best prices, or behind the last level of one that is cut off.
 */
export interface QueuePosition {
  /** Recorded size that has priority over the order; NaN while that is not known. */
  readonly ahead: number;
  /** The order joins the back of the queue. */
  join(displayed: number): void;
  /** So much was printed at the price, of which our own earlier orders left `volume`; how much reaches the order. */
  traded(printed: number, volume: number): number;
  /** The book changed. */
  bookChanged(displayed: number): void;
}

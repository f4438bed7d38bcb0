import { GrowingColumn } from '#domain/core';
import { type MarketListener, type MarketView, type SessionTimeNs } from '#domain/market-data';
import { quotedMid } from './displayed.js';

/** The recorded mid of a session as it is played; a moment without one keeps the mid before it. Price units. */
export class MidHistory implements MarketListener {
  private readonly timesNs = new GrowingColumn();
  private readonly mids = new GrowingColumn();
  /** NaN before the first. */
  last = NaN;

  onBook(view: MarketView): void {
    const mid = quotedMid(view);
    if (Number.isNaN(mid) || mid === this.last || !view.isOpen) return;
    this.last = mid;
    this.timesNs.push(view.timeNs);
    this.mids.push(mid);
  }

  onTrade(): void {
    // A trade is no quote.
  }

  onSecond(): void {
    // Nothing changes.
  }

  /** The last mid strictly before `timeNs`; NaN when there was none. */
  before(timeNs: SessionTimeNs): number {
    let [low, high] = [0, this.timesNs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timesNs.at(middle) < timeNs) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? NaN : this.mids.at(low - 1);
  }
}

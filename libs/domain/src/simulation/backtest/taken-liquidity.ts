import { ASK, BID, type BookSide, type MarketView } from '#domain/market-data';
import { displayedAt } from './displayed.js';

/**
 * What we took from the displayed book. The recording goes on displaying it, so it is subtracted: taken once, it is not there for
 * us again until the recorded level shows less (somebody took the same in the recording), empties or leaves sight. Size that comes
 * anew is there.
 */
export class TakenLiquidity {
  private readonly bySide: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()];

  /** What is left for us of a level that displays so much. */
  left(side: BookSide, price: number, displayed: number): number {
    return displayed - (this.bySide[side].get(price) ?? 0);
  }

  take(side: BookSide, price: number, size: number): void {
    this.bySide[side].set(price, (this.bySide[side].get(price) ?? 0) + size);
  }

  bookChanged(view: MarketView): void {
    this.forget(view, BID);
    this.forget(view, ASK);
  }

  private forget(view: MarketView, side: BookSide): void {
    const taken = this.bySide[side];
    if (taken.size === 0) return;
    for (const [price, size] of taken) {
      const displayed = displayedAt(view, side, price);
      if (!(displayed > 0)) taken.delete(price);
      else if (displayed < size) taken.set(price, displayed);
    }
  }
}

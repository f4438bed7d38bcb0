import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from './market-view.js';

/**
 * Says who was the aggressor of a trade, by Lee and Ready (J. Finance 46(2), 1991): a price above the mid of the prior
 * quote is a buy, below it a sell; at the mid the tick test decides: above the last different price a buy, below it a sell.
 * 0 when neither says anything yet. The view must still show the quote before the trade.
 *
 * To be called for every print at a regular price in turn: those off exchange, which nobody signs, are among the prices that
 * the tick test compares with; auctions and irregular prints are not (reference 10).
 */
export class TradeSigner {
  private lastPrice = NaN;
  private lastMove = 0;

  sign(view: MarketView, price: number): number {
    if (price > this.lastPrice) this.lastMove = 1;
    else if (price < this.lastPrice) this.lastMove = -1;
    this.lastPrice = price;
    const mid = (view.bidPrice + view.askPrice) / 2;
    if (price > mid) return 1;
    if (price < mid) return -1;
    return this.lastMove;
  }

  save(into: StateWriter): void {
    into.number(this.lastPrice);
    into.number(this.lastMove);
  }

  restore(from: StateReader): void {
    this.lastPrice = from.number();
    this.lastMove = from.number();
  }
}

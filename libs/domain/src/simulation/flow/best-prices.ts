import { ASK, BID, type BookSide } from '#domain/market-data';
import { type BookView } from '../order-book/index.js';

/** The best prices of a book as they were last known: a side that is empty for a moment keeps its price. */
export class BestPrices {
  bidTicks: number;
  askTicks: number;

  constructor(bidTicks: number, askTicks: number) {
    this.bidTicks = bidTicks;
    this.askTicks = askTicks;
  }

  look(book: BookView): void {
    const [bid, ask] = [book.bestTicks(BID), book.bestTicks(ASK)];
    // What was known of an empty side may lie across the other one by now.
    if (bid === bid) this.bidTicks = bid;
    else if (ask <= this.bidTicks) this.bidTicks = ask - 1;
    if (ask === ask) this.askTicks = ask;
    else if (bid >= this.askTicks) this.askTicks = bid + 1;
  }

  /** Where the other side of an order of this side begins. */
  opposite(side: BookSide): number {
    return side === BID ? this.askTicks : this.bidTicks;
  }

  get midTicks(): number {
    return (this.bidTicks + this.askTicks) / 2;
  }
}

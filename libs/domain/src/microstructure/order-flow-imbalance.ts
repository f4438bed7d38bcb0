import { ASK, BID, type BookSide, type MarketView } from '#domain/market-data';

/**
 * Order-flow imbalance of each of the best book levels, added up between two calls of `take`: Cont, Kukanov and Stoikov
 * (J. Financial Econometrics 12(1), 2014) at the best prices, Xu, Gould and Howison (2018) at the levels behind them.
 * Per level `e = 1[Pb' >= Pb] qb' - 1[Pb' <= Pb] qb - 1[Pa' <= Pa] qa' + 1[Pa' >= Pa] qa`, where an empty level is a size of 0
 * at the worst of all prices. What happens while the market is not open, or its depth not known, counts for nothing, and
 * neither does how a book that is told anew differs from the one before.
 */
export class OrderFlowImbalance {
  private readonly bids: LevelFlow;
  private readonly asks: LevelFlow;
  private wasKnown = false;

  constructor(private readonly levels: number) {
    this.bids = new LevelFlow(BID, levels);
    this.asks = new LevelFlow(ASK, levels);
  }

  onBook(view: MarketView): void {
    const isKnown = view.isOpen && view.isDepthValid;
    const isFlow = isKnown && this.wasKnown && !view.isToldAnew;
    this.bids.move(view, isFlow);
    this.asks.move(view, isFlow);
    this.wasKnown = isKnown;
  }

  /** The imbalance of one level in size units since it was last taken. */
  take(level: number): number {
    return this.bids.take(level) - this.asks.take(level);
  }

  get levelCount(): number {
    return this.levels;
  }
}

/** Size that came to the levels of one side less size that left them. */
class LevelFlow {
  private readonly keys: Float64Array;
  private readonly sizes: Float64Array;
  private readonly flow: Float64Array;

  constructor(
    private readonly side: BookSide,
    private readonly levels: number,
  ) {
    this.keys = new Float64Array(levels).fill(-Infinity);
    this.sizes = new Float64Array(levels);
    this.flow = new Float64Array(levels);
  }

  move({ book }: MarketView, counts: boolean): void {
    for (let level = 0; level < this.levels; level += 1) {
      const price = book.priceAt(this.side, level);
      const size = book.sizeAt(this.side, level);
      // A better price is a greater key on both sides.
      const key = price === undefined ? -Infinity : this.side === BID ? price : -price;
      const keyBefore = this.keys[level]!;
      if (counts) {
        if (key >= keyBefore) this.flow[level]! += size;
        if (key <= keyBefore) this.flow[level]! -= this.sizes[level]!;
      }
      this.keys[level] = key;
      this.sizes[level] = size;
    }
  }

  take(level: number): number {
    const flow = this.flow[level]!;
    this.flow[level] = 0;
    return flow;
  }
}

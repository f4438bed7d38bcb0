import { BID, type BookSide } from '#domain/market-data';
import { OccupiedTicks } from './occupied-ticks.js';
import { type PriceBand } from './order-book-parameters.js';

/** Prices of one side at which something rests, ranked so that the best has the highest rank. */
export class SidePrices {
  /** Ranks with displayed orders, and ranks with hidden ones. */
  readonly displayed: OccupiedTicks;
  readonly hidden: OccupiedTicks;
  private readonly sign: 1 | -1;
  /** The price of rank 0, the worst. */
  private readonly worstTicks: number;

  constructor(side: BookSide, { lowestPriceTicks, highestPriceTicks }: PriceBand) {
    const span = highestPriceTicks - lowestPriceTicks + 1;
    this.displayed = new OccupiedTicks(span);
    this.hidden = new OccupiedTicks(span);
    this.sign = side === BID ? 1 : -1;
    this.worstTicks = side === BID ? lowestPriceTicks : highestPriceTicks;
  }

  rankOf(priceTicks: number): number {
    return this.sign * (priceTicks - this.worstTicks);
  }

  ticksOf(rank: number): number {
    return this.worstTicks + this.sign * rank;
  }

  /** The best rank at which anything rests; -1 where nothing does. */
  best(): number {
    return Math.max(this.displayed.highest, this.hidden.highest);
  }

  /** The best rank below another. */
  below(rank: number): number {
    return Math.max(this.displayed.below(rank), this.hidden.below(rank));
  }
}

import { type BookSide } from '#domain/market-data';

/**
 * What rests in a book, to be looked at. "Displayed" is what everybody sees; hidden orders and the reserves of icebergs are
 * there for whoever runs the simulation. Prices are in ticks, quantities in units.
 */
export interface BookView {
  /** Number of orders that rest, hidden ones included. */
  readonly orderCount: number;

  /** The best displayed price; NaN where nothing displayed rests. O(1). */
  bestTicks(side: BookSide): number;
  /** Displayed units at the best price; 0 where there is none. O(1). */
  bestUnits(side: BookSide): number;
  /** The next displayed price behind one of the same side; NaN where there is none. O(1). */
  nextTicks(side: BookSide, priceTicks: number): number;
  /** Displayed units at a price; 0 where none of the side rest. O(1). */
  unitsAt(side: BookSide, priceTicks: number): number;
  /** Number of displayed orders at a price. Costs as much as there are. */
  ordersAt(side: BookSide, priceTicks: number): number;
  /** Units at a price that nobody sees: of hidden orders and reserves. O(1). */
  hiddenUnitsAt(side: BookSide, priceTicks: number): number;
  /** Fills the arrays with the best displayed levels, best first; says how many there were, at most as many as fit. */
  readBest(side: BookSide, pricesTicks: Float64Array, units: Float64Array): number;

  /** Whether an order rests. O(1), as everything about one order but `unitsAhead`. */
  has(orderId: number): boolean;
  /** NaN where the order does not rest, as all of these. */
  sideOf(orderId: number): number;
  priceOf(orderId: number): number;
  ownerOf(orderId: number): number;
  /** Units left of an order, with the reserve of an iceberg. */
  unitsLeft(orderId: number): number;
  /** Units of it that stand in the queue: a tranche of an iceberg. */
  unitsOpen(orderId: number): number;
  /**
   * Units that would trade at its price before it does if nobody cancelled: those of displayed orders before it in their
   * queue, and for a hidden order those of all displayed ones, of their reserves, and of hidden ones before it. O(log n)
   * amortised; the first question about a level that has not been asked about since it was last empty walks its queue once.
   */
  unitsAhead(orderId: number): number;

  /** Ids of the displayed orders at a price in the order of their priority: first, last, the next one; 0 where there is none. */
  frontOrder(side: BookSide, priceTicks: number): number;
  backOrder(side: BookSide, priceTicks: number): number;
  orderBehind(orderId: number): number;
}

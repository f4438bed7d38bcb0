import { type BlockSums } from '../block-bootstrap.js';
import { DISTANCE_BINS } from './distance-bins.js';

/** What is summed up of each bin of distances; both sides together. */
export const FLOW_FIELDS = 5;
/** Orders that came to rest there, and their units. */
export const LIMIT_ORDERS = 0;
export const LIMIT_UNITS = 1;
/** Units that were taken back. */
export const CANCELLED_UNITS = 2;
/** Integral over time of the units that rest there. */
export const UNIT_SECONDS = 3;
/** Integral over time of the number of prices there that could be seen: two for a distance that both sides show. */
export const PRICE_SECONDS = 4;

/** Behind the bins: seconds looked at, and trades in them. */
export const SECONDS = DISTANCE_BINS * FLOW_FIELDS;
export const TRADES = SECONDS + 1;
export const FLOW_WIDTH = TRADES + 1;

/** Trades of one moment and sign, which are one order that met several; in the order of time. Sizes in units. */
export interface FlowTrades {
  readonly timeNs: Float64Array;
  /** +1 bought, -1 sold. */
  readonly sign: Float64Array;
  readonly units: Float64Array;
  /** What the best price that it met displayed. */
  readonly displayedUnits: Float64Array;
}

/** What came into the book of one session and what left it, by distance from the other side's best price. */
export interface OrderFlow {
  /** Sums by block of time, each `FLOW_WIDTH` wide. */
  readonly blocks: BlockSums;
  readonly trades: FlowTrades;
  /** Sizes of orders that came to rest, up to some number of them. */
  readonly limitUnits: Float64Array;
  /** Seconds left out, because the mid jumped in them or there was none. */
  readonly jumpSeconds: number;
  readonly secondsWithoutMarket: number;
}

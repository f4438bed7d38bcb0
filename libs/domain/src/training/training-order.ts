import { type SessionTimeMs } from './day-tape.js';

/**
 * What an order cost and what it left behind (reference 10), in bps of the arrival mid, signed by side: positive is worse.
 * NaN where the recording does not tell: past the close, past its end, or no mid at that moment.
 */
export interface Labels {
  /** s (share-weighted fill - mid0)/mid0. */
  readonly slippageBps: number;
  /** s (mid at the end - mid0)/mid0. */
  readonly peakBps: number;
  /** The same 1, 5 and 15 minutes after the end, and at the close. */
  readonly perm1Bps: number;
  readonly perm5Bps: number;
  readonly perm15Bps: number;
  readonly permCloseBps: number;
}

/** M: a synthetic metaorder; W: the net flow of a window; P: a parent order that a desk really sent. */
export type OrderDefinition = 'M' | 'W' | 'P';

/** What an impact that is learned from a row is identified from (reference 1, "What can be identified"). */
export type RowIdentification = 'PUBLIC_TAPE' | 'REAL_ORDERS' | 'SIMULATED';

/** An order as it was executed, before it is labelled. Sizes in size units, prices in price units. */
export interface ExecutedOrder {
  readonly definition: OrderDefinition;
  /** Which mapping, which length of window, or which strategy. */
  readonly config: string;
  /** s: +1 bought, -1 sold. */
  readonly sign: 1 | -1;
  /** Features and the arrival mid are from strictly before. */
  readonly startMs: SessionTimeMs;
  /** The first millisecond in which the order is over. */
  readonly endMs: SessionTimeMs;
  /** W: the window's length; M: from the first to the last child; P: from arrival to the end. 1 s or more. */
  readonly durationSeconds: number;
  /** Executed. */
  readonly size: number;
  /** Asked for at arrival: of a parent order that was not filled to its end it is more than `size`. */
  readonly orderedSize: number;
  /** M: its child orders; W: all child orders of the window, of both signs; P: its fills. */
  readonly children: number;
  /** Share-weighted price: of the children (M), of the children of the order's own sign (W), of the fills (P). */
  readonly fillPrice: number;
  /** Whether it belongs to the non-overlapping grid that scores are taken on; always for M and P. */
  readonly onGrid: boolean;
  /** P: the desk's own id. */
  readonly orderId?: string;
}

/** An executed order with what the market did. */
export interface TrainingOrder extends ExecutedOrder {
  /** Last mid strictly before the start, in price units. */
  readonly arrivalMid: number;
  /** Traded by everyone from start to end, off exchange included, auctions not; in size units. Known only afterwards. */
  readonly marketVolume: number;
  readonly labels: Labels;
}

/** +1 buys, -1 sells. */
export type Sign = 1 | -1;

/** An order of ours as it reaches the venue. */
export interface OwnOrder {
  /** Unique among the orders of one execution; rising in the order in which they are sent. */
  readonly orderId: number;
  readonly sign: Sign;
  /** Size units of the session, above zero. */
  readonly size: number;
  /** Price units of the session; undefined: a market order, which takes what is displayed and of which the rest expires. */
  readonly limitPrice: number | undefined;
}

/** Whether a fill took displayed size or was posted and taken by somebody (FIX 851 LastLiquidityInd: 2 removed, 1 added). */
export type Liquidity = 'REMOVED' | 'ADDED';

/** One fill of one of our orders. Prices in price units, sizes in size units, times as session times. */
export interface Execution {
  readonly orderId: number;
  readonly timeNs: number;
  readonly liquidity: Liquidity;
  /** What was paid: of a take with the move that the overlay adds, so it may lie between two ticks. */
  readonly price: number;
  readonly size: number;
  /** The recorded mid that it met, or the last one before. */
  readonly mid: number;
  /** By how much the overlay had moved the market then, price units; 0 without an overlay. */
  readonly ownShift: number;
}

/** Where an order stood when it joined its queue. */
export interface QueueEntry {
  readonly orderId: number;
  readonly size: number;
  /** Size that had priority; NaN where the price was out of sight. */
  readonly ahead: number;
}

/** Hears what becomes of our orders. */
export interface OwnOrderListener {
  executed(execution: Execution): void;
  /** An order, or what is left of it, rests. */
  rested(entry: QueueEntry): void;
  /** What was left of an order is gone: cancelled, or of a market order not displayed. */
  expired(orderId: number, size: number, timeNs: number): void;
}

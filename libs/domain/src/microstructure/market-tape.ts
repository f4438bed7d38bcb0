import { type MarketSession, type SessionTimeNs } from '#domain/market-data';
import { type MidPath } from './mid-path.js';

/** Every print of a session, one row each; prices in price units, sizes in units of the instrument. */
export interface TradeColumns {
  readonly timeNs: Float64Array;
  readonly price: Float64Array;
  readonly size: Float64Array;
  /** +1 the aggressor bought, -1 sold, 0 not known. */
  readonly sign: Float64Array;
  /** A `TradeCondition`. */
  readonly condition: Float64Array;
  /** The mid that the print met; NaN where there was none. */
  readonly midBefore: Float64Array;
}

/**
 * The market at the end of each second of trading hours, from the first event on, without a gap between seconds. Prices in
 * price units, sizes in units; NaN where the market was not open and two-sided.
 */
export interface SecondColumns {
  /** Number of the second from the session's origin: it ends at `second * 1e9`. */
  readonly second: Float64Array;
  readonly mid: Float64Array;
  readonly spread: Float64Array;
  /** Resting at the best prices, both sides together. */
  readonly bestDepth: Float64Array;
  /** Price of the last print on exchange. */
  readonly lastPrice: Float64Array;
  /** Order-flow imbalance of the second, one column per book level, best first; units. */
  readonly ofi: readonly Float64Array[];
}

export type TapeSession = Pick<
  MarketSession,
  'openNs' | 'closeNs' | 'tickUnits' | 'sizeUnitsPerUnit' | 'priceUnitsPerCurrency'
>;

/** What the statistics of this context are computed from: one session, seen once, kept as columns. */
export interface MarketTape extends TapeSession {
  readonly mids: MidPath;
  readonly trades: TradeColumns;
  readonly seconds: SecondColumns;
}

/** Whether a moment lies in trading hours: the open belongs to them, the close does not. */
export const isInHours = ({ openNs, closeNs }: TapeSession, timeNs: SessionTimeNs): boolean =>
  timeNs >= openNs && timeNs < closeNs;

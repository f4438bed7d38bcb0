import { TradeCondition } from '#domain/market-data';
import { type MarketTape } from '#domain/microstructure';

export interface TapeTrade {
  readonly timeNs: number;
  readonly sign: number;
  /** By default 100. */
  readonly size?: number;
  /** A `TradeCondition`, by default DISPLAYED. */
  readonly condition?: number;
}

/** A made-up session of what the statistics look at: one mid per second, from the start of the first. Prices in ticks. */
export interface TapeSpec {
  /** `mids[i]` from second i on; NaN: no market. */
  readonly mids: readonly number[];
  /** Imbalance of each second at the best prices; the levels behind have none. */
  readonly ofi?: readonly number[];
  readonly trades?: readonly TapeTrade[];
  /** By default as many as there are mids. */
  readonly sessionSeconds?: number;
  readonly spread?: number;
}

/** The tape of such a session: opens at 0, prices in ticks of one unit, sizes in units. */
export const tapeOf = ({ mids, ofi = [], trades = [], sessionSeconds, spread = 1 }: TapeSpec): MarketTape => {
  const column = <T>(values: readonly T[], read: (value: T, i: number) => number): Float64Array =>
    Float64Array.from(values, read);
  const level = column(mids, (_, i) => ofi[i] ?? 0);
  const nothing = new Float64Array(mids.length);
  return {
    openNs: 0,
    closeNs: (sessionSeconds ?? mids.length) * 1e9,
    tickUnits: 1,
    sizeUnitsPerUnit: 1,
    priceUnitsPerCurrency: 1,
    mids: { timeNs: column(mids, (_, i) => i * 1e9), mid: column(mids, (mid) => mid) },
    trades: {
      timeNs: column(trades, ({ timeNs }) => timeNs),
      price: column(trades, ({ timeNs, sign }) => mids[Math.floor(timeNs / 1e9)]! + (sign * spread) / 2),
      size: column(trades, ({ size }) => size ?? 100),
      sign: column(trades, ({ sign }) => sign),
      condition: column(trades, ({ condition }) => condition ?? TradeCondition.DISPLAYED),
      // A trade at a change of the mid meets the one before it.
      midBefore: column(trades, ({ timeNs }) => mids[Math.max(0, Math.ceil(timeNs / 1e9) - 1)]!),
    },
    seconds: {
      second: column(mids, (_, i) => i + 1),
      mid: column(mids, (mid) => mid),
      spread: column(mids, (mid) => (Number.isNaN(mid) ? NaN : spread)),
      bestDepth: column(mids, (mid) => (Number.isNaN(mid) ? NaN : 1000)),
      lastPrice: column(mids, (mid) => mid),
      ofi: [level, nothing, nothing, nothing, nothing],
    },
  };
};

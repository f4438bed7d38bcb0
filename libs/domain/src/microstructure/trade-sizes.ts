import { type MarketTape } from './market-tape.js';
import { mergedTrades } from './merged-trades.js';
import { TRADES_MIN } from './response.js';

/** How large the trades are: merged prints (see `MergedTrades`), sizes in units. */
export interface TradeSizes {
  readonly trades: number;
  readonly mean: number;
  readonly median: number;
  readonly p99: number;
  readonly largest: number;
  /** Share of trades that are at least this large, at sizes that rise by equal factors. */
  readonly survival: readonly { readonly size: number; readonly share: number }[];
}

const STEPS_PER_OCTAVE = 2;

/** Sizes of all trades; undefined with less than 100. */
export const tradeSizes = (tapes: readonly MarketTape[]): TradeSizes | undefined => {
  const sizes = Float64Array.from(tapes.flatMap((tape) => [...mergedTrades(tape).size])).sort();
  const trades = sizes.length;
  if (trades < TRADES_MIN) return undefined;
  const quantile = (probability: number): number => sizes[Math.min(trades - 1, Math.floor(probability * trades))]!;
  const largest = sizes[trades - 1]!;
  const first = Math.floor(Math.log2(sizes[0]!) * STEPS_PER_OCTAVE);
  const last = Math.ceil(Math.log2(largest) * STEPS_PER_OCTAVE);
  const survival = Array.from({ length: last - first + 1 }, (_, i) => 2 ** ((first + i) / STEPS_PER_OCTAVE)).map(
    (size) => ({ size, share: (trades - countBelow(sizes, size)) / trades }),
  );
  return {
    trades,
    mean: sizes.reduce((sum, size) => sum + size, 0) / trades,
    median: quantile(0.5),
    p99: quantile(0.99),
    largest,
    survival: survival.filter(({ share }) => share > 0),
  };
};

const countBelow = (sorted: Float64Array, size: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < size) low = middle + 1;
    else high = middle;
  }
  return low;
};

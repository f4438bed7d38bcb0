import { BPS, type Rng } from '#domain/core';
import { BlockSums, type Estimate } from './block-bootstrap.js';
import { blockOf } from './blocks.js';
import { type MarketTape } from './market-tape.js';
import { mergedTrades, type MergedTrades } from './merged-trades.js';
import { midAt } from './mid-path.js';

export const TRADE_LAGS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000];
export const SECOND_LAGS = [0.01, 0.03, 0.1, 0.3, 1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600, 900];

/** Trades below which there is no curve. */
export const TRADES_MIN = 100;

/** A statistic at one lag, with the number of pairs it rests on. */
export interface LaggedEstimate extends Estimate {
  readonly lag: number;
  readonly n: number;
}

/**
 * Response of the mid to a trade, `R(l) = E[s_t (m_{t+l} - m_t)]` in bps of `m_t`, the mid before the trade (Bouchaud, Gefen,
 * Potters and Wyart, Quantitative Finance 4(2), 2004), at lags in trades; empty with less than 100 trades.
 */
export const responseByTrades = (tapes: readonly MarketTape[], rng: Rng): readonly LaggedEstimate[] =>
  laggedMeans(tapes, TRADE_LAGS, rng, ({ midBefore, sign }, _, i, lag) =>
    i + lag < sign.length ? (sign[i]! * (midBefore[i + lag]! - midBefore[i]!) * BPS) / midBefore[i]! : NaN,
  );

/** As `responseByTrades`, at lags in seconds; pairs that reach beyond the close are left out. */
export const responseBySeconds = (tapes: readonly MarketTape[], rng: Rng): readonly LaggedEstimate[] =>
  laggedMeans(tapes, SECOND_LAGS, rng, ({ timeNs, midBefore, sign }, tape, i, lag) => {
    const thenNs = timeNs[i]! + lag * 1e9;
    return thenNs > lastNs(tape) ? NaN : (sign[i]! * (midAt(tape.mids, thenNs) - midBefore[i]!) * BPS) / midBefore[i]!;
  });

/** Correlation of the signs of trades, `C(l) = E[s_t s_{t+l}]` (their mean is near zero); empty with less than 100 trades. */
export const signCorrelation = (tapes: readonly MarketTape[], rng: Rng): readonly LaggedEstimate[] =>
  laggedMeans(tapes, TRADE_LAGS, rng, ({ sign }, _, i, lag) =>
    i + lag < sign.length ? sign[i]! * sign[i + lag]! : NaN,
  );

/** What trade `i` says at a lag; NaN where it says nothing. */
type Contribution = (trades: MergedTrades, tape: MarketTape, i: number, lag: number) => number;

const laggedMeans = (
  tapes: readonly MarketTape[],
  lags: readonly number[],
  rng: Rng,
  contribution: Contribution,
): readonly LaggedEstimate[] => {
  const blocks = new BlockSums(2 * lags.length);
  let count = 0;
  tapes.forEach((tape, session) => {
    const trades = mergedTrades(tape);
    count += trades.timeNs.length;
    for (let i = 0; i < trades.timeNs.length; i += 1) {
      const sums = blocks.of(blockOf(session, tape, trades.timeNs[i]!));
      for (let k = 0; k < lags.length; k += 1) {
        const value = contribution(trades, tape, i, lags[k]!);
        if (Number.isNaN(value)) continue;
        sums[2 * k]! += 1;
        sums[2 * k + 1]! += value;
      }
    }
  });
  if (count < TRADES_MIN) return [];
  const total = blocks.total();
  const means = blocks.estimate((sums) => lags.map((_, k) => sums[2 * k + 1]! / sums[2 * k]!), rng);
  return lags.map((lag, k) => ({ lag, n: total[2 * k]!, ...means[k]! })).filter(({ n }) => n >= TRADES_MIN);
};

/** Up to when the mid of a session is known. */
const lastNs = ({ seconds: { second }, closeNs }: MarketTape): number =>
  Math.min(closeNs, (second.at(-1) ?? -Infinity) * 1e9);

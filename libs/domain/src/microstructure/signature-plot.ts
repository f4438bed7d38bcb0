import { BPS } from '#domain/core';
import { type MarketTape } from './market-tape.js';

/** Volatility as it looks at one sampling interval. */
export interface SignaturePoint {
  readonly intervalSeconds: number;
  /** From mids, bps per square root of hour; NaN with too few returns. */
  readonly midHourlyBps: number;
  /** From the last prices on exchange: higher at short intervals by the bounce between bid and ask. */
  readonly tradeHourlyBps: number;
}

const INTERVALS_SECONDS = [1, 2, 3, 5, 10, 15, 20, 30, 60, 90, 120, 180, 300, 450, 600, 900];
/** Returns that do not overlap, below which an interval is left out. */
const RETURNS_MIN = 20;

/**
 * Volatility signature plot (Andersen, Bollerslev, Diebold and Labys, Risk 2000): realised volatility against the sampling
 * interval, averaged over all phases of the grid. A flat line is a price without microstructure noise.
 */
export const signaturePlot = (tapes: readonly MarketTape[]): readonly SignaturePoint[] =>
  INTERVALS_SECONDS.map((intervalSeconds) => ({
    intervalSeconds,
    midHourlyBps: hourlyBps(
      tapes.map(({ seconds }) => seconds.mid),
      intervalSeconds,
    ),
    tradeHourlyBps: hourlyBps(
      tapes.map(({ seconds }) => seconds.lastPrice),
      intervalSeconds,
    ),
  })).filter(({ midHourlyBps }) => !Number.isNaN(midHourlyBps));

const hourlyBps = (paths: readonly Float64Array[], intervalSeconds: number): number => {
  let [squares, n] = [0, 0];
  for (const path of paths) {
    for (let i = intervalSeconds; i < path.length; i += 1) {
      const logReturn = Math.log(path[i]! / path[i - intervalSeconds]!);
      if (Number.isNaN(logReturn)) continue;
      squares += logReturn * logReturn;
      n += 1;
    }
  }
  return n / intervalSeconds < RETURNS_MIN ? NaN : Math.sqrt(((squares / n) * 3600) / intervalSeconds) * BPS;
};

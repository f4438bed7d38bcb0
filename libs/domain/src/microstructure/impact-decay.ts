import { BPS, type Rng } from '#domain/core';
import { BlockSums, type Estimate } from './block-bootstrap.js';
import { blockOf } from './blocks.js';
import { type MarketTape } from './market-tape.js';
import { midAt } from './mid-path.js';

/** Orders (or flow windows) of one session, one row each. */
export interface OrderSpans {
  /** When the order was over. */
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** +1 a buy, -1 a sell. */
  readonly side: Float64Array;
  /** The mid before the order, price units. */
  readonly arrivalMid: Float64Array;
}

/** What is left of the impact some time after the end of the orders. */
export interface DecayPoint {
  /** Infinity: at the close. */
  readonly afterSeconds: number;
  /** Orders whose mid is known then. */
  readonly n: number;
  /** Mean move of the mid since arrival, bps in the order's direction. */
  readonly impactBps: Estimate;
  /** That mean as a share of the mean at the end of the same orders, so that orders that drop out near the close change nothing. */
  readonly shareOfPeak: Estimate;
}

/** From within one answer of the quotes on: these follow a print some milliseconds late. */
const AFTER_SECONDS = [0, 0.01, 1, 5, 15, 30, 60, 120, 180, 240, 300, 420, 540, 660, 780, 900, Infinity];
/** Orders below which a point is left out. */
const ORDERS_MIN = 100;

/**
 * Mean impact from the end of the orders to 15 minutes after it, and at the close. `spans` belong to `tapes` one by one. A
 * lag that lies beyond the close is left out; empty with less than 100 orders.
 */
export const impactDecay = (
  tapes: readonly MarketTape[],
  spans: readonly OrderSpans[],
  rng: Rng,
): readonly DecayPoint[] => {
  // Per lag: n, impact then, impact of the same orders at their end.
  const blocks = new BlockSums(3 * AFTER_SECONDS.length);
  tapes.forEach((tape, session) => {
    const { startNs, endNs, side, arrivalMid } = spans[session]!;
    for (let i = 0; i < endNs.length; i += 1) {
      const impactAt = (timeNs: number): number =>
        (side[i]! * (midAt(tape.mids, timeNs) - arrivalMid[i]!) * BPS) / arrivalMid[i]!;
      const peakBps = impactAt(endNs[i]!);
      const sums = blocks.of(blockOf(session, tape, startNs[i]!));
      AFTER_SECONDS.forEach((afterSeconds, k) => {
        const thenNs = afterSeconds === Infinity ? lastMomentNs(tape) : endNs[i]! + afterSeconds * 1e9;
        const impactBps = thenNs < endNs[i]! || thenNs > lastMomentNs(tape) ? NaN : impactAt(thenNs);
        if (Number.isNaN(impactBps + peakBps)) return;
        sums[3 * k]! += 1;
        sums[3 * k + 1]! += impactBps;
        sums[3 * k + 2]! += peakBps;
      });
    }
  });
  const total = blocks.total();
  const estimates = blocks.estimate(
    (sums) => AFTER_SECONDS.flatMap((_, k) => [sums[3 * k + 1]! / sums[3 * k]!, sums[3 * k + 1]! / sums[3 * k + 2]!]),
    rng,
  );
  return AFTER_SECONDS.map((afterSeconds, k) => ({
    afterSeconds,
    n: total[3 * k]!,
    impactBps: estimates[2 * k]!,
    shareOfPeak: estimates[2 * k + 1]!,
  })).filter(({ n }) => n >= ORDERS_MIN);
};

/** The last moment of trading hours: at the close itself a quote may be gone already. */
const lastMomentNs = ({ closeNs }: MarketTape): number => closeNs - 1;

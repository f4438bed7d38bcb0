import { type HitFunction } from '#domain/rfq';
import { bestMarkup, flowSensitivity } from '../margin/index.js';

/** The flow of requests in one asset. */
export interface RequestFlow {
  /** Requests of clients who buy, and who sell; per second. */
  readonly buysPerSecond: number;
  readonly sellsPerSecond: number;
  /** In blocks. */
  readonly meanBlocks: number;
}

/**
 * How far the fair transfer price lies above the mid, in the unit of the hit function's spread: the mean of the optimal bid and
 * offer at zero inventory where requests come more from one side (Bergault and Gueant, "Liquidity dynamics in RFQ markets and impact
 * on pricing", arXiv 2309.04216). With the value `-M q^2 / 2 + b q` to second order,
 * `b = (buys - sells) / (buys + sells) (hit(d0) / H'' - M z / 2)`, and each side quotes its best markup at `M z / 2 +- b`.
 * 0 where both sides ask alike, or nobody. `penaltyPerBlock` is M in the same unit per block.
 */
export const fairTransferShift = (hits: HitFunction, flow: RequestFlow, penaltyPerBlock: number): number => {
  if (flow.buysPerSecond === flow.sellsPerSecond) return 0;
  const requests = flow.buysPerSecond + flow.sellsPerSecond;
  const sensitivity = flowSensitivity(hits, 0);
  if (sensitivity === 0) return 0;
  const carrying = (penaltyPerBlock * flow.meanBlocks) / 2;
  const imbalance = (flow.buysPerSecond - flow.sellsPerSecond) / requests;
  const wanted = imbalance * Math.max(0, hits.hit(bestMarkup(hits, 0)) / sensitivity - carrying);
  return (bestMarkup(hits, carrying + wanted) - bestMarkup(hits, carrying - wanted)) / 2;
};

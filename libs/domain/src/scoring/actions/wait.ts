import { normalCdf } from '#domain/core';
import { gaussian, type CostDistribution } from '#domain/impact';
import { expectedMinimumBps, type PossibleCost } from '../fair-value/index.js';
import { type ResponseHazard } from '../dealer-history/index.js';

const { hypot, max, sqrt } = Math;

/** A dealer who was asked and has not answered. */
export interface PendingDealer {
  readonly dealer: string;
  readonly response: ResponseHazard;
  readonly waitedSeconds: number;
  /** What his quote would cost all in. */
  readonly costBps: { readonly mean: number; readonly sd: number };
}

/** What there is now, and how it fares while time passes. */
export interface Standing {
  /** The best quote now, with what is not known of it. */
  readonly bestCost: CostDistribution;
  /** Until it expires. */
  readonly validForSeconds: number;
  /** What there is when it has: another quote, or working the order. */
  readonly fallbackBps: number;
  /** How the mid moves. */
  readonly volatilityBpsPerSqrtSecond: number;
}

/** Waiting so long, then taking what is best. */
export interface Wait {
  readonly seconds: number;
  readonly cost: CostDistribution;
}

/**
 * The best time to wait for those still to answer, by the hazard of their response times:
 *
 *     E[cost of waiting h] = E[min(best, quotes that come within h)] while the best quote lives, E[min(fallback, ..)] beyond.
 *
 * A firm quote does not move while it lives, so until then only hope is at stake; what is traded after moves with the mid, which adds to the
 * interval and not to the mean. Looks at the times given; undefined where none is left.
 */
export const bestWait = (
  standing: Standing,
  pending: readonly PendingDealer[],
  seconds: readonly number[],
): Wait | undefined => {
  let best: Wait | undefined;
  for (const time of seconds) {
    const cost = waitCost(standing, pending, time);
    if (best === undefined || cost.meanBps < best.cost.meanBps) best = { seconds: time, cost };
  }
  return best;
};

const waitCost = (standing: Standing, pending: readonly PendingDealer[], seconds: number): CostDistribution => {
  const { bestCost, validForSeconds, fallbackBps, volatilityBpsPerSqrtSecond } = standing;
  const coming = pending.map(({ response, waitedSeconds, costBps }) => ({
    meanBps: costBps.mean,
    sdBps: costBps.sd,
    probability: response.answersWithin(seconds, waitedSeconds),
  }));
  const isStillThere = seconds < validForSeconds;
  const otherwiseBps = isStillThere ? bestCost.meanBps : fallbackBps;
  const meanBps = expectedMinimumBps(coming, otherwiseBps);
  const changes = betterComes(coming, otherwiseBps);
  const moveSdBps = volatilityBpsPerSqrtSecond * sqrt(seconds) * sqrt(isStillThere ? changes : 1);
  return gaussian(meanBps, hypot(bestCost.sdBps, moveSdBps, spreadOf(coming, changes)));
};

/** P(a quote below what there is comes). */
const betterComes = (coming: readonly PossibleCost[], otherwiseBps: number): number =>
  1 -
  coming.reduce(
    (none, { meanBps, sdBps, probability }) => none * (1 - probability * normalCdf((otherwiseBps - meanBps) / sdBps)),
    1,
  );

/** Of the quotes that may come, as far as one of them is taken. */
const spreadOf = (coming: readonly PossibleCost[], changes: number): number =>
  sqrt(changes) * coming.reduce((widest, { sdBps }) => max(widest, sdBps), 0);

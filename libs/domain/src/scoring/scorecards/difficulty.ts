import { BPS } from '#domain/core';
import { type FinishedRequest } from '../request-history/index.js';

const { log, max, min, sqrt } = Math;

/** How lively a market is beside its usual day: a class of its own, as quotes widen by more than volatility rises. */
export type VolatilityRegime = 'CALM' | 'USUAL' | 'STRESSED';

/** Realised volatility in terms of the usual one. */
const CALM_BELOW = 0.5;
const STRESSED_FROM = 2;

export const volatilityRegime = (realised: number, usual: number): VolatilityRegime => {
  if (realised < CALM_BELOW * usual) return 'CALM';
  return realised >= STRESSED_FROM * usual ? 'STRESSED' : 'USUAL';
};

/** What of a request makes it hard: how many numbers `difficultyOf` gives. */
export const DIFFICULTIES = 7;

/** A market that stands still is not infinitely easy. */
const RATIO_MIN = 0.1;

/**
 * What made a request hard to quote, in numbers that add up: size as the square-root law weighs it (`sig sqrt(Q/V)`, bps), half the
 * spread, the logarithm of realised over usual volatility, and whether that is CALM or STRESSED. Of a request without conditions, an
 * import, only the logarithm of its size, beside requests of its own kind.
 */
export const difficultyOf = ({ conditions, quantity }: FinishedRequest): readonly number[] => {
  if (conditions === null || quantity === null) return [0, 0, 0, 0, 0, 1, quantity === null ? 0 : log(quantity)];
  const { spreadBps, averageDailyVolume, dailyVolatility, realisedDailyVolatility } = conditions;
  const regime = volatilityRegime(realisedDailyVolatility, dailyVolatility);
  return [
    dailyVolatility * BPS * sqrt(quantity / averageDailyVolume),
    spreadBps / 2,
    log(min(1 / RATIO_MIN, max(RATIO_MIN, realisedDailyVolatility / dailyVolatility))),
    regime === 'CALM' ? 1 : 0,
    regime === 'STRESSED' ? 1 : 0,
    0,
    0,
  ];
};

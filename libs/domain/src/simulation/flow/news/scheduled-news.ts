import { firstOf, mustBePositive, mustBeWithin, mustNotBeNegative, type Verdict } from '../../impossible-parameters.js';

/**
 * One announcement whose time is known before. What is assumed: over the lead, makers widen and thin out linearly up to the
 * factors below; at the time, value jumps by a normal gap; after it, the factors go back to 1 with a half-life, from the same
 * heights. Volatility follows the same path, as the size of exogenous jumps.
 */
export interface ScheduledNews {
  /** Seconds since the open. */
  readonly atSeconds: number;
  /** How long before it the market begins to wait. */
  readonly leadSeconds: number;
  /** Factor on the makers' half-spread right before it, at least 1. */
  readonly spreadFactor: number;
  /** Factor on the makers' sizes right before it, in (0, 1]. */
  readonly depthFactor: number;
  /** Factor on the size of exogenous jumps right before it, at least 1. */
  readonly volatilityFactor: number;
  /** Standard deviation of the jump of value, bps. */
  readonly gapBps: number;
  readonly recoveryHalfLifeSeconds: number;
}

export const checkScheduledNews = (news: ScheduledNews, field = 'news'): Verdict =>
  firstOf(
    mustNotBeNegative(`${field}.atSeconds`, news.atSeconds),
    mustNotBeNegative(`${field}.leadSeconds`, news.leadSeconds),
    mustBeWithin(`${field}.spreadFactor`, news.spreadFactor, 1, FACTOR_MAX),
    mustBeWithin(`${field}.depthFactor`, news.depthFactor, 1 / FACTOR_MAX, 1),
    mustBeWithin(`${field}.volatilityFactor`, news.volatilityFactor, 1, FACTOR_MAX),
    mustNotBeNegative(`${field}.gapBps`, news.gapBps),
    mustBePositive(`${field}.recoveryHalfLifeSeconds`, news.recoveryHalfLifeSeconds),
  );

const FACTOR_MAX = 100;

/** How tense the market is, from 0 (nothing is near) to 1 (right before and after the announcement). */
export const newsTension = (news: ScheduledNews, seconds: number): number => {
  const after = seconds - news.atSeconds;
  if (after >= 0) return 2 ** (-after / news.recoveryHalfLifeSeconds);
  return news.leadSeconds === 0 ? 0 : Math.max(0, 1 + after / news.leadSeconds);
};

/** A factor as it stands at a tension: linear between 1 and what it is at its height. */
export const tenseFactor = (height: number, tension: number): number => 1 + (height - 1) * tension;

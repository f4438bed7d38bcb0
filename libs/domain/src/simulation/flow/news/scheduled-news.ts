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

import { firstOf, impossible, mustBePositive, mustNotBeNegative, type Verdict } from '../../impossible-parameters.js';

/**
 * Rates of the zero-intelligence book of Cont, Stoikov and Talreja, "A stochastic model for order book dynamics", Operations
 * Research 58(3), 2010: independent Poisson streams of orders of one size. Per second, of one side; a distance is in ticks
 * from the best price of the other side, and the first entry of a list is distance 1.
 */
export interface ZeroIntelligenceRates {
  /** lam(d): limit orders at distance d. None arrive beyond the last. */
  readonly limit: readonly number[];
  /** theta(d): cancellations of one resting order at distance d; the last holds beyond the last. */
  readonly cancel: readonly number[];
  /** mu: market orders. */
  readonly market: number;
}

/** As fitted to Sky Perfect Communications, Tokyo Stock Exchange (the paper's table 1 and 2; reference 8). */
export const SKY_PERFECT: ZeroIntelligenceRates = {
  limit: [1.85, 1.51, 1.09, 0.88, 0.77],
  cancel: [0.71, 0.81, 0.68, 0.56, 0.47],
  market: 0.94,
};

/** The same with limit orders beyond the fitted distances, by the power law `k d^-alpha` that the paper fits: k 1.92, alpha .52. */
export const skyPerfectTo = (distance: number): ZeroIntelligenceRates => ({
  ...SKY_PERFECT,
  limit: Array.from({ length: distance }, (_, i) => SKY_PERFECT.limit[i] ?? 1.92 * (i + 1) ** -0.52),
});

export const checkZeroIntelligenceRates = ({ limit, cancel, market }: ZeroIntelligenceRates): Verdict =>
  firstOf(
    limit.length > 0 ? undefined : impossible('limit', 'a rate for one distance at least', '[]'),
    cancel.length > 0 ? undefined : impossible('cancel', 'a rate for one distance at least', '[]'),
    mustBePositive('limit.0', limit[0] ?? NaN),
    ...limit.map((rate, i) => mustNotBeNegative(`limit.${i}`, rate)),
    ...cancel.map((rate, i) => mustBePositive(`cancel.${i}`, rate)),
    mustNotBeNegative('market', market),
  );

/** theta(d): the cancellation rate at a distance. */
export const cancelRate = ({ cancel }: ZeroIntelligenceRates, distance: number): number =>
  cancel[distance < cancel.length ? distance - 1 : cancel.length - 1]!;

/** lam(d): the rate of limit orders at a distance. */
export const limitRate = ({ limit }: ZeroIntelligenceRates, distance: number): number => limit[distance - 1] ?? 0;

import { type Estimate } from '#domain/scoring';

const { sqrt } = Math;

/** An order that was taken in the lit market, without fees; bps of the arrival mid, positive is a cost. */
export interface TakenOrder {
  readonly units: number;
  readonly shortfallBps: number;
}

/** `cost = halfSpreadBps + impactBps (units / referenceUnits)^exponent`, with what one order strays from it. */
export interface TakingCost {
  readonly halfSpreadBps: Estimate;
  readonly impactBps: Estimate;
}

/** What is assumed: means, and how unsure they are. */
export interface TakingPrior {
  readonly halfSpreadBps: { readonly value: number; readonly sd: number };
  readonly impactBps: { readonly value: number; readonly sd: number };
  /** Of one order's cost. */
  readonly orderSdBps: number;
}

/** From so many orders on the spread of their costs is believed instead of the assumed one. */
const ORDERS_LEAST = 20;

/**
 * What taking costs by size: Bayesian linear regression in the two coefficients, with a normal prior (Gelman et al., Bayesian Data Analysis,
 * 2013, 14.8); the exponent is given. Orders without a size or a cost are left out.
 */
export const learnTaking = (
  orders: readonly TakenOrder[],
  referenceUnits: number,
  exponent: number,
  prior: TakingPrior,
): TakingCost => {
  const seen = orders.filter(({ units, shortfallBps }) => units > 0 && Number.isFinite(shortfallBps));
  const first = posterior(seen, referenceUnits, exponent, prior, prior.orderSdBps ** 2);
  if (seen.length < ORDERS_LEAST) return estimates(first, 'PRIOR', seen.length);
  const residuals = seen.map(
    ({ units, shortfallBps }) => shortfallBps - first.spread - first.impact * (units / referenceUnits) ** exponent,
  );
  const variance = residuals.reduce((sum, residual) => sum + residual ** 2, 0) / (seen.length - 2);
  return estimates(posterior(seen, referenceUnits, exponent, prior, variance), 'LEARNED', seen.length);
};

interface Posterior {
  readonly spread: number;
  readonly spreadVariance: number;
  readonly impact: number;
  readonly impactVariance: number;
}

const posterior = (
  orders: readonly TakenOrder[],
  referenceUnits: number,
  exponent: number,
  prior: TakingPrior,
  variance: number,
): Posterior => {
  const [p, q] = [1 / prior.halfSpreadBps.sd ** 2, 1 / prior.impactBps.sd ** 2];
  let [a, b, c] = [p, 0, q];
  let [u, v] = [p * prior.halfSpreadBps.value, q * prior.impactBps.value];
  for (const { units, shortfallBps } of orders) {
    const x = (units / referenceUnits) ** exponent;
    a += 1 / variance;
    b += x / variance;
    c += (x * x) / variance;
    u += shortfallBps / variance;
    v += (x * shortfallBps) / variance;
  }
  const determinant = a * c - b * b;
  return {
    spread: (c * u - b * v) / determinant,
    spreadVariance: c / determinant,
    impact: (a * v - b * u) / determinant,
    impactVariance: a / determinant,
  };
};

const estimates = (fit: Posterior, basis: Estimate['basis'], evidence: number): TakingCost => ({
  halfSpreadBps: { value: fit.spread, sd: sqrt(fit.spreadVariance), evidence, basis },
  impactBps: { value: fit.impact, sd: sqrt(fit.impactVariance), evidence, basis },
});

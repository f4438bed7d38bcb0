import { logNormalSurvival, normalCdf } from '#domain/core';
import { competitorCdf } from '../hit-probability/competitor-table.js';
import { type HitParameters } from '../hit-probability/hit-model.js';
import { GRID_CELLS, gridNode } from '../hit-probability/reduced-spread-grid.js';
import { SkewExponentialPower } from '../hit-probability/skew-exponential-power.js';
import { UNTOLD, type OutcomeCounts } from './outcome-counts.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { exp, log, max } = Math;

/** What a probability is at least, so that an outcome which the parameters exclude costs much and not everything. */
const LEAST = 1e-300;

/**
 * Log-likelihood of counted outcomes under the hit model, reference 4, mixed over how many of the n asked answer: with
 * `S(v) = (1 - p F(v))^n`, P(nobody answers with less than v),
 *
 *     done with cover C   (1 - G(Y)) -S'(C), as the probability of C's cell
 *     done, nobody else   (1 - G(Y)) (1 - p)^n
 *     done, not told      (1 - G(Y)) S(Y)
 *     tied                (1 - G(Y)) -S'(Y), as the probability of Y's cell
 *     not traded          N(Y) = int_-inf^Y S g
 *     traded away         A(Y) = int_-inf^Y -S' (1 - G).
 *
 * Both integrals are sums by trapezia in the other function, so that done, traded away and not traded add up to one exactly. Where
 * n is not told, it is `effectiveCompetitors`, a parameter that need not be whole: S stays the tail of a distribution.
 */
export const logLikelihood = (
  counts: OutcomeCounts,
  parameters: HitParameters,
  effectiveCompetitors: number,
): number => {
  const { reservation, responseProbability } = parameters;
  const cdf = competitorCdf(new SkewExponentialPower(parameters.competitors));
  const reserved = new Float64Array(GRID_CELLS + 1);
  let sum = 0;
  for (let i = 0; i <= GRID_CELLS; i += 1) {
    const z = (gridNode(i) - reservation.mean) / reservation.sd;
    reserved[i] = normalCdf(z);
    const weight = counts.accepted[i]!;
    if (weight > 0) sum += weight * logNormalSurvival(z);
  }
  for (const [told, own] of counts.byCompetitors) {
    const n = told === UNTOLD ? effectiveCompetitors : told;
    // From below the grid on, where S is still 1 and G nothing.
    let before = 1;
    let reservedBefore = 0;
    let tradedAway = 0;
    let notTraded = 0;
    for (let i = 0; i <= GRID_CELLS; i += 1) {
      const unbeaten = exp(n * log(max(1 - responseProbability * cdf[i]!, LEAST)));
      const below = reserved[i]!;
      notTraded += ((below - reservedBefore) * (unbeaten + before)) / 2;
      tradedAway += ((before - unbeaten) * (2 - below - reservedBefore)) / 2;
      sum += weighted(own.best[i]!, before - unbeaten);
      sum += weighted(own.unbeaten[i]!, unbeaten);
      sum += weighted(own.notTraded[i]!, notTraded);
      sum += weighted(own.tradedAway[i]!, tradedAway);
      [before, reservedBefore] = [unbeaten, below];
    }
    const alone = exp(n * log(max(1 - responseProbability, LEAST)));
    sum += weighted(own.best[GRID_CELLS + 1]!, before - alone);
    sum += weighted(own.alone, alone);
  }
  return sum;
};

const weighted = (weight: number, probability: number): number =>
  weight === 0 ? 0 : weight * log(max(probability, LEAST));

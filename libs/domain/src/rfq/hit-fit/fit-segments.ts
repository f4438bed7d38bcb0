import { ok, type Result } from '#domain/core';
import { fitHitModel, type FitFailure, type HitFit, type HitPrior } from './fit-hit-model.js';
import { OutcomeCounts } from './outcome-counts.js';

/** The hit models of segments (a tier of clients, a group of instruments), and of all together. */
export interface SegmentFits {
  readonly pooled: HitFit;
  readonly segments: ReadonlyMap<string, HitFit>;
  /** How far segments lie apart: the variance of each parameter between them, on the unbounded scale. */
  readonly betweenVariances: readonly number[];
}

/** Variance between segments that is believed before any was seen: about 30 % of a scale. */
const PRIOR_BETWEEN = 0.1;
/** Below, segments count as the same: a variance of nothing would stay nothing. */
const LEAST_BETWEEN = 1e-4;
const ROUNDS = 3;

/**
 * The posterior mode of all together under the stated prior, then of each segment with a normal prior around that, whose width is
 * learned from the segments themselves (empirical Bayes by expectation and maximisation, Laplace's approximation of each posterior): a
 * segment of few outcomes stays near the pool, one of many goes where its outcomes are, and a pool of few stays near what is stated.
 * Fails where a search does not end; segments without outcomes have the pool's model.
 */
export const fitSegments = (
  counts: ReadonlyMap<string, OutcomeCounts>,
  stated: HitPrior,
  previous?: SegmentFits,
): Result<SegmentFits, FitFailure> => {
  const all = new OutcomeCounts();
  for (const own of counts.values()) all.addAll(own);
  const pooled = fitHitModel(all, { ...(previous !== undefined && { previous: previous.pooled }), prior: stated });
  if (!pooled.ok) return pooled;
  const centre = pooled.value;
  let betweenVariances: readonly number[] = centre.point.map((_, i) => (centre.variances[i] === 0 ? 0 : PRIOR_BETWEEN));
  let fits = new Map<string, HitFit>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const prior: HitPrior = { means: centre.point, variances: betweenVariances };
    const next = new Map<string, HitFit>();
    for (const [segment, own] of counts) {
      const fit = fitHitModel(own, { previous: fits.get(segment) ?? centre, prior });
      if (!fit.ok) return fit;
      next.set(segment, { ...fit.value, version: (previous?.segments.get(segment)?.version ?? 0) + 1 });
    }
    fits = next;
    betweenVariances = betweenVariances.map((variance, i) =>
      variance === 0 ? 0 : Math.max(LEAST_BETWEEN, meanSquareAround(centre, [...fits.values()], i)),
    );
  }
  return ok({ pooled: centre, segments: fits, betweenVariances });
};

/** Mean over segments of `E[(theta - pooled)^2]`: where the fit lies and how uncertain it is. */
const meanSquareAround = (centre: HitFit, fits: readonly HitFit[], i: number): number =>
  fits.reduce((sum, fit) => sum + (fit.point[i]! - centre.point[i]!) ** 2 + fit.variances[i]!, 0) / fits.length;

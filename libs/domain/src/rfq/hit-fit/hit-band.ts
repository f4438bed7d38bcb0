import { HitCurve } from '../hit-probability/hit-curve.js';
import { HitModel, type HitParameters } from '../hit-probability/hit-model.js';
import { modelOf, pointOf, type HitFit } from './fit-hit-model.js';

/** P(done) at a reduced spread with its 95 % interval. */
export interface HitBandPoint {
  readonly reducedSpread: number;
  readonly hit: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The curve of a fitted model against so many competitors, as a picture shows it: the interval is that of the log-odds by the delta
 * method, `g' C g` with C the covariance of the parameters on the unbounded scale, so that it never leaves [0, 1].
 */
export const hitBand = (
  fit: Pick<HitFit, 'parameters' | 'covariance'>,
  competitors: number,
  reducedSpreads: readonly number[],
): readonly HitBandPoint[] => {
  const { parameters, covariance } = fit;
  const point = pointOf({ parameters, effectiveCompetitors: 1 });
  const curveOf = (of: HitParameters): HitCurve => new HitCurve(new HitModel(of), competitors);
  const curve = curveOf(parameters);
  const moved = (at: number, by: number): HitCurve =>
    curveOf(modelOf(point.map((value, i) => (i === at ? value + by : value))).parameters);
  const fitted = covariance.flatMap((row, at) => (row[at]! > 0 ? [at] : []));
  const sides = fitted.map((at) => [moved(at, STEP), moved(at, -STEP)] as const);
  return reducedSpreads.map((reducedSpread) => {
    const hit = curve.hit(reducedSpread);
    const gradient = sides.map(
      ([above, below]) => (logOdds(above.hit(reducedSpread)) - logOdds(below.hit(reducedSpread))) / (2 * STEP),
    );
    const variance = fitted.reduce(
      (sum, at, i) =>
        sum + fitted.reduce((row, other, j) => row + gradient[i]! * covariance[at]![other]! * gradient[j]!, 0),
      0,
    );
    const reach = NORMAL_95 * Math.sqrt(Math.max(0, variance));
    return { reducedSpread, hit, low: share(logOdds(hit) - reach), high: share(logOdds(hit) + reach) };
  });
};

const NORMAL_95 = 1.959_963_984_540_054;
const STEP = 1e-3;
/** A hit as good as certain or impossible has no log-odds. */
const LEAST = 1e-12;

const logOdds = (hit: number): number => {
  const inside = Math.min(Math.max(hit, LEAST), 1 - LEAST);
  return Math.log(inside / (1 - inside));
};

const share = (odds: number): number => 1 / (1 + Math.exp(-odds));

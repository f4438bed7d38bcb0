import { meanImpactBps, memberImpacts } from '../members.js';
import { PARAMETRIC_COEFFICIENTS } from '../parametric-coefficients.js';
import { type WorkedOrder } from '../worked-order.js';
import { type ModelManifest } from './model-manifest.js';

/** The orders that a model was trained on: Q/V and T within these. */
export interface Reach {
  readonly sizeDaysMin: number;
  readonly sizeDaysMax: number;
  readonly horizonSecondsMin: number;
  readonly horizonSecondsMax: number;
}

/** As the manifest says, and within the ranges of ln(Q/V) and ln T where the model reads them. */
export const reachOf = ({ reach, inputs }: Pick<ModelManifest, 'reach' | 'inputs'>): Reach => {
  const range = (name: string): readonly [number, number] => {
    const input = inputs.find((one) => one.name === name);
    return input === undefined ? [-Infinity, Infinity] : [input.low, input.high];
  };
  const { advFractionMax, horizonSecondsMin, horizonSecondsMax } = reach;
  const [lnSizeLow, lnSizeHigh] = range('lnAdvFraction');
  const [lnHorizonLow, lnHorizonHigh] = range('lnHorizonSeconds');
  const horizonMin = Math.max(horizonSecondsMin, Math.exp(lnHorizonLow));
  const sizeDaysMax = Math.min(advFractionMax, Math.exp(lnSizeHigh));
  return {
    sizeDaysMin: Math.min(Math.exp(lnSizeLow), sizeDaysMax),
    sizeDaysMax,
    horizonSecondsMin: horizonMin,
    horizonSecondsMax: Math.max(horizonMin, Math.min(horizonSecondsMax, Math.exp(lnHorizonHigh))),
  };
};

/**
 * The order within the reach that stands in for the one asked: its horizon is the nearest one, its size the one that the
 * published formulas hold to cost as much at that horizon, or the nearest size within the reach. It is the order itself
 * when that is within the reach, and its size never falls when that of the order grows.
 */
export const substituteOrder = (asked: WorkedOrder, reach: Reach, sessionSeconds: number): WorkedOrder => {
  const { horizonSecondsMin, horizonSecondsMax, sizeDaysMin, sizeDaysMax } = reach;
  const horizonMin = horizonSecondsMin / sessionSeconds;
  const horizonMax = horizonSecondsMax / sessionSeconds;
  const horizonDays = Math.min(Math.max(asked.horizonDays, horizonMin), horizonMax);
  const withSize = (sizeDays: number): WorkedOrder => ({ ...asked, horizonDays, sizeDays });
  if (horizonDays === asked.horizonDays) {
    const sizeDays = Math.min(Math.max(asked.sizeDays, sizeDaysMin), sizeDaysMax);
    return sizeDays === asked.sizeDays ? asked : withSize(sizeDays);
  }
  const target = impactOf(asked);
  if (impactOf(withSize(sizeDaysMax)) <= target) return withSize(sizeDaysMax);
  if (impactOf(withSize(sizeDaysMin)) >= target) return withSize(sizeDaysMin);
  return withSize(sizeOfImpact(target, (sizeDays) => impactOf(withSize(sizeDays)), sizeDaysMin, sizeDaysMax));
};

const impactOf = (order: WorkedOrder): number => meanImpactBps(memberImpacts(order, PARAMETRIC_COEFFICIENTS));

/** By bisection; 60 halvings leave nothing of any range. */
const sizeOfImpact = (
  target: number,
  impactBps: (sizeDays: number) => number,
  sizeDaysMin: number,
  sizeDaysMax: number,
): number => {
  let [low, high] = [sizeDaysMin, sizeDaysMax];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (impactBps(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

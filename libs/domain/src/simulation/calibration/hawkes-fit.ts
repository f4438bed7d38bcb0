import { hessian, minimise, ofEigenvalues, symmetricEigen } from '#domain/core';
import { type Estimate } from '#domain/microstructure';
import { type HawkesParameters } from '../flow/hawkes/hawkes-parameters.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { exp, expm1, log, sqrt } = Math;

/** Events of one session: times in seconds of activity, rising, within [0, `seconds`]. */
export interface EventTimes {
  readonly times: Float64Array;
  readonly seconds: number;
}

export interface HawkesFit {
  readonly parameters: HawkesParameters;
  readonly baseline: Estimate;
  readonly branchingRatio: Estimate;
  readonly decays: readonly [Estimate, Estimate];
  /** Of the slower part. */
  readonly weight: Estimate;
}

/** Events below which nothing is fitted. */
const EVENTS_MIN = 200;
const NORMAL_95 = 1.959_963_984_540_054;
/** Where the search begins: a ratio of .6, half of it within a second, half within ten. */
const START_RATIO = 0.6;
const START_DECAYS = [0.1, 1] as const;

/**
 * A Hawkes process of one type with a kernel of two exponentials, by maximum likelihood (Ogata, Ann. Inst. Statist. Math. 30, 1978;
 * the recursion of Ozaki 1979 makes it linear in the events). Intervals by the observed information, on the scale of the
 * search (logarithms and log odds); NaN where the likelihood is flat in some direction. Undefined with less than 200 events.
 */
export const fitHawkes = (sessions: readonly EventTimes[]): HawkesFit | undefined => {
  const events = sessions.reduce((sum, { times }) => sum + times.length, 0);
  if (events < EVENTS_MIN) return undefined;
  const seconds = sessions.reduce((sum, session) => sum + session.seconds, 0);
  const loss = (x: Float64Array): number => {
    const { baseline, ratio, decays, weight } = parametersAt(x);
    let sum = 0;
    for (const session of sessions) sum += logLikelihood(session, baseline, ratio, decays, weight);
    return -sum / events;
  };
  const start = [
    log(((1 - START_RATIO) * events) / seconds),
    logit(START_RATIO),
    log(START_DECAYS[0]),
    log(START_DECAYS[1] - START_DECAYS[0]),
    0,
  ];
  const { at } = minimise(loss, start, 1);
  const errors = standardErrors(hessian(loss, at), events);
  const { baseline, ratio, decays, weight } = parametersAt(at);
  const between = (index: number, map: (x: number) => number): Estimate => ({
    value: map(at[index]!),
    low: map(at[index]! - NORMAL_95 * errors[index]!),
    high: map(at[index]! + NORMAL_95 * errors[index]!),
  });
  return {
    parameters: { baseline: [baseline], offspring: [[ratio]], decays, weights: [weight, 1 - weight] },
    baseline: between(0, exp),
    branchingRatio: between(1, expit),
    decays: [between(2, Math.exp), between(3, (x) => decays[0] + exp(x))],
    weight: between(4, expit),
  };
};

const parametersAt = (x: ArrayLike<number>) => {
  const slow = exp(x[2]!);
  return {
    baseline: exp(x[0]!),
    ratio: expit(x[1]!),
    decays: [slow, slow + exp(x[3]!)] as const,
    weight: expit(x[4]!),
  };
};

const logLikelihood = (
  { times, seconds }: EventTimes,
  baseline: number,
  ratio: number,
  [slow, fast]: readonly [number, number],
  weight: number,
): number => {
  let [before, slowSum, fastSum, logs, offspring] = [0, 0, 0, 0, 0];
  const [slowJump, fastJump] = [ratio * weight * slow, ratio * (1 - weight) * fast];
  for (const time of times) {
    const elapsed = time - before;
    slowSum *= exp(-slow * elapsed);
    fastSum *= exp(-fast * elapsed);
    logs += log(baseline + slowJump * slowSum + fastJump * fastSum);
    slowSum += 1;
    fastSum += 1;
    before = time;
    const left = seconds - time;
    offspring -= weight * expm1(-slow * left) + (1 - weight) * expm1(-fast * left);
  }
  return logs - baseline * seconds - ratio * offspring;
};

/** Of each variable: the root of the diagonal of the inverse information; NaN where that is not positive. */
const standardErrors = (information: readonly Float64Array[], events: number): readonly number[] => {
  const eigen = symmetricEigen(information);
  const isPositive = eigen.values.every((value) => value > 0);
  const inverse = ofEigenvalues(eigen, (value) => 1 / value);
  return inverse.map((row, i) => (isPositive ? sqrt(row[i]! / events) : NaN));
};

const logit = (p: number): number => log(p / (1 - p));
const expit = (x: number): number => 1 / (1 + exp(-x));

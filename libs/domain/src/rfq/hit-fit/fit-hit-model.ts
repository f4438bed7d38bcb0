import { err, hessian, minimise, ofEigenvalues, ok, symmetricEigen, type Failure, type Result } from '#domain/core';
import { REFERENCE_HIT_PARAMETERS, type HitParameters } from '../hit-probability/hit-model.js';
import { logLikelihood } from './log-likelihood.js';
import { UNTOLD, type OutcomeCounts } from './outcome-counts.js';

/** Names of what is fitted. */
export const HIT_PARAMETERS = [
  'reservation.mean',
  'reservation.sd',
  'competitors.location',
  'competitors.scale',
  'competitors.skewness',
  'competitors.shape',
  'responseProbability',
  'effectiveCompetitors',
] as const;

export type HitParameterName = (typeof HIT_PARAMETERS)[number];

/** A fitted parameter with its 95 % interval. */
export interface FittedParameter {
  readonly name: HitParameterName;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Where the prior has it; absent: fitted without one. */
  readonly prior?: number;
  /** Share of the prior's variance that the outcomes took away, within [0, 1]: 0 is all prior. Absent: fitted without one. */
  readonly learned?: number;
}

/** A fitted hit model; as plain data, to be stored with its version. */
export interface HitFit {
  /** 1, and one more with each refit. */
  readonly version: number;
  /** Of the counts that it was fitted on. */
  readonly revision: number;
  readonly outcomes: number;
  readonly parameters: HitParameters;
  /** How many competitors a request is worth where that is not told; it need not be whole. */
  readonly effectiveCompetitors: number;
  /** Of what the outcomes say something about; the rest stayed where it began. */
  readonly fitted: readonly FittedParameter[];
  readonly logLikelihood: number;
  /** The point on the unbounded scale where the search ended, and the variances there: what a refit and the segments start from. */
  readonly point: readonly number[];
  readonly variances: readonly number[];
  /** The same with what ties parameters together, by `HIT_PARAMETERS`; 0 for what was not fitted. */
  readonly covariance: readonly (readonly number[])[];
}

/**
 * TOO_FEW_OUTCOMES: fewer than parameters need. NOT_IDENTIFIED: the outcomes leave a direction of the parameters open, so no
 * interval exists. NO_CONVERGENCE: the search did not end.
 */
export type FitFailure = Failure<'TOO_FEW_OUTCOMES' | 'NOT_IDENTIFIED' | 'NO_CONVERGENCE'>;

/** What is believed of the parameters before the outcomes, on the unbounded scale: normal, independent; by `HIT_PARAMETERS`. */
export interface HitPrior {
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

/** Without a prior, outcomes below which nothing is fitted. */
export const OUTCOMES_MIN = 200;

/** Where the search starts when nothing was fitted before. */
const START: HitStart = { parameters: REFERENCE_HIT_PARAMETERS, effectiveCompetitors: 4 };

export interface HitStart {
  readonly parameters: HitParameters;
  readonly effectiveCompetitors: number;
}

/**
 * Maximum likelihood of the hit model on censored outcomes, and the observed information for the intervals, both on a scale without
 * bounds (logarithms of scales, log-odds of the response probability), so that every fit is a model and no interval leaves the
 * range. With a prior: the posterior mode. `previous` starts the search and counts the version on.
 */
export const fitHitModel = (
  counts: OutcomeCounts,
  { previous, prior }: { readonly previous?: HitFit; readonly prior?: HitPrior } = {},
): Result<HitFit, FitFailure> => {
  if (prior === undefined && counts.outcomes < OUTCOMES_MIN) return err(tooFew(counts.outcomes));
  const free = freeParameters(counts, prior);
  const start = pointOf(previous ?? START);
  const full = (x: Float64Array): number[] => {
    const point = [...start];
    free.forEach((at, i) => (point[at] = x[i]!));
    return point;
  };
  const loss = (x: Float64Array): number => {
    const point = full(x);
    if (point.some((value, i) => !(Math.abs(value - CENTRES[i]!) <= REACH[i]!))) return Infinity;
    const { parameters, effectiveCompetitors } = modelOf(point);
    return penalty(point, prior) - logLikelihood(counts, parameters, effectiveCompetitors);
  };
  const curvature = Math.max(counts.outcomes, 1);
  const found = minimise(
    loss,
    free.map((at) => start[at]!),
    curvature,
  );
  if (!found.hasConverged) return err(failure('NO_CONVERGENCE', 'the search for the best parameters did not end'));
  const information = symmetricEigen(hessian(loss, found.at));
  const least = leastInformation(free, prior);
  if (!information.values.every((value) => value < Infinity && (value > IDENTIFIED || least > 0))) {
    return err(failure('NOT_IDENTIFIED', 'the outcomes leave some of the parameters open; more of them, or a prior'));
  }
  const covariance = ofEigenvalues(information, (value) => 1 / Math.max(value, least));
  const point = full(found.at);
  const fit = modelOf(point);
  return ok({
    ...fit,
    version: (previous?.version ?? 0) + 1,
    revision: counts.revision,
    outcomes: counts.outcomes,
    fitted: free.map((at, i) => fitted(at, point[at]!, covariance[i]![i]!, prior)),
    logLikelihood: logLikelihood(counts, fit.parameters, fit.effectiveCompetitors),
    point,
    variances: HIT_PARAMETERS.map((_, at) =>
      free.includes(at) ? covariance[free.indexOf(at)]![free.indexOf(at)]! : 0,
    ),
    covariance: HIT_PARAMETERS.map((_, at) =>
      HIT_PARAMETERS.map((_other, other) => covariance[free.indexOf(at)]?.[free.indexOf(other)] ?? 0),
    ),
  });
};

const NORMAL_95 = 1.959_963_984_540_054;
/** Least curvature of the likelihood in any direction: an interval wider than a factor of 50 is none. */
const IDENTIFIED = 0.25;

/** The search stays where the tables are good: within `REACH` of these on the unbounded scale. */
const CENTRES = [0, 0, 0, 0, 0, 0, 0, Math.log(4)];
const REACH = [8, 2.3, 8, 2.3, 12, 1.4, 9, 3.5];

const IDENTITY = { to: (x: number): number => x, from: (x: number): number => x };
const LOGARITHM = { to: Math.log, from: Math.exp };
const LOG_ODDS = {
  to: (x: number): number => Math.log(x / (1 - x)),
  from: (x: number): number => 1 / (1 + Math.exp(-x)),
};
const SCALES = [IDENTITY, LOGARITHM, IDENTITY, LOGARITHM, IDENTITY, LOGARITHM, LOG_ODDS, LOGARITHM];

/** Parameters on the unbounded scale, by `HIT_PARAMETERS`. */
export const pointOf = ({ parameters, effectiveCompetitors }: HitStart): readonly number[] => {
  const { reservation, competitors, responseProbability } = parameters;
  const { location, scale, skewness, shape } = competitors;
  const answers = Math.min(Math.max(responseProbability, 1e-3), 1 - 1e-3);
  const values = [reservation.mean, reservation.sd, location, scale, skewness, shape, answers, effectiveCompetitors];
  return values.map((value, i) => SCALES[i]!.to(value));
};

/** And back. */
export const modelOf = (point: readonly number[]): HitStart => {
  const at = (i: number): number => SCALES[i]!.from(point[i]!);
  return {
    parameters: {
      reservation: { mean: at(0), sd: at(1) },
      competitors: { location: at(2), scale: at(3), skewness: at(4), shape: at(5) },
      responseProbability: at(6),
    },
    effectiveCompetitors: at(7),
  };
};

/** Without competitors nothing says how they quote; where all are told, nothing asks for an effective number. */
const freeParameters = (counts: OutcomeCounts, prior: HitPrior | undefined): readonly number[] => {
  const told = [...counts.byCompetitors.keys()];
  const hasUntold = told.includes(UNTOLD);
  const hasCompetitors = hasUntold || told.some((n) => n > 0);
  return HIT_PARAMETERS.flatMap((name, at) => {
    if (prior?.variances[at] === 0) return [];
    if (name === 'effectiveCompetitors') return hasUntold ? [at] : [];
    return name.startsWith('reservation') || hasCompetitors ? [at] : [];
  });
};

/**
 * Outcomes take nothing away from what a prior says, so a posterior is at least as narrow in every direction. The curvature at one point may
 * say otherwise: the competitors' density has a cusp, which is sharper than the outcomes' cells. 0: there is no prior.
 */
const leastInformation = (free: readonly number[], prior: HitPrior | undefined): number =>
  prior === undefined ? 0 : 1 / free.reduce((widest, at) => Math.max(widest, prior.variances[at]!), 0);

const penalty = (point: readonly number[], prior: HitPrior | undefined): number => {
  if (prior === undefined) return 0;
  return point.reduce((sum, value, i) => {
    const variance = prior.variances[i]!;
    return variance === 0 ? sum : sum + (value - prior.means[i]!) ** 2 / (2 * variance);
  }, 0);
};

const fitted = (at: number, value: number, variance: number, prior: HitPrior | undefined): FittedParameter => {
  const { from } = SCALES[at]!;
  const sd = Math.sqrt(variance);
  return {
    name: HIT_PARAMETERS[at]!,
    value: from(value),
    low: from(value - NORMAL_95 * sd),
    high: from(value + NORMAL_95 * sd),
    ...(prior !== undefined && {
      prior: from(prior.means[at]!),
      learned: Math.max(0, 1 - variance / prior.variances[at]!),
    }),
  };
};

const failure = (code: FitFailure['code'], message: string): FitFailure => ({ code, message });

const tooFew = (outcomes: number): FitFailure => ({
  code: 'TOO_FEW_OUTCOMES',
  field: 'outcomes',
  allowed: `${OUTCOMES_MIN} or more`,
  message: `${outcomes} outcomes are too few to fit a hit model to`,
});

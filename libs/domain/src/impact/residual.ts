import { type EstimatedTerm } from '#domain/market-data';
import { type ResidualComponent } from './forecast.js';
import { meanImpactBps, memberImpacts, type MemberImpacts } from './members.js';
import { type ParametricCoefficients } from './parametric-coefficients.js';
import { timingRiskBps } from './timing-risk.js';
import { type WorkedOrder } from './worked-order.js';

/**
 * Why the cost of one order differs from its expectation, each reason with the standard deviation it contributes. The
 * reasons are taken as independent.
 */
export const residualComponents = (
  order: WorkedOrder,
  members: MemberImpacts,
  estimated: readonly EstimatedTerm[],
  coefficients: ParametricCoefficients,
): readonly ResidualComponent[] => [
  timingRisk(order, estimated, coefficients),
  modelUncertainty(members, coefficients),
  ...estimateComponents(order, members, estimated, coefficients),
];

/** What each estimated term that enters impact leaves open. */
export const estimateComponents = (
  order: WorkedOrder,
  members: MemberImpacts,
  estimated: readonly EstimatedTerm[],
  coefficients: ParametricCoefficients,
): readonly ResidualComponent[] =>
  estimated.filter(entersImpact).map((term) => estimateUncertainty(order, members, term, coefficients));

/** The components in quadrature, in bps. */
export const combinedSdBps = (components: readonly ResidualComponent[]): number => {
  let variance = 0;
  for (const { sdBps } of components) variance += sdBps * sdBps;
  return Math.sqrt(variance);
};

/** A volatility that is itself uncertain by a relative `factor - 1` adds that share of the risk in quadrature. */
const timingRisk = (
  { dailyVolatility, horizonDays }: WorkedOrder,
  estimated: readonly EstimatedTerm[],
  coefficients: ParametricCoefficients,
): ResidualComponent => {
  const sdBps = timingRiskBps(dailyVolatility, horizonDays);
  const origin =
    'Moves of the market while the order is worked evenly over the horizon: daily volatility x sqrt(T/3), the timing risk of I-Star';
  if (!estimated.includes('dailyVolatility'))
    return { name: 'timingRisk', kind: 'MARKET', sdBps, origin: `${origin}.` };
  return {
    name: 'timingRisk',
    kind: 'MARKET',
    sdBps: sdBps * Math.hypot(1, coefficients.estimateErrorFactor.dailyVolatility - 1),
    origin: `${origin}, widened because the volatility is estimated.`,
  };
};

/** By how much the published formulas leave the expected impact open. */
export const modelUncertainty = (members: MemberImpacts, coefficients: ParametricCoefficients): ResidualComponent => ({
  name: 'modelUncertainty',
  kind: 'MODEL',
  sdBps: Math.max(dispersionBps(members), coefficients.modelUncertaintyFloor * meanImpactBps(members)),
  origin:
    'Disagreement of the three published formulas (their sample standard deviation), at least the share of the expected impact by which the published range of the square-root prefactor leaves it open.',
});

/** Sample standard deviation of the members' costs. */
const dispersionBps = (members: MemberImpacts): number => {
  const mean = meanImpactBps(members);
  let squares = 0;
  for (const { temporaryBps, permanentBps } of members) squares += (temporaryBps + permanentBps - mean) ** 2;
  return Math.sqrt(squares / (members.length - 1));
};

/** Impact is computed in units: what a contract holds was settled when the quantity became units. */
type UncertainTerm = Exclude<EstimatedTerm, 'contractMultiplier'>;

const entersImpact = (term: EstimatedTerm): term is UncertainTerm => Object.hasOwn(WERE_OFF, term);

/** By how much the expected impact would rise were the estimated term off by its error factor, in the costly direction. */
const estimateUncertainty = (
  order: WorkedOrder,
  members: MemberImpacts,
  term: UncertainTerm,
  coefficients: ParametricCoefficients,
): ResidualComponent => {
  const off = WERE_OFF[term](order, coefficients.estimateErrorFactor[term]);
  return {
    name: ESTIMATE_NAME[term],
    kind: 'MODEL',
    sdBps: meanImpactBps(memberImpacts(off, coefficients)) - meanImpactBps(members),
    origin: ESTIMATE_ORIGIN[term],
  };
};

const WERE_OFF: Record<UncertainTerm, (order: WorkedOrder, factor: number) => WorkedOrder> = {
  averageDailyVolume: (order, factor) => ({
    ...order,
    sizeDays: order.sizeDays * factor,
    inverseTurnoverDays: order.inverseTurnoverDays * factor,
  }),
  dailyVolatility: (order, factor) => ({ ...order, dailyVolatility: order.dailyVolatility * factor }),
  sharesOutstanding: (order, factor) => ({ ...order, inverseTurnoverDays: order.inverseTurnoverDays * factor }),
};

const ESTIMATE_NAME: Record<UncertainTerm, string> = {
  averageDailyVolume: 'estimatedAverageDailyVolume',
  dailyVolatility: 'estimatedDailyVolatility',
  sharesOutstanding: 'estimatedSharesOutstanding',
};

const ESTIMATE_ORIGIN: Record<UncertainTerm, string> = {
  averageDailyVolume:
    'The average daily volume is an estimate: the rise of the expected impact were the true volume lower by the typical error factor.',
  dailyVolatility:
    'The daily volatility is an estimate: the rise of the expected impact were the true volatility higher by the typical error factor.',
  sharesOutstanding:
    'The shares outstanding are an estimate: the rise of the permanent impact were there more of them by the typical error factor.',
};

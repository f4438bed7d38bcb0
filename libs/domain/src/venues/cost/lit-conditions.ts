import { firstOf, mustBeFinite, mustBePositive, mustBeWithin, mustNotBeNegative, type Verdict } from '../failure.js';

const { sqrt } = Math;

/** What the lit market is like while the order is worked, and what taking in it costs; bps of the arrival mid. */
export interface LitConditions {
  readonly halfSpreadBps: number;
  /** Of taking what waited elsewhere in vain. */
  readonly takerFeeBps: number;
  readonly volatilityBpsPerSqrtSecond: number;
  /** How long what waits is waited for; what is not filled by then is taken. */
  readonly horizonSeconds: number;
  /** Over how much of that what is taken is spread; 0: at once. */
  readonly workSeconds: number;
  /** Expected move of the mid against the order: why it is better to be early; often 0. */
  readonly driftBpsPerSecond: number;
  /**
   * Average impact of taking u units in the lit market: `impactBps (u / referenceUnits)^exponent`, all its books together, since
   * they show the same liquidity.
   */
  readonly impactBps: number;
  readonly referenceUnits: number;
  readonly exponent: number;
  /** Standard deviation of one order's cost beside all that. */
  readonly residualSdBps: number;
}

export const checkConditions = (conditions: LitConditions): Verdict =>
  firstOf(
    mustNotBeNegative('halfSpreadBps', conditions.halfSpreadBps),
    mustBeFinite('takerFeeBps', conditions.takerFeeBps),
    mustNotBeNegative('volatilityBpsPerSqrtSecond', conditions.volatilityBpsPerSqrtSecond),
    mustNotBeNegative('horizonSeconds', conditions.horizonSeconds),
    mustBeWithin('workSeconds', conditions.workSeconds, 0, conditions.horizonSeconds),
    mustBeFinite('driftBpsPerSecond', conditions.driftBpsPerSecond),
    mustNotBeNegative('impactBps', conditions.impactBps),
    mustBePositive('referenceUnits', conditions.referenceUnits),
    mustBeWithin('exponent', conditions.exponent, 0, 1),
    mustNotBeNegative('residualSdBps', conditions.residualSdBps),
  );

/** Impact on all of so many units taken together, in bps x units: what is convex in them. */
export const takingImpact = (conditions: LitConditions, units: number): number =>
  units * displacementBps(conditions, units);

/** How far the mid is moved on average while so many units are taken, which those pay too that are filled at the mid; bps. */
export const displacementBps = ({ impactBps, referenceUnits, exponent }: LitConditions, units: number): number =>
  units === 0 ? 0 : impactBps * (units / referenceUnits) ** exponent;

/** What one unit more adds to `takingImpact`, bps. */
export const marginalImpactBps = ({ impactBps, referenceUnits, exponent }: LitConditions, units: number): number =>
  units === 0 ? (exponent === 0 ? impactBps : 0) : (1 + exponent) * impactBps * (units / referenceUnits) ** exponent;

/** How far the mid has moved against the order by the time it trades. */
export interface MarketMove {
  readonly meanBps: number;
  /** How far it strays with a market that is one standard deviation worse. */
  readonly perDeviationBps: number;
}

/** The move until a time. */
export const waitCost = (conditions: LitConditions, seconds: number): MarketMove => workCost(conditions, seconds, 0);

/** What trades at even times within a while waits half of it on average; the variance of its mean price is a third of that to its end. */
const EVEN_MEAN = 1 / 2;
export const EVEN_VARIANCE = 1 / 3;

/** The move that is paid on average by what is traded evenly over `workSeconds` from `startSeconds` on. */
export const workCost = (
  { driftBpsPerSecond, volatilityBpsPerSqrtSecond }: LitConditions,
  startSeconds: number,
  workSeconds: number,
): MarketMove => ({
  meanBps: driftBpsPerSecond * (startSeconds + workSeconds * EVEN_MEAN),
  perDeviationBps: volatilityBpsPerSqrtSecond * sqrt(startSeconds + workSeconds * EVEN_VARIANCE),
});

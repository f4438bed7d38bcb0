import { REFERENCE_HIT_PARAMETERS, SkewExponentialPower, type SkewExponentialPowerParameters } from '#domain/rfq';
import { firstOf, impossible, mustBePositive, mustNotBeNegative, type Verdict } from '../impossible-parameters.js';
import { type QuotingEngine } from './quoting-engine.js';

/** A dealer who is exactly the competitor of the hit model. */
export interface ParametricQuoting {
  readonly kind: 'PARAMETRIC';
  /** W, in reduced spreads. */
  readonly spread: SkewExponentialPowerParameters;
  /** Share of the leakage to expect from the others that the price contains. */
  readonly leakageCharge: number;
}

export const REFERENCE_PARAMETRIC: ParametricQuoting = {
  kind: 'PARAMETRIC',
  spread: REFERENCE_HIT_PARAMETERS.competitors,
  leakageCharge: 1,
};

/**
 * Quotes `Delta W + leakage charge` over the mid at arrival, W drawn anew for each request and side.
 *
 * What is assumed: quotes of different dealers, requests and sides are independent; neither the market since the request nor size,
 * inventory or client matter. So without leakage the realised hit rates are those of the closed form.
 */
export const parametricEngine = ({ spread, leakageCharge }: ParametricQuoting): QuotingEngine => {
  const distribution = new SkewExponentialPower(spread);
  return {
    reference: 'ARRIVAL_MID',
    pricesSidesApart: true,
    markupBps: ({ halfSpreadBps, othersLeakageBps }, _side, rng) =>
      halfSpreadBps * distribution.draw(rng) + leakageCharge * othersLeakageBps,
  };
};

export const checkParametric = (field: string, { spread, leakageCharge }: ParametricQuoting): Verdict =>
  firstOf(checkSpread(`${field}.spread`, spread), mustNotBeNegative(`${field}.leakageCharge`, leakageCharge));

export const checkSpread = (field: string, spread: SkewExponentialPowerParameters): Verdict =>
  firstOf(
    mustBeFinite(`${field}.location`, spread.location),
    mustBePositive(`${field}.scale`, spread.scale),
    mustBeFinite(`${field}.skewness`, spread.skewness),
    mustBePositive(`${field}.shape`, spread.shape),
  );

const mustBeFinite = (field: string, value: number): Verdict =>
  Number.isFinite(value) ? undefined : impossible(field, 'finite', value);

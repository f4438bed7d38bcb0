import { canonicalJson, sideSign } from '#domain/core';
import { type ImpactInput, type ImpactOrder, type ImpactTerms } from './definition.js';
import { DAILY_INPUTS } from './daily.js';
import { FLOW_INPUTS } from './flow.js';
import { ACTIVITY_INPUTS, DEPTH_INPUTS, PEER_INPUTS, TIME_INPUTS, TOXICITY_INPUTS } from './market-state.js';
import { RISK_INPUTS } from './risk.js';
import { SIGNAL_INPUTS } from './signals.js';
import { SIZE_INPUTS } from './size.js';
import { SPREAD_INPUTS } from './spread.js';

/** Version of the list. What it means never changes: models are trained on it. */
export const IMPACT_INPUTS_VERSION = 'v1';

/**
 * What a trained model of impact reads, in order. Every number is in the order's own direction, so that a forecast is the
 * same for a buy and for a sell in the mirrored market, and free of the scale of prices and of sizes.
 */
export const IMPACT_INPUTS: readonly ImpactInput[] = [
  ...SIZE_INPUTS,
  ...RISK_INPUTS,
  ...SPREAD_INPUTS,
  ...FLOW_INPUTS,
  ...TOXICITY_INPUTS,
  ...ACTIVITY_INPUTS,
  ...DEPTH_INPUTS,
  ...TIME_INPUTS,
  ...PEER_INPUTS,
  ...DAILY_INPUTS,
  ...SIGNAL_INPUTS,
];

/** The definitions as one text: equal lists give equal bytes. */
export const impactInputsJson = (): string =>
  canonicalJson(
    IMPACT_INPUTS.map(({ name, group, unit, formula, inQuantity }) => ({ name, group, unit, formula, inQuantity })),
  );

/**
 * Writes the inputs of an order, in the order of `IMPACT_INPUTS`, from `offset` on. `market`: values of feature set v1 in its
 * order. A value that is missing or not finite becomes NaN. Models are trained on the same single precision.
 */
export const fillImpactInputs = (
  target: Float32Array,
  offset: number,
  market: ArrayLike<number>,
  { side, quantityUnits, horizonSeconds }: ImpactOrder,
  { averageDailyVolume = NaN, dailyVolatility = NaN, sessionSeconds = NaN }: ImpactTerms,
): void => {
  const sign = sideSign(side);
  const situation = {
    market,
    sign,
    quantityUnits,
    horizonSeconds,
    averageDailyVolume,
    dailyVolatility,
    sessionSeconds,
  };
  for (const [i, input] of IMPACT_INPUTS.entries()) {
    const value = input.read(situation);
    target[offset + i] = Number.isFinite(value) ? value : NaN;
  }
};

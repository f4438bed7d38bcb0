import { sideSign } from '#domain/core';
import { type ImpactOrder, type ImpactTerms } from './definition.js';
import { IMPACT_INPUTS } from './input-sets.js';

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

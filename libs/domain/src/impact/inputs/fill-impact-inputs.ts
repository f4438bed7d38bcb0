import { sideSign } from '#domain/core';
import { type ImpactInput, type ImpactOrder, type ImpactTerms } from './definition.js';
import { IMPACT_INPUTS } from './input-sets.js';

/**
 * Writes the inputs of an order, all of them or those of one model, in their order, from `offset` on. `market`: values of feature
 * set v1 in its order. A value that is missing or not finite becomes NaN. Models are trained on the same single precision.
 */
export const fillImpactInputs = (
  target: Float32Array,
  offset: number,
  market: ArrayLike<number | null>,
  { side, quantityUnits, horizonSeconds }: ImpactOrder,
  { averageDailyVolume = NaN, dailyVolatility = NaN, sessionSeconds = NaN }: ImpactTerms,
  inputs: readonly ImpactInput[] = IMPACT_INPUTS,
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
  for (let i = 0; i < inputs.length; i += 1) {
    const value = inputs[i]!.read(situation);
    target[offset + i] = Number.isFinite(value) ? value : NaN;
  }
};

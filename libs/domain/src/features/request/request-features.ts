import { sideSign, type Side } from '#domain/core';
import { type KnownTerms } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';

/** What a request says of the order that a forecast is for. */
export interface OrderRequest {
  readonly side: Side;
  /** In units, positive. */
  readonly quantityUnits: number;
  /** Trading time within which it would be worked, positive. */
  readonly horizonSeconds: number;
}

const NO_ADV = 'nobody states the ADV';

const definition = (
  name: string,
  unit: string,
  formula: string,
  { missing = 'never', least = 0, most = Infinity }: { missing?: string; least?: number; most?: number } = {},
): FeatureDefinition => ({
  name,
  group: 'request',
  unit,
  window: 'now',
  formula,
  least,
  most,
  missing,
  mirror: name === 'sideSign' ? 'NEGATED' : 'SAME',
  priceScaleFree: true,
});

/** The features of a request, in the order of `requestFeatures`. */
export const REQUEST_DEFINITIONS: readonly FeatureDefinition[] = [
  definition('sideSign', 'sign', '+1 the client buys, -1 sells', { least: -1, most: 1 }),
  definition('horizonSeconds', 'seconds', 'T'),
  definition('advFraction', 'fraction', 'Q / V', { missing: NO_ADV }),
  definition('sqrtAdvFraction', 'square root of a fraction', 'sqrt(Q / V): the square-root law, reference 1', {
    missing: NO_ADV,
  }),
  definition('participationRate', 'ratio', 'Q / (V T), T in trading days, volume taken as even within a day', {
    missing: `${NO_ADV}, or the length of the trading day`,
  }),
];

/**
 * What a request adds to the market's features: values of `REQUEST_DEFINITIONS`, NaN where a term is missing. A model's
 * input is the market's vector and then this one.
 */
export const requestFeatures = (
  { side, quantityUnits, horizonSeconds }: OrderRequest,
  { averageDailyVolume = NaN, sessionSeconds = NaN }: KnownTerms,
): Float64Array => {
  const advFraction = quantityUnits / averageDailyVolume;
  const participationRate = (quantityUnits * sessionSeconds) / (averageDailyVolume * horizonSeconds);
  return Float64Array.of(sideSign(side), horizonSeconds, advFraction, Math.sqrt(advFraction), participationRate);
};

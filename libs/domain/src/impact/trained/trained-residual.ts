import { type QuantileCost } from '../distribution/quantile-cost.js';
import { type ResidualComponent } from '../forecast.js';
import { PARAMETRIC_COEFFICIENTS } from '../parametric-coefficients.js';
import { type PreparedForecast } from './prepare-forecast.js';

/**
 * The spread of a trained forecast in parts that add up in quadrature to its standard deviation: what the model does not
 * know, as far as it can be named, and the market as the rest. Where what is named is more than the whole, it is scaled down.
 */
export const trainedResidual = (
  slippage: QuantileCost,
  crossingBps: number,
  { level, continuation }: Pick<PreparedForecast, 'level' | 'continuation'>,
): readonly ResidualComponent[] => {
  const named: ResidualComponent[] = [
    level?.uncertainty ?? tapeUncertainty(Math.abs(slippage.meanBps - crossingBps)),
    ...continuation.estimates,
  ];
  const { addedBps, riskBeyondBps } = continuation;
  if (addedBps > 0) {
    named.push({
      name: 'continuation',
      kind: 'MODEL',
      sdBps: addedBps,
      origin: 'The order lies beyond those of training: half of what the published formulas add (prior).',
    });
  }
  if (riskBeyondBps > 0) {
    named.push({
      name: 'beyondTraining',
      kind: 'MARKET',
      sdBps: riskBeyondBps,
      origin:
        'A longer horizon or another market than those of training: how far outcomes scatter there is less known.',
    });
  }
  let variance = 0;
  for (const { sdBps } of named) variance += sdBps * sdBps;
  const share = variance > slippage.sdBps ** 2 ? slippage.sdBps / Math.sqrt(variance) : 1;
  return [
    {
      name: 'outcomes',
      kind: 'MARKET',
      sdBps: Math.sqrt(Math.max(0, slippage.sdBps ** 2 - variance)),
      origin: 'Spread of the calibrated quantiles: what the market does while the order is worked.',
    },
    ...named.map((part) => ({ ...part, sdBps: share * part.sdBps })),
  ];
};

const tapeUncertainty = (impactBps: number): ResidualComponent => ({
  name: 'modelUncertainty',
  kind: 'MODEL',
  sdBps: PARAMETRIC_COEFFICIENTS.modelUncertaintyFloor * impactBps,
  origin:
    'A public tape has no parent orders, so the level of impact stays open by the range of the published square-root prefactor (prior).',
});

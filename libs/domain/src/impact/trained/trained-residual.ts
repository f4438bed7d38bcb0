import { type QuantileCost } from '../distribution/quantile-cost.js';
import { type ResidualComponent } from '../forecast.js';
import { PARAMETRIC_COEFFICIENTS } from '../parametric-coefficients.js';
import { type Continuation } from './continuation.js';

/**
 * The spread of a trained forecast in parts that add up in quadrature to its standard deviation: what the model does not
 * know, as far as it can be named, and the market as the rest.
 */
export const trainedResidual = (
  slippage: QuantileCost,
  crossingBps: number,
  { labels, estimates }: Continuation,
): readonly ResidualComponent[] => {
  const model: ResidualComponent[] = [
    {
      name: 'modelUncertainty',
      kind: 'MODEL',
      sdBps: PARAMETRIC_COEFFICIENTS.modelUncertaintyFloor * Math.abs(slippage.meanBps - crossingBps),
      origin:
        'A public tape has no parent orders, so the level of impact stays open by the range of the published square-root prefactor (prior).',
    },
    ...estimates,
  ];
  if (labels.slippage.wideningBps > 0) {
    let named = 0;
    for (const { sdBps } of estimates) named += sdBps * sdBps;
    model.push({
      name: 'beyondTraining',
      kind: 'MODEL',
      sdBps: Math.sqrt(Math.max(0, labels.slippage.wideningBps ** 2 - named)),
      origin: 'The order or its market lies beyond what the model was trained on, or rests on estimated terms.',
    });
  }
  let known = 0;
  for (const { sdBps } of model) known += sdBps * sdBps;
  return [
    {
      name: 'outcomes',
      kind: 'MARKET',
      sdBps: Math.sqrt(Math.max(0, slippage.sdBps ** 2 - known)),
      origin: 'Spread of the calibrated quantiles: what the market does while the order is worked.',
    },
    ...model,
  ];
};

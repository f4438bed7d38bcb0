import { type AdditiveModel } from '../ensemble/additive-model.js';
import { type ImpactForecast } from '../forecast.js';
import { type PreparedForecast } from '../trained/prepare-forecast.js';
import { type TrainedModel } from '../trained/trained-model.js';
import { explanation, meanWeights, type Explanation } from './explanation.js';
import { addFormContributions } from './form-contributions.js';

/** Exact contributions to the expected slippage: a mean over the knots of the contributions to every raw quantile. */
export const explainAdditive = (
  model: TrainedModel,
  additive: AdditiveModel,
  prepared: PreparedForecast,
  forecast: ImpactForecast,
): Explanation => {
  const form = additive.document.labels.slippage;
  const contributions = new Float64Array(model.inputNames.length);
  let baseBps = 0;
  for (const [k, weight] of meanWeights(model.manifest.probabilities).entries()) {
    baseBps += addFormContributions(form, k, prepared.row.inputs, model.imputeWith, weight, contributions);
  }
  return explanation('SHAPLEY', model, prepared, forecast, baseBps, contributions, 0);
};

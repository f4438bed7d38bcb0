import { type ImpactForecast } from '../forecast.js';
import { IMPACT_LABELS } from '../trained/impact-label.js';
import { type PreparedForecast } from '../trained/prepare-forecast.js';
import { type TrainedModel } from '../trained/trained-model.js';
import { explanation, meanWeights, type Explanation } from './explanation.js';

/**
 * The rows [F + 2, F] that a model without additive form must answer for its explanation: the forecast's own, the reference
 * with every input at its imputation value, and the own row with each input in turn at it.
 */
export const replacementRows = ({ imputeWith }: TrainedModel, { row }: PreparedForecast): Float32Array => {
  const count = imputeWith.length;
  const rows = new Float32Array((count + 2) * count);
  for (let r = 0; r < count + 2; r += 1) rows.set(r === 1 ? imputeWith : row.inputs, r * count);
  for (let i = 0; i < count; i += 1) rows[(i + 2) * count + i] = imputeWith[i]!;
  return rows;
};

/**
 * Contributions to the expected slippage of any model: by how much it falls when an input is replaced by its imputation value.
 * What the inputs do together is a term of its own. `outputs` [F + 2, L x K]: the raw answers to `replacementRows`.
 */
export const explainByReplacement = (
  model: TrainedModel,
  prepared: PreparedForecast,
  forecast: ImpactForecast,
  outputs: ArrayLike<number>,
): Explanation => {
  const weights = meanWeights(model.manifest.probabilities);
  const width = IMPACT_LABELS.length * weights.length;
  // Slippage is the first label.
  const meanOf = (row: number): number =>
    weights.reduce((sum, weight, k) => sum + weight * outputs[row * width + k]!, 0);
  const [own, base] = [meanOf(0), meanOf(1)];
  const contributions = Float64Array.from(model.inputNames, (_, i) => own - meanOf(i + 2));
  const ofInputs = contributions.reduce((sum, bps) => sum + bps, 0);
  return explanation('REPLACEMENT', model, prepared, forecast, base, contributions, own - base - ofInputs);
};

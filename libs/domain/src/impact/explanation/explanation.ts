import { quantileCost } from '../distribution/quantile-cost.js';
import { type ImpactForecast } from '../forecast.js';
import { spreadBps } from '#domain/market-data';
import { type PreparedForecast } from '../trained/prepare-forecast.js';
import { type TrainedModel } from '../trained/trained-model.js';

/**
 * Why the expected slippage of a forecast is what it is: `baseBps + inputs + terms = meanBps`. The base is what the model
 * says where every input stands at its imputation value, trees at their mean over the training rows.
 */
export interface Explanation {
  /** SHAPLEY: exact, of a model in additive form. REPLACEMENT: each input replaced by its imputation value, one at a time. */
  readonly method: 'SHAPLEY' | 'REPLACEMENT';
  readonly baseBps: number;
  /** By size, the largest first. */
  readonly inputs: readonly InputContribution[];
  readonly terms: readonly ExplanationTerm[];
  /** Expected slippage of the forecast. */
  readonly meanBps: number;
}

export interface InputContribution {
  readonly name: string;
  /** As the model read it. */
  readonly value: number;
  readonly bps: number;
}

export interface ExplanationTerm {
  /**
   * interaction: what inputs do together and a replacement one at a time does not see. calibration: conformal offsets, the
   * sorting of quantiles, the grid of prices and, of a model in single precision, its rounding. beyondTraining: the continuation where the model
   * does not reach. aggression: the half-spread that posted shares save. level: from the model's own mean to that of the
   * published formulas, where the forecast takes theirs.
   */
  readonly name: 'interaction' | 'calibration' | 'beyondTraining' | 'aggression' | 'level';
  readonly bps: number;
}

/** Puts the parts together: what the model, the continuation and the aggression leave is the calibration. */
export const explanation = (
  method: Explanation['method'],
  model: TrainedModel,
  prepared: PreparedForecast,
  forecast: ImpactForecast,
  baseBps: number,
  contributions: Float64Array,
  interactionBps: number,
): Explanation => {
  const { request, continuation, row } = prepared;
  const { shiftBps, wideningBps } = continuation.labels.slippage;
  const weights = meanWeights(model.manifest.probabilities);
  const widened = weights.reduce((sum, weight, k) => sum + weight * model.normalScores[k]!, 0) * wideningBps;
  const beyondTraining = shiftBps + widened;
  const aggression = (-(1 - request.aggression) * spreadBps(request.market)) / 2;
  const { meanBps } = forecast.slippage;
  const ownMeanBps = forecast.trained?.level.modelMeanBps ?? meanBps;
  const ofInputs = contributions.reduce((sum, bps) => sum + bps, 0);
  const calibration = ownMeanBps - baseBps - ofInputs - interactionBps - beyondTraining - aggression;
  const terms: readonly ExplanationTerm[] = [
    { name: 'interaction', bps: interactionBps },
    { name: 'calibration', bps: calibration },
    { name: 'beyondTraining', bps: beyondTraining },
    { name: 'aggression', bps: aggression },
    { name: 'level', bps: meanBps - ownMeanBps },
  ];
  return {
    method,
    baseBps,
    inputs: model.inputNames
      .map((name, i) => ({ name, value: row.inputs[i]!, bps: contributions[i]! }))
      .sort((a, b) => Math.abs(b.bps) - Math.abs(a.bps)),
    terms: terms.filter(({ bps }) => bps !== 0),
    meanBps,
  };
};

/** [K] The mean of a cost by quantiles is their sum with these weights. */
export const meanWeights = (probabilities: readonly number[]): readonly number[] => {
  const raisedFrom = probabilities.map(
    (_, from) =>
      quantileCost(
        probabilities,
        probabilities.map((_, k) => (k < from ? 0 : 1)),
      ).meanBps,
  );
  return raisedFrom.map((mean, k) => mean - (raisedFrom[k + 1] ?? 0));
};

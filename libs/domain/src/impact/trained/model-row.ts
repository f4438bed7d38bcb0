import { type FeatureSnapshot } from '#domain/features';
import { fillImpactInputs, type ImpactOrder, type ImpactTerms } from '../inputs/index.js';
import { type TrainedModel } from './trained-model.js';

/** What a model reads of an order in its market. */
export interface ModelRow {
  /** [F] imputed, before it was moved into the ranges of training. */
  readonly asked: Float32Array;
  /** [F] finite: what the model is asked. Those of a model without additive form stand within their ranges. */
  readonly inputs: Float32Array;
  /** Inputs that were missing. */
  readonly imputed: readonly string[];
  /** Inputs beyond their range. */
  readonly outOfRange: readonly string[];
  /** How far the farthest of them lies beyond, in widths of its range, at most `EXCESS_MOST`. */
  readonly excess: number;
}

/** Farther than this nothing more is known about how wrong a model may be. */
const EXCESS_MOST = 1;

/** Beyond by less is rounding: the edges of the reach are computed in double precision. */
const TOLERANCE = 1e-5;

/**
 * Picks the model's inputs and puts its substitutes where a value is missing. An additive model goes on beyond the range of
 * training by itself: its linear part in bps per unit, its trees flat. What else a model does there nobody knows, so that
 * its inputs are moved to the edge. Undefined when an input is infinite in single precision: no row is better than one that
 * means nothing.
 *
 * The excess does not count an input below its range that rises with the quantity, so that it never falls in quantity, nor
 * one that had a single value in training: the model knows nothing of it, wherever it lies.
 */
export const modelRow = (
  model: TrainedModel,
  features: FeatureSnapshot,
  order: ImpactOrder,
  terms: ImpactTerms,
): ModelRow | undefined => {
  const count = model.inputs.length;
  const asked = new Float32Array(count);
  fillImpactInputs(asked, 0, features.values, order, terms, model.inputs);
  const inputs = new Float32Array(count);
  const imputed: string[] = [];
  const outOfRange: string[] = [];
  let excess = 0;
  for (let i = 0; i < count; i += 1) {
    const low = model.low[i]!;
    const high = model.high[i]!;
    let value = asked[i]!;
    if (Number.isNaN(value)) {
      imputed.push(model.inputNames[i]!);
      value = model.imputeWith[i]!;
    } else if (!Number.isFinite(value)) {
      return undefined;
    }
    asked[i] = value;
    inputs[i] = model.isAdditive ? value : Math.min(Math.max(value, low), high);
    const tolerance = TOLERANCE * Math.max(1, Math.abs(value));
    if (value >= low - tolerance && value <= high + tolerance) continue;
    outOfRange.push(model.inputNames[i]!);
    const counts = high > low && (value > high || model.rises[i] === 0);
    if (counts) excess = Math.max(excess, Math.max(low - value, value - high) / (high - low));
  }
  return { asked, inputs, imputed, outOfRange, excess: Math.min(excess, EXCESS_MOST) };
};

import { type AdditiveForm } from '../ensemble/additive-document.js';
import { addTreeContributions, expectedLeaf } from './tree-contributions.js';

/**
 * Adds `weight` times each input's contribution to one raw quantile of an additive form to `target` [F], and returns `weight`
 * times the base: base + contributions = the quantile.
 *
 * - Linear part: `w_i (x_i - r_i)`, r the reference row: the Shapley value of a linear function.
 * - Trees: Shapley values by cover (`addTreeContributions`), the base their mean over the training rows.
 * - Where trees T are in units of a scale s, the product is split as the Shapley values of its two factors:
 *   `s T - s0 T0 = (s + s0)/2 (T - T0) + (T + T0)/2 (s - s0)`, each factor on to its inputs as above.
 */
export const addFormContributions = (
  { linear, intercept, scale, trees }: AdditiveForm,
  quantile: number,
  row: ArrayLike<number>,
  reference: ArrayLike<number>,
  weight: number,
  target: Float64Array,
): number => {
  const weights = linear[quantile]!;
  let base = intercept[quantile]!;
  for (const [i, slope] of weights.entries()) {
    base += slope * reference[i]!;
    target[i]! += weight * slope * (row[i]! - reference[i]!);
  }
  const inTrees = new Float64Array(weights.length);
  let expected = 0;
  for (const tree of trees[quantile]!) {
    addTreeContributions(tree, row, 1, inTrees);
    expected += expectedLeaf(tree);
  }
  const found = inTrees.reduce((sum, contribution) => sum + contribution, expected);
  const here = scale === null ? 1 : scaleAt(scale.weights, scale.intercept, row);
  const there = scale === null ? 1 : scaleAt(scale.weights, scale.intercept, reference);
  for (const [i, contribution] of inTrees.entries()) {
    const ofScale = scale === null ? 0 : scale.weights[i]! * (row[i]! - reference[i]!);
    target[i]! += weight * (((here + there) / 2) * contribution + ((found + expected) / 2) * ofScale);
  }
  return weight * (base + there * expected);
};

const scaleAt = (weights: readonly number[], intercept: number, row: ArrayLike<number>): number =>
  weights.reduce((sum, weight, i) => sum + weight * row[i]!, intercept);

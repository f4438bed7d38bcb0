import { type ImpactLabel } from '../trained/impact-label.js';

/**
 * `compiled.json`: a trained model as plain arithmetic, exact to the trainer in float64 on float32 inputs. F inputs in the
 * manifest's order, K probabilities.
 */
export interface AdditiveDocument {
  readonly labels: Readonly<Record<ImpactLabel, AdditiveForm>>;
}

/** The quantiles of one label: `raw[k] = intercept[k] + linear[k] . x + scale(x) * sum over trees[k] of its leaf`, in bps. */
export interface AdditiveForm {
  /** [K], the manifest's. */
  readonly probabilities: readonly number[];
  /** [K][F] bps per unit of the input. */
  readonly linear: readonly (readonly number[])[];
  /** [K] bps. */
  readonly intercept: readonly number[];
  /** Null: the trees are in bps. */
  readonly scale: AdditiveScale | null;
  /** [K] lists of trees, empty where there are none. */
  readonly trees: readonly (readonly RegressionTree[])[];
}

/** The unit of a form's trees in bps: `intercept + weights . x`. */
export interface AdditiveScale {
  /** [F] */
  readonly weights: readonly number[];
  readonly intercept: number;
}

/**
 * A binary tree of m inner nodes and m + 1 leaves; node 0 is the root, m = 0 is a single leaf. A row goes left where
 * `x[feature] <= threshold`. A child of 0 or more is an inner node, a child c below 0 the leaf `~c`: -1 is leaf 0.
 */
export interface RegressionTree {
  /** [m] column of x. */
  readonly feature: readonly number[];
  /** [m] values of single precision, so that an input falls on the same side everywhere. */
  readonly threshold: readonly number[];
  /** [m] */
  readonly left: readonly number[];
  /** [m] */
  readonly right: readonly number[];
  /** [m + 1] by leaf: bps, or multiples of the form's scale where it has one. */
  readonly value: readonly number[];
  /** [m + 1] training rows, or their weight, by leaf; explanations weigh by it. */
  readonly cover: readonly number[];
}

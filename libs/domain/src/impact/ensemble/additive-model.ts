import { IMPACT_LABELS } from '../trained/impact-label.js';
import { type AdditiveDocument, type AdditiveForm } from './additive-document.js';
import { BitTrees } from './bit-trees.js';

/** A label's part of an additive model, laid out for evaluation. */
interface LabelForm {
  /** [K][F] */
  readonly linear: Float64Array;
  /** [K] */
  readonly intercept: Float64Array;
  readonly scale: { readonly weights: Float64Array; readonly intercept: number } | null;
  /** [K + 1] where the trees of each quantile begin. */
  readonly treesFrom: Int32Array;
}

/** A trained model as plain arithmetic: the first fallback of ONNX Runtime, and an independent oracle for it. */
export class AdditiveModel {
  /** L x K. */
  readonly outputs: number;
  private readonly labels: readonly LabelForm[];
  private readonly trees: BitTrees;

  /** `document` as `parseAdditiveModel` accepts it. */
  constructor(
    readonly document: AdditiveDocument,
    /** F. */
    readonly inputs: number,
  ) {
    const forms = IMPACT_LABELS.map((label) => document.labels[label]);
    let trees = 0;
    this.labels = forms.map((form) => {
      const laid = labelForm(form, trees);
      trees = laid.treesFrom.at(-1)!;
      return laid;
    });
    this.trees = new BitTrees(
      forms.flatMap((form) => form.trees.flat()),
      inputs,
    );
    this.outputs = this.labels.reduce((sum, { intercept }) => sum + intercept.length, 0);
  }

  /** The raw quantiles, label-major, of the row that begins at `inputsAt`, written from `outputsAt` on; bps. */
  quantiles(rows: Float32Array, inputsAt: number, outputs: Float64Array, outputsAt: number): void {
    this.trees.enter(rows, inputsAt);
    let at = outputsAt;
    for (const { linear, intercept, scale, treesFrom } of this.labels) {
      const unit = scale === null ? 1 : scale.intercept + this.dot(scale.weights, 0, rows, inputsAt);
      for (let k = 0; k < intercept.length; k += 1) {
        const straight = intercept[k]! + this.dot(linear, k * this.inputs, rows, inputsAt);
        outputs[at] = straight + unit * this.trees.sum(treesFrom[k]!, treesFrom[k + 1]!);
        at += 1;
      }
    }
  }

  private dot(weights: Float64Array, weightsAt: number, rows: Float32Array, inputsAt: number): number {
    let sum = 0;
    for (let i = 0; i < this.inputs; i += 1) sum += weights[weightsAt + i]! * rows[inputsAt + i]!;
    return sum;
  }
}

/**
 * Raw quantiles [rows, L x K] in bps of `inputs` [rows, F], into the front of `outputs`: neither sorted nor calibrated, in
 * float64 on inputs of single precision, as the trainer computes them up to the order of its sums. Inputs must be finite.
 */
export const additiveQuantiles = (
  model: AdditiveModel,
  inputs: Float32Array,
  outputs: Float64Array,
  rows: number,
): void => {
  for (let row = 0; row < rows; row += 1) model.quantiles(inputs, row * model.inputs, outputs, row * model.outputs);
};

const labelForm = ({ linear, intercept, scale, trees }: AdditiveForm, treesFrom: number): LabelForm => {
  const from = [treesFrom];
  for (const ofQuantile of trees) from.push(from.at(-1)! + ofQuantile.length);
  return {
    linear: Float64Array.from(linear.flat()),
    intercept: Float64Array.from(intercept),
    scale: scale === null ? null : { weights: Float64Array.from(scale.weights), intercept: scale.intercept },
    treesFrom: Int32Array.from(from),
  };
};

import { type RegimeMixture } from './regime-mixture.js';

/** A mixture laid out for serving. */
export interface MixtureTable {
  readonly names: readonly string[];
  /** [D] columns in the model's row. */
  readonly columns: Int32Array;
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  /** [n] `ln weight + ln det U`: what does not depend on the row. */
  readonly constants: Float64Array;
  /** [n][D] */
  readonly means: Float64Array;
  /** [n][D][D] by column, so that a column is read in one go. */
  readonly cholesky: Float64Array;
}

export const mixtureTable = (mixture: RegimeMixture, inputNames: readonly string[]): MixtureTable => {
  const dimensions = mixture.inputs.length;
  const { components } = mixture;
  const constants = new Float64Array(components);
  const cholesky = new Float64Array(components * dimensions * dimensions);
  for (let c = 0; c < components; c += 1) {
    const rows = mixture.precisionsCholesky[c]!;
    constants[c] = Math.log(mixture.weights[c]!);
    for (let j = 0; j < dimensions; j += 1) {
      constants[c]! += Math.log(rows[j]![j]!);
      for (let i = 0; i < dimensions; i += 1) cholesky[(c * dimensions + j) * dimensions + i] = rows[i]![j]!;
    }
  }
  return {
    names: mixture.names,
    columns: Int32Array.from(mixture.inputs, (name) => inputNames.indexOf(name)),
    mean: Float64Array.from(mixture.scaler.mean),
    scale: Float64Array.from(mixture.scaler.scale),
    constants,
    means: Float64Array.from(mixture.means.flat()),
    cholesky,
  };
};

/**
 * P(component | row) of every component: `w_c N(z; mu_c, (U_c U_c^T)^-1)` over their sum, by log densities so that a row far
 * from all of them has an answer too. Scikit-learn's `GaussianMixture.predict_proba`.
 */
export const responsibilities = (table: MixtureTable, row: ArrayLike<number>): number[] => {
  const { columns, mean, scale, constants, means, cholesky } = table;
  const [components, dimensions] = [constants.length, columns.length];
  const logs = new Array<number>(components);
  let largest = -Infinity;
  for (let c = 0; c < components; c += 1) {
    let squares = 0;
    for (let j = 0; j < dimensions; j += 1) {
      let y = 0;
      for (let i = 0; i <= j; i += 1) {
        const z = (row[columns[i]!]! - mean[i]!) / scale[i]!;
        y += (z - means[c * dimensions + i]!) * cholesky[(c * dimensions + j) * dimensions + i]!;
      }
      squares += y * y;
    }
    logs[c] = constants[c]! - squares / 2;
    largest = Math.max(largest, logs[c]!);
  }
  let sum = 0;
  for (let c = 0; c < components; c += 1) sum += logs[c] = Math.exp(logs[c]! - largest);
  return logs.map((share) => share / sum);
};

/** The first of the most probable. */
export const mostProbable = (probabilities: readonly number[]): number => {
  let best = 0;
  for (let c = 1; c < probabilities.length; c += 1) if (probabilities[c]! > probabilities[best]!) best = c;
  return best;
};

/**
 * Gaussian mixture over market states, as scikit-learn fits it with full covariances. Every input is scaled before:
 * `z = (x - mean) / scale`.
 */
export interface RegimeMixture {
  /** D of the model's inputs; none that depends on the quantity: a regime is the market's. */
  readonly inputs: readonly string[];
  readonly scaler: {
    /** [D] */
    readonly mean: readonly number[];
    /** [D], positive. */
    readonly scale: readonly number[];
  };
  /** n. */
  readonly components: number;
  /** [n], positive, sum 1. */
  readonly weights: readonly number[];
  /** [n][D], of z. */
  readonly means: readonly (readonly number[])[];
  /** [n][D][D], upper triangular U with `U U^T` the precision: `(z - mean) U` is standard normal. */
  readonly precisionsCholesky: readonly (readonly (readonly number[])[])[];
  /** [n] what a person calls them. */
  readonly names: readonly string[];
  /** What spoke for or against each number of components, as the author reports it; nothing is computed from it. */
  readonly chosenBy?: unknown;
  /** Rows [D], before scaling, with what the author's own code says of them. */
  readonly golden?: readonly RegimeVector[];
}

export interface RegimeVector {
  readonly inputs: readonly number[];
  readonly probabilities: readonly number[];
}

/** The regime that a market is in. */
export interface MarketRegime {
  readonly name: string;
  /** Of all regimes, in the mixture's order; sum 1. */
  readonly probabilities: readonly { readonly name: string; readonly probability: number }[];
}

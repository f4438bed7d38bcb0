/** Eigenvalues and eigenvectors of a symmetric matrix; `vectors[k]` belongs to `values[k]` and has length 1. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

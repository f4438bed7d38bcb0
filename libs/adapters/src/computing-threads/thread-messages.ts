import { type Computations } from '#application/computations';

/** Something to compute. A thread has one at a time. */
export interface ComputationRequest {
  readonly name: keyof Computations;
  readonly given: readonly unknown[];
}

export type ComputationAnswer = { readonly value: unknown } | { readonly error: string };

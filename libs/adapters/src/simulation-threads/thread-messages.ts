import { type Experiment, type SeedResult } from '#domain/simulation';

/** A seed to simulate. A thread has one at a time. */
export interface SeedRequest {
  readonly experiment: Experiment;
  readonly seed: number;
}

export type SeedAnswer = { readonly result: SeedResult } | { readonly error: string };

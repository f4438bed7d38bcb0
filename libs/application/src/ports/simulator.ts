import { type Experiment, type SeedResult } from '#domain/simulation';

/** Simulates where it holds up nobody else. */
export interface Simulator {
  /** What `simulateSeed` gives. Rejects where that refuses the experiment, and where what computed it died. */
  simulate(experiment: Experiment, seed: number): Promise<SeedResult>;
}

import { type Instant } from '#domain/core';

/** Where the features of a playing market are kept, one vector per instrument and second. Recording never makes the player wait. */
export interface FeatureRecorder {
  /**
   * The features of an instrument as of the end of a second, `sequence` events into its session; `values` in the order of the
   * set, NaN where one is missing, and valid during the call only. What is recorded already is not recorded again.
   */
  record(instrumentId: string, asOf: Instant, sequence: number, values: Float64Array): void;
}

/** The market features of one instrument at one moment: plain data. A model's input is this vector and then the request's. */
export interface FeatureSnapshot {
  readonly instrumentId: string;
  /** Version of the feature set. */
  readonly set: string;
  /** Nothing that was known later is in it; ISO 8601 with nanoseconds. */
  readonly asOf: string;
  /** In the order of the set's definitions; null where a value is missing. */
  readonly values: readonly (number | null)[];
}

/** What a reader of a forecast must know about it. */
export interface ForecastFlag {
  /**
   * IMPUTED: inputs that were missing. OUT_OF_RANGE: inputs beyond the training rows. BEYOND_REACH: an order larger, slower
   * or faster than they were. ESTIMATED_TERM: terms of the instrument that nobody vouches for.
   */
  readonly code: 'IMPUTED' | 'OUT_OF_RANGE' | 'BEYOND_REACH' | 'ESTIMATED_TERM';
  /** Inputs, fields of the request, or terms. */
  readonly names: readonly string[];
  /** What was done about it. */
  readonly message: string;
}

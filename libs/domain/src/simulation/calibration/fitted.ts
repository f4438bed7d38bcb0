import { type Estimate } from '#domain/microstructure';

/** One parameter of a fitted market: what the recording says of it, or what was assumed because it says nothing. */
export interface FittedParameter {
  /** Path in `MarketParameters`; of a list by distance, the distances of the bin behind it. */
  readonly path: string;
  readonly estimate: Estimate;
  readonly source: 'ESTIMATED' | 'ASSUMED';
  /** The estimator, or why there is none. */
  readonly how: string;
}

export const estimated = (path: string, estimate: Estimate, how: string): FittedParameter => ({
  path,
  estimate,
  source: 'ESTIMATED',
  how,
});

export const assumed = (path: string, value: number, how: string): FittedParameter => ({
  path,
  estimate: { value, low: NaN, high: NaN },
  source: 'ASSUMED',
  how,
});

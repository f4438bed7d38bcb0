/** What a value becomes when every bid is an ask and every buy a sell: it stays, changes its sign, or is that of another feature. */
export type Mirror = 'SAME' | 'NEGATED' | { readonly as: string };

/** One feature: what a number in the vector means. A definition never changes; another meaning is another set version. */
export interface FeatureDefinition {
  /** Unit last: `spreadBps`, `ofiBest10s`. Unique in the set. */
  readonly name: string;
  /** What belongs together and is left out together in an ablation. */
  readonly group: string;
  /** `bps`, `seconds`, `units`, `fraction`, `1/s`, ... */
  readonly unit: string;
  /** `now`, `session so far`, `60 s`, `20 days`. */
  readonly window: string;
  /** The formula, and where it comes from. */
  readonly formula: string;
  /** No value lies outside, both ends included. */
  readonly least: number;
  readonly most: number;
  /** When the value is missing (NaN): never an invented number in its place. */
  readonly missing: string;
  readonly mirror: Mirror;
  /** Whether it stays the same when all prices are multiplied by a constant. */
  readonly priceScaleFree: boolean;
}

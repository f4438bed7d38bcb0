/** How one alternative did on one seed. */
export interface AlternativeResult {
  readonly name: string;
  /** 16 hex digits of every event: equal experiments and seeds give equal ones. */
  readonly hash: string;
  /** By name, the unit last in it; null where there is nothing to measure, as the price of an order without a fill. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/** What one seed gave: every alternative met the same luck. Plain data. */
export interface SeedResult {
  readonly seed: number;
  /** In the order of the experiment. */
  readonly alternatives: readonly AlternativeResult[];
}

import { type CostDistribution } from '#domain/impact';

/** Terms of an expected cost, in bps of arrival value, positive is worse; the expected cost is their sum. */
export interface PortfolioTerms {
  readonly spreadBps: number;
  /** Own impact that passes. */
  readonly temporaryBps: number;
  /** Own impact that stays, as far as the own fills pay it. */
  readonly permanentBps: number;
  /** What passing impact of the other blocks adds while both trade; negative where they push the price the own way. */
  readonly crossTemporaryBps: number;
  /** What stays of the other blocks' impact by the time of the own fills. */
  readonly crossPermanentBps: number;
}

/** What a block is responsible for, in bps of the whole's value: over the blocks these sum to the figures of the whole. */
export interface BlockContribution {
  /**
   * Half of what it and each other block cost one another, both ways, whichever of them pays: Aumann and Shapley, Values of
   * Non-Atomic Games, 1974, for impact that is linear in size.
   */
  readonly expectedCostBps: number;
  /** `Cov(block, whole) / sd(whole)`; below 0 for a block that hedges the others (Euler: Tasche, "Risk contributions", 1999). */
  readonly costSdBps: number;
  readonly valueAtRiskBps: number;
  readonly expectedShortfallBps: number;
}

/** What the whole costs more with a block than without it, in bps of the whole's value; these sum to nothing in particular. */
export interface BlockIncrement {
  readonly expectedCostBps: number;
  readonly costSdBps: number;
  readonly expectedShortfallBps: number;
}

/** A block as part of its portfolio; in bps of its own value where nothing else is said. */
export interface BlockCost {
  readonly terms: PortfolioTerms;
  readonly expectedCostBps: number;
  /** Of the served forecast. */
  readonly costSdBps: number;
  /** `sig sqrt(T/3)` of the stated returns; what it has in common with other blocks is at most the forecast's spread. */
  readonly timingRiskBps: number;
  readonly contribution: BlockContribution;
  readonly increment: BlockIncrement;
}

/** The whole, in bps of the sum of its blocks' values. */
export interface WholeCost {
  /** Currency. */
  readonly value: number;
  readonly terms: PortfolioTerms;
  readonly expectedCostBps: number;
  readonly cost: CostDistribution;
  /** Cost not exceeded with 95 % probability. */
  readonly valueAtRiskBps: number;
  /** Mean cost of the worst 5 %. */
  readonly expectedShortfallBps: number;
  /** The part of the standard deviation that is of the market, with its hedges. */
  readonly timingRiskBps: number;
  /** The standard deviation were blocks independent of each other. */
  readonly undiversifiedSdBps: number;
}

export interface PortfolioCost {
  readonly whole: WholeCost;
  /** In their order. */
  readonly blocks: readonly BlockCost[];
}

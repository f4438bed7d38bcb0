/** Names of the terms that make up a quote's all-in cost, in the order in which they are added. */
export const SCORE_TERMS = [
  'fairCost',
  'spreadToFair',
  'rejectRisk',
  'feesAndSettlement',
  'staleness',
  'residual',
  'counterparty',
] as const;

export type ScoreTermName = (typeof SCORE_TERMS)[number];

/** Time a trader needs to act on the ranking: a stated prior. */
export const REACTION_MS = 2_000;

/** Time a new quote takes when one has expired: a stated prior. */
export const REQUOTE_MS = 15_000;

/**
 * What a trained model forecasts, in the order of its output (reference 10): the slippage of the fills, and how far the
 * mid has moved from arrival when the order ends (peak) and 1, 5 and 15 minutes later. All in bps of the arrival mid, in the
 * order's own direction.
 */
export const IMPACT_LABELS = ['slippage', 'peak', 'perm1', 'perm5', 'perm15'] as const;

export type ImpactLabel = (typeof IMPACT_LABELS)[number];

/** Time from the end of the order to the mid of a label; slippage is of the fills and has none. */
export const LABEL_AFTER_SECONDS: Readonly<Record<Exclude<ImpactLabel, 'slippage'>, number>> = {
  peak: 0,
  perm1: 60,
  perm5: 300,
  perm15: 900,
};

export const PERMANENT_LABELS = ['perm1', 'perm5', 'perm15'] as const satisfies readonly ImpactLabel[];

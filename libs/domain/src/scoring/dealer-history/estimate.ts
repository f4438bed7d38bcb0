/**
 * What an estimate rests on. LEARNED: half of its weight or more is the dealer's own history. POOLED: that of the other dealers.
 * PRIOR: mostly a stated assumption.
 */
export type EstimateBasis = 'LEARNED' | 'POOLED' | 'PRIOR';

/** A figure about a dealer, with how sure it is and why. */
export interface Estimate {
  readonly value: number;
  /** Standard deviation of what is not known about it. */
  readonly sd: number;
  /** Observations of the dealer's own behind it. */
  readonly evidence: number;
  readonly basis: EstimateBasis;
}

/** An assumption, before anything was seen. */
export interface Assumed {
  readonly value: number;
  readonly sd: number;
}

/** A stated assumption as an estimate. */
export const assumed = ({ value, sd }: Assumed): Estimate => ({ value, sd, evidence: 0, basis: 'PRIOR' });

/** `own`: the weight of the dealer's own history in the estimate; `pool`: that of all dealers in what else it rests on. */
export const basisOf = (own: number, pool: number): EstimateBasis => {
  if (own >= 0.5) return 'LEARNED';
  return own + (1 - own) * pool >= 0.5 ? 'POOLED' : 'PRIOR';
};

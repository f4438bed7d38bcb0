/** The parts of every cost, in the order in which they are summed; bps of the arrival mid, positive is worse. */
export const VENUE_TERMS = ['spread', 'impact', 'adverseSelection', 'delay', 'fees', 'leakage'] as const;
export type VenueTermName = (typeof VENUE_TERMS)[number];

export interface VenueTerm {
  readonly name: VenueTermName;
  readonly bps: number;
}

/** Where each is in a row of terms. */
export const SPREAD = 0;
export const IMPACT = 1;
export const ADVERSE_SELECTION = 2;
export const DELAY = 3;
export const FEES = 4;
export const LEAKAGE = 5;
export const TERMS = VENUE_TERMS.length;

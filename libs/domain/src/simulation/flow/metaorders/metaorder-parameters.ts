import { firstOf, mustBeBetween, mustBeWhole, mustBeWithin, type Verdict } from '../../impossible-parameters.js';

/**
 * Hidden orders of the background, after Lillo, Mike and Farmer, "Theory for long memory in supply and demand", Phys. Rev. E 71,
 * 2005: a fixed number of them at a time, each split into a power-law number of child orders of one sign; every next child comes
 * from one of them at random, and one that is done is followed by a new one of a random sign.
 */
export interface MetaorderParameters {
  /** N: how many are worked at a time. */
  readonly concurrent: number;
  /** alpha: `P(children >= l) = l^-alpha`; the autocorrelation of signs then falls as `lag^-(alpha - 1)`. About 1.5 in equities. */
  readonly tailExponent: number;
  /** Nothing longer is drawn: a mean exists in a finite market. */
  readonly mostChildren: number;
}

/** Above 1 a mean length exists; below 2 the signs have long memory. */
export const checkMetaorders = ({ concurrent, tailExponent, mostChildren }: MetaorderParameters): Verdict =>
  firstOf(
    mustBeWhole('concurrent', concurrent, 1),
    mustBeBetween('tailExponent', tailExponent, 1, 2),
    mustBeWhole('mostChildren', mostChildren, 1),
    mustBeWithin('mostChildren', mostChildren, 1, CHILDREN_MAX),
  );

/** Bounds the table of what is left. */
const CHILDREN_MAX = 1e6;

import { type EstimateBasis } from '#domain/scoring';
import { firstOf, impossibleVenues, mustBePositive, mustBeUnits, mustBeWithin, type Verdict } from '../failure.js';

const { exp, log } = Math;

/**
 * How much a venue has on the other side of an order, as a probability by size. `survival[i]` is P(liquidity > sizesUnits[i]); between
 * sizes it is flat, before the first it is 1. Above `knownToUnits` nobody has looked: there the rest is exponential with mean `tailUnits`.
 */
export interface FillCurve {
  /** Rising, from 0 on. */
  readonly sizesUnits: readonly number[];
  /** Never rising, in [0, 1]. */
  readonly survival: readonly number[];
  /** Pointwise 95 % band of `survival`. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly knownToUnits: number;
  readonly tailUnits: number;
  /** Orders that it was learned from. */
  readonly evidence: number;
  readonly basis: EstimateBasis;
}

/** What is assumed of a venue where too few orders were sent to it. */
export interface FillPrior {
  /** P(there is anything). */
  readonly anyProbability: number;
  /** Mean of what there is, where there is anything. */
  readonly meanUnits: number;
}

/** The stated assumption as a curve. The band is all that a probability can be: nothing was seen. */
export const assumedFills = ({ anyProbability, meanUnits }: FillPrior): FillCurve => ({
  sizesUnits: [0],
  survival: [anyProbability],
  low: [0],
  high: [1],
  knownToUnits: 0,
  tailUnits: meanUnits,
  evidence: 0,
  basis: 'PRIOR',
});

/** P(an order of so many units is filled to the last one). `units` > 0. */
export const fillProbability = (curve: FillCurve, units: number): number => {
  const { sizesUnits, survival, knownToUnits, tailUnits } = curve;
  let at = -1;
  while (at + 1 < sizesUnits.length && sizesUnits[at + 1]! < units) at += 1;
  const known = at < 0 ? 1 : survival[at]!;
  return units <= knownToUnits ? known : known * exp(-(units - knownToUnits) / tailUnits);
};

/** E[min(liquidity, units)]: what an order of that size is filled on average. */
export const expectedFillUnits = (curve: FillCurve, units: number): number => {
  const { sizesUnits, survival, knownToUnits, tailUnits } = curve;
  const within = Math.min(units, knownToUnits);
  let [filled, from, probability] = [0, 0, 1];
  for (let i = 0; i < sizesUnits.length && sizesUnits[i]! <= within; i += 1) {
    filled += probability * (sizesUnits[i]! - from);
    [from, probability] = [sizesUnits[i]!, survival[i]!];
  }
  filled += probability * (within - from);
  return units <= knownToUnits
    ? filled
    : filled + probability * tailUnits * (1 - exp(-(units - knownToUnits) / tailUnits));
};

/** The liquidity that more than a share `exceeded`, in (0, 1), of all cases exceeds: with uniform shares, a draw from the curve. */
export const liquidityUnits = (curve: FillCurve, exceeded: number): number => {
  const { sizesUnits, survival, knownToUnits, tailUnits } = curve;
  for (let i = 0; i < sizesUnits.length; i += 1) if (survival[i]! <= exceeded) return sizesUnits[i]!;
  return knownToUnits + tailUnits * log(survival.at(-1)! / exceeded);
};

/** What makes a curve impossible. */
export const checkFillCurve = ({ sizesUnits, survival, knownToUnits, tailUnits, evidence }: FillCurve): Verdict =>
  firstOf(
    sizesUnits.length > 0 && sizesUnits.length === survival.length
      ? undefined
      : impossibleVenues('survival', `as many as sizesUnits, and one at least`, survival.length),
    ...sizesUnits.map((size, i) =>
      size >= 0 && size < Infinity && (i === 0 || size > sizesUnits[i - 1]!)
        ? undefined
        : impossibleVenues(`sizesUnits.${i}`, 'rising, and not negative', size),
    ),
    ...survival.map((probability, i) => mustBeWithin(`survival.${i}`, probability, 0, survival[i - 1] ?? 1)),
    knownToUnits >= sizesUnits.at(-1)! && knownToUnits < Infinity
      ? undefined
      : impossibleVenues('knownToUnits', 'at least the last of sizesUnits, and finite', knownToUnits),
    mustBePositive('tailUnits', tailUnits),
    mustBeUnits('evidence', evidence, 0),
  );

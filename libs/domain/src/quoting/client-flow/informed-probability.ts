import { normalCdf, normalPdf } from '#domain/core';
import { type Estimate } from '#domain/microstructure';
import { TRADES_MIN, type Gated } from './markouts.js';

/** How the mid moves against a dealer after trades, at one horizon. */
export interface MarkoutLaw {
  /** After trades with clients who know nothing: normal around 0, bps. */
  readonly noiseSdBps: number;
  /** What informed clients know beforehand: the absolute value of a normal of this standard deviation, on top of the noise. */
  readonly signalSdBps: number;
}

/**
 * Share of a client's trades that were informed, by maximum likelihood of a mixture: noise alone, or noise plus a move in the
 * client's direction, which together are a skew normal law. The logarithm of the likelihood is concave in the share, so there is
 * one best share and the 95 % interval is where it falls by 1.92 (Wilks). `againstBps`: moves against the dealer, by trade. Throws
 * RangeError naming the standard deviation that is not positive.
 */
export const informedProbability = (againstBps: ArrayLike<number>, law: MarkoutLaw): Gated<Estimate> => {
  for (const name of ['noiseSdBps', 'signalSdBps'] as const) {
    if (!(law[name] > 0 && law[name] < Infinity)) throw new RangeError(`${name} must be positive, got ${law[name]}`);
  }
  const n = againstBps.length;
  if (n < TRADES_MIN) return { kind: 'TOO_FEW', n, nMin: TRADES_MIN };
  const odds = Float64Array.from(againstBps, (move) => informedOverNoise(move, law));
  const slope = (share: number): number => odds.reduce((sum, r) => sum + (r - 1) / (1 + share * (r - 1)), 0);
  const logLikelihood = (share: number): number => odds.reduce((sum, r) => sum + Math.log(1 + share * (r - 1)), 0);
  const value = lastWhere((share) => slope(share) > 0, 0, 1);
  const floor = logLikelihood(value) - WILKS_95;
  return {
    kind: 'KNOWN',
    n,
    value: {
      value,
      low: lastWhere((share) => logLikelihood(share) < floor, 0, value),
      high: lastWhere((share) => logLikelihood(share) >= floor, value, 1),
    },
  };
};

/** Half of the 95 % quantile of chi-square with one degree of freedom. */
const WILKS_95 = 1.920_729_410_347_062;
const BISECTIONS = 40;

/** Ratio of the densities at a move: skew normal of the sum, `2 phi(x / w) Phi(x signal / (noise w)) / w`, over normal. */
const informedOverNoise = (move: number, { noiseSdBps, signalSdBps }: MarkoutLaw): number => {
  const both = Math.hypot(noiseSdBps, signalSdBps);
  const lean = normalCdf((move * signalSdBps) / (noiseSdBps * both));
  const informed = (2 * normalPdf(move / both) * lean) / both;
  return informed / Math.max(normalPdf(move / noiseSdBps) / noiseSdBps, Number.MIN_VALUE);
};

/** Where a condition that holds from `low` on ends, `low` where it never holds. */
const lastWhere = (holds: (share: number) => boolean, low: number, high: number): number => {
  if (holds(high)) return high;
  let [from, to] = [low, high];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return from;
};

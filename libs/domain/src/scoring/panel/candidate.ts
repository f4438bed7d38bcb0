import { type PossibleCost } from '../fair-value/index.js';

/** A dealer who might be asked, in this class of instrument and size; costs in bps against the arrival mid. */
export interface PanelCandidate {
  readonly dealer: string;
  /** What his quote is expected to cost all in, price and risks, and how far it may stray. */
  readonly costBps: { readonly mean: number; readonly sd: number };
  /** P(he answers in time). */
  readonly responseProbability: number;
  /** Drift that he causes when he hears of the block and does not get it. */
  readonly leakageBps: number;
}

export const possibleCost = ({ costBps, responseProbability }: PanelCandidate): PossibleCost => ({
  meanBps: costBps.mean,
  sdBps: costBps.sd,
  probability: responseProbability,
});

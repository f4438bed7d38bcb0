import { type DealerProfile, type EstimateBasis, type PanelCandidate } from '#domain/scoring';

const { hypot, max } = Math;

/** A dealer who might be asked, and what his figures rest on. */
export interface CandidateView extends PanelCandidate {
  /** Of his bias: quotes in comparable requests. */
  readonly quotes: number;
  readonly costBasis: EstimateBasis;
  readonly leakageBasis: EstimateBasis;
}

/**
 * What a dealer's quote would cost all in: the block's fair cost, his bias, and what he costs where he refuses. How far it may stray is the
 * error of one quote and how little the bias is known; what all dealers err in together chooses no panel.
 */
export const candidateOf = (
  profile: DealerProfile,
  { fairCostBps, windowSeconds, assumedLeakageBps }: CandidateSurroundings,
): CandidateView => {
  const { dealer, biasBps, errorSdBps, rejectProbability, rejectMoveBps, response, leakageBps } = profile;
  return {
    dealer,
    costBps: {
      mean: fairCostBps + biasBps.value + rejectProbability.value * max(0, rejectMoveBps.value),
      sd: hypot(errorSdBps.value, biasBps.sd),
    },
    responseProbability: response.answersWithin(windowSeconds),
    // A dealer who seems to move the mid towards the client is not asked for that.
    leakageBps: max(0, leakageBps?.value ?? assumedLeakageBps),
    quotes: biasBps.evidence,
    costBasis: biasBps.basis,
    leakageBasis: leakageBps?.basis ?? 'PRIOR',
  };
};

export interface CandidateSurroundings {
  readonly fairCostBps: number;
  readonly windowSeconds: number;
  /** Of a dealer whose leakage is not known well enough to be a number. */
  readonly assumedLeakageBps: number;
}

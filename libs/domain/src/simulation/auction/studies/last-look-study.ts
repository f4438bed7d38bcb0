import { lastLookCostBps, lastLookRejectProbability, type LastLook } from '#domain/rfq';
import { referenceDealer } from '../../dealers/index.js';
import { REFERENCE_CLIENTS } from '../../clients/index.js';
import { firstDealers } from '../buyer-policy.js';
import { DEFAULT_DIFFUSIVE_MARKET } from '../diffusive-market.js';
import { Mean } from '../../mean-estimate.js';
import { type Comparison } from './comparison.js';
import { AT_ONCE, NO_HEDGE, NO_LEAKAGE, observeAuctions, studyAuctions } from './study-simulation.js';

/** What a last look did to clients who accepted. */
export interface LastLookCost {
  readonly lastLook: LastLook;
  readonly rejectProbability: Comparison;
  /** Mean over all acceptances of the move that rejected clients then face, in bps. */
  readonly cost: Comparison;
}

/** One dealer whose quote every client accepts, in a moving market, and who then looks again. */
export const lastLookStudy = (seed: number, lastLook: LastLook, requests: number): LastLookCost => {
  const auctions = studyAuctions(seed, {
    clients: {
      ...REFERENCE_CLIENTS,
      tiers: [{ ...REFERENCE_CLIENTS.tiers[0]!, reservation: { mean: ANY_PRICE, sd: 1 } }],
    },
    dealers: [
      referenceDealer('LOOKS', {
        responseProbability: 1,
        responseDelay: AT_ONCE,
        lastLook,
        leakage: NO_LEAKAGE,
        hedging: NO_HEDGE,
      }),
    ],
  });
  const [rejects, moves] = [new Mean(), new Mean()];
  observeAuctions(auctions, DEFAULT_DIFFUSIVE_MARKET, requests, firstDealers(1), ({ rejectMoveBps }) => {
    const move = rejectMoveBps[0]!;
    rejects.add(Number.isNaN(move) ? 0 : 1);
    moves.add(Number.isNaN(move) ? 0 : move);
  });
  const of = `hold ${lastLook.holdSeconds} s, threshold ${lastLook.thresholdBps} bps`;
  const { volatilityBpsPerSqrtSecond } = DEFAULT_DIFFUSIVE_MARKET;
  return {
    lastLook,
    rejectProbability: {
      of,
      formula: lastLookRejectProbability(lastLook, volatilityBpsPerSqrtSecond),
      simulated: rejects.estimate(),
    },
    cost: { of, formula: lastLookCostBps(lastLook, volatilityBpsPerSqrtSecond), simulated: moves.estimate() },
  };
};

const ANY_PRICE = 1000;

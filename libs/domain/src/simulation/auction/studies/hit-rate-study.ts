import { HitModel, REFERENCE_HIT_PARAMETERS } from '#domain/rfq';
import { answeredWithin, referenceDealer, type QuotingEngine } from '../../dealers/index.js';
import { AuctionOutcome } from '../auction.js';
import { firstDealers } from '../buyer-policy.js';
import { DEFAULT_DIFFUSIVE_MARKET } from '../diffusive-market.js';
import { Mean } from '../../mean-estimate.js';
import { type Comparison } from './comparison.js';
import { AT_ONCE, NO_HEDGE, NO_LEAKAGE, observeAuctions, studyAuctions } from './study-simulation.js';

/** What became of a dealer's quotes at a reduced spread against so many competitors. */
export interface HitRate {
  readonly reducedSpread: number;
  readonly competitors: number;
  readonly done: Comparison;
  readonly tradedAway: Comparison;
  readonly notTraded: Comparison;
}

const SPREADS = [0, 0.5, 1, 1.5, 2] as const;

/**
 * One dealer who quotes each of five reduced spreads in turn by lot, always in time, among parametric competitors of the reference, in
 * a moving market. What became of his quotes against the hit model; the competitors' response probability is that of an answer
 * within the window.
 */
export const hitRateStudy = (seed: number, competitors: number, requests: number): readonly HitRate[] => {
  const probe: QuotingEngine = {
    reference: 'ARRIVAL_MID',
    pricesSidesApart: true,
    markupBps: ({ halfSpreadBps }, _side, rng) => halfSpreadBps * SPREADS[rng.below(SPREADS.length)]!,
  };
  const firm = { leakage: NO_LEAKAGE, hedging: NO_HEDGE };
  const others = Array.from({ length: competitors }, (_, i) => referenceDealer(`D${i + 1}`, firm));
  const auctions = studyAuctions(seed, {
    dealers: [
      referenceDealer('PROBE', {
        ...firm,
        responseProbability: 1,
        responseDelay: AT_ONCE,
        quoting: { kind: 'ENGINE', engine: probe },
      }),
      ...others,
    ],
  });
  const { windowSeconds } = auctions.rules;
  const { halfSpreadBps } = auctions.instrument;
  const model = new HitModel({
    ...REFERENCE_HIT_PARAMETERS,
    responseProbability:
      REFERENCE_HIT_PARAMETERS.responseProbability *
      answeredWithin(referenceDealer('ANY').responseDelay, windowSeconds),
  });
  const fates = SPREADS.map(() => ({ done: new Mean(), tradedAway: new Mean(), notTraded: new Mean() }));
  observeAuctions(auctions, DEFAULT_DIFFUSIVE_MARKET, requests, firstDealers(competitors + 1), (auction) => {
    const reducedSpread = auction.costBps(auction.ticksOf(0)) / halfSpreadBps;
    const fate = fates[Math.round(reducedSpread / SPREADS[1])]!;
    const isTraded = auction.outcome === AuctionOutcome.TRADED;
    fate.done.add(auction.winner === 0 ? 1 : 0);
    fate.tradedAway.add(isTraded && auction.winner !== 0 ? 1 : 0);
    fate.notTraded.add(isTraded ? 0 : 1);
  });
  return SPREADS.map((reducedSpread, i) => {
    const formula = model.outcomes(reducedSpread, competitors);
    const compared = (what: 'done' | 'tradedAway' | 'notTraded'): Comparison => ({
      of: `${what}, ${competitors} competitors, d ${reducedSpread}`,
      formula: formula[what],
      simulated: fates[i]![what].estimate(),
    });
    return {
      reducedSpread,
      competitors,
      done: compared('done'),
      tradedAway: compared('tradedAway'),
      notTraded: compared('notTraded'),
    };
  });
};

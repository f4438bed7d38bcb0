import { ADVERSE_SELECTION, DELAY, FEES, IMPACT, LEAKAGE, SPREAD } from './cost-terms.js';
import { type LatinHypercube } from './latin-hypercube.js';
import { marginalImpactBps, waitCost, workCost } from './lit-conditions.js';
import { requestDraws } from './request-draws.js';
import { taking, type SharedDraws, type VenueScenarios } from './scenario.js';
import { type RfqVenue } from '../profiles/venue-profile.js';

const { max, min, SQRT2, sqrt } = Math;

/**
 * The best of those who answer, where it is better than the lit market would be from then on. What is done bears the move of the market
 * until the request is over, `drift w` and `volatility sqrt(w)`; what is not is worked from then on until the end of the horizon, over `W`
 * seconds at most, and bears `drift (w + W / 2)` and `volatility sqrt(w + W / 3)`, as what is sent to a lit book does.
 */
export const requestScenarios = (venue: RfqVenue, shared: SharedDraws, hypercube: LatinHypercube): VenueScenarios => {
  const { conditions, market, quantity, deviationPrice } = shared;
  const { panel, referenceUnits, doublingBps, rejectMoveBps, hedgeMoveBps, takerFeeBps } = venue;
  const { halfSpreadBps, horizonSeconds } = conditions;
  const { best, quoteBps, isRejected } = requestDraws(venue, hypercube);
  const overSeconds = venue.waitSeconds + venue.latencySeconds;
  const waited = waitCost(conditions, overSeconds);
  const leftSeconds = max(0, horizonSeconds - overSeconds);
  const worked = workCost(conditions, overSeconds, min(conditions.workSeconds, leftSeconds));
  const workRest = taking(shared, halfSpreadBps, conditions.takerFeeBps, worked);
  const workingBps =
    worked.meanBps - waited.meanBps + deviationPrice * (worked.perDeviationBps - waited.perDeviationBps);
  // Of a quote for `referenceUnits`, the part that grows as the square root of the size.
  const hedgeBps = doublingBps / (SQRT2 - 1);
  const panelLeakageBps = panel.reduce((sum, { leakageBps }) => sum + leakageBps, 0);
  return {
    postedUnits: () => 0,
    add: (terms, flow, units, scenario) => {
      const ofSize = sqrt(units / referenceUnits);
      const askedBps = quoteBps[scenario]! + hedgeBps * (ofSize - 1);
      const otherwiseBps = halfSpreadBps + conditions.takerFeeBps + marginalImpactBps(conditions, units) + workingBps;
      const isTaken = askedBps + takerFeeBps <= otherwiseBps;
      const winner = best[scenario]!;
      terms[LEAKAGE]! += units * (panelLeakageBps - (isTaken ? panel[winner]!.leakageBps : 0));
      flow.exposed = 0;
      if (!isTaken || isRejected[scenario] === 1) {
        if (isTaken) terms[ADVERSE_SELECTION]! += units * rejectMoveBps;
        workRest(terms, units, scenario);
        flow.taken = units;
        flow.early = leftSeconds > 0 ? units : 0;
        return;
      }
      terms[SPREAD]! += units * (quoteBps[scenario]! - hedgeBps);
      terms[IMPACT]! += units * hedgeBps * ofSize;
      // The quote pays for what the hedge costs the winner; the rest of the order trades at the mid that it has moved.
      terms[LEAKAGE]! += (quantity - units) * hedgeMoveBps * ofSize;
      terms[DELAY]! += units * (waited.meanBps + waited.perDeviationBps * market[scenario]!);
      terms[FEES]! += units * takerFeeBps;
      flow.taken = flow.early = 0;
    },
  };
};

import { ADVERSE_SELECTION, DELAY, FEES, IMPACT, LEAKAGE, SPREAD } from '../cost-terms.js';
import { type LatinHypercube } from '../latin-hypercube.js';
import { marginalImpactBps, waitCost } from '../lit-conditions.js';
import { requestDraws } from '../request-draws.js';
import { taking, type SharedDraws, type VenueScenarios } from '../scenario.js';
import { type RfqVenue } from '../../profiles/venue-profile.js';

const { SQRT2, sqrt } = Math;

/**
 * The best of those who answer, where it is better than taking would be and is not refused, by the rule of the first recorded splits: what a
 * request leaves is taken at once when it is over. They are computed again by it as they were stored.
 */
export const requestScenariosOfRule1 = (
  venue: RfqVenue,
  shared: SharedDraws,
  hypercube: LatinHypercube,
): VenueScenarios => {
  const { conditions, market, quantity } = shared;
  const { panel, referenceUnits, doublingBps, rejectMoveBps, hedgeMoveBps, takerFeeBps } = venue;
  const { halfSpreadBps } = conditions;
  const { best, quoteBps, isRejected } = requestDraws(venue, hypercube);
  const waited = waitCost(conditions, venue.waitSeconds + venue.latencySeconds);
  const takeNext = taking(shared, halfSpreadBps, conditions.takerFeeBps, waited);
  const panelLeakageBps = panel.reduce((sum, { leakageBps }) => sum + leakageBps, 0);
  return {
    postedUnits: () => 0,
    add: (terms, flow, units, scenario) => {
      flow.early = flow.exposed = 0;
      flow.taken = units;
      const largerBps = (doublingBps * (sqrt(units / referenceUnits) - 1)) / (SQRT2 - 1);
      const otherwiseBps = halfSpreadBps + conditions.takerFeeBps + marginalImpactBps(conditions, units);
      if (quoteBps[scenario]! + largerBps + takerFeeBps > otherwiseBps) {
        terms[LEAKAGE]! += units * panelLeakageBps;
        takeNext(terms, units, scenario);
        return;
      }
      terms[LEAKAGE]! += units * (panelLeakageBps - panel[best[scenario]!]!.leakageBps);
      if (isRejected[scenario] === 1) {
        terms[ADVERSE_SELECTION]! += units * rejectMoveBps;
        takeNext(terms, units, scenario);
        return;
      }
      terms[SPREAD]! += units * quoteBps[scenario]!;
      terms[IMPACT]! += units * largerBps;
      terms[LEAKAGE]! += (quantity - units) * hedgeMoveBps * sqrt(units / referenceUnits);
      terms[DELAY]! += units * (waited.meanBps + waited.perDeviationBps * market[scenario]!);
      terms[FEES]! += units * takerFeeBps;
      flow.taken = 0;
    },
  };
};

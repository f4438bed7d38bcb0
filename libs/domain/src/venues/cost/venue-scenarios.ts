import { EVEN_VARIANCE, waitCost, workCost } from './lit-conditions.js';
import { type LatinHypercube } from './latin-hypercube.js';
import { ADVERSE_SELECTION, DELAY, FEES, LEAKAGE, SPREAD } from './cost-terms.js';
import { requestScenariosOfRule1 } from './first-rule/request-scenarios.js';
import { requestScenarios } from './request-scenarios.js';
import { taking, type SharedDraws, type VenueScenarios } from './scenario.js';
import { worthPostingUnits, type LimitQueue } from '../allocation/cont-kukanov.js';
import { liquidityUnits } from '../fills/fill-curve.js';
import { type CrossingVenue, type LitVenue, type VenueProfile } from '../profiles/venue-profile.js';

const { max, min, sqrt } = Math;

/** By rule 1 what a request leaves was taken at once, with no more risk than of the wait; by rule 2 it is worked as in a lit book. */
export type VenuesRule = 1 | 2;

export const venueScenarios = (
  rule: VenuesRule,
  venue: VenueProfile,
  shared: SharedDraws,
  hypercube: LatinHypercube,
  lotUnits: number,
): VenueScenarios => {
  switch (venue.kind) {
    case 'LIT':
      return litScenarios(venue, shared, hypercube, lotUnits);
    case 'RFQ':
      return (rule === 1 ? requestScenariosOfRule1 : requestScenarios)(venue, shared, hypercube);
    case 'DARK':
    case 'BLOCK':
    case 'PERIODIC_AUCTION':
      return crossingScenarios(venue, shared, hypercube);
  }
};

const litScenarios = (
  venue: LitVenue,
  shared: SharedDraws,
  hypercube: LatinHypercube,
  lotUnits: number,
): VenueScenarios => {
  const { conditions, deviationPrice } = shared;
  const { latencySeconds, makerFeeBps, takerFeeBps, posting, maxUnits } = venue;
  const halfBps = max(conditions.halfSpreadBps, venue.tickBps / 2) + venue.widerBps;
  const worked = workCost(conditions, latencySeconds, conditions.workSeconds);
  const waited = waitCost(conditions, conditions.horizonSeconds);
  const takeNow = taking(shared, halfBps, takerFeeBps, worked);
  const takeInTheEnd = taking(shared, halfBps, takerFeeBps, waited);
  if (posting === undefined) {
    return {
      postedUnits: () => 0,
      add: (terms, flow, units, scenario) => {
        takeNow(terms, units, scenario);
        flow.taken = flow.early = units;
        flow.exposed = 0;
      },
    };
  }
  const { fills, queueUnits, adverseSelectionBps } = posting;
  const queue: LimitQueue = {
    name: venue.name,
    earnedBps: halfBps - makerFeeBps,
    adverseSelectionBps: adverseSelectionBps.value,
    queueUnits,
    outflow: fills,
  };
  const takeBps = halfBps + takerFeeBps + worked.meanBps;
  const waitedBps = halfBps + takerFeeBps + waited.meanBps;
  const underfillBps = max(takeBps, waitedBps + deviationPrice * waited.perDeviationBps);
  const worthPosting = worthPostingUnits(queue, takeBps, underfillBps, lotUnits, maxUnits);
  const exceeded = hypercube.uniforms(`fills of ${venue.name}`);
  const outflow = exceeded.map((share) => liquidityUnits(fills, share));
  const selection = hypercube.normals(`selection of ${venue.name}`);
  const postedUnits = (units: number): number => min(units, worthPosting);
  return {
    postedUnits,
    add: (terms, flow, units, scenario) => {
      const posted = postedUnits(units);
      const filled = min(posted, max(0, outflow[scenario]! - queueUnits));
      takeNow(terms, units - posted, scenario);
      terms[SPREAD]! -= filled * halfBps;
      terms[ADVERSE_SELECTION]! += filled * (adverseSelectionBps.value + adverseSelectionBps.sd * selection[scenario]!);
      terms[FEES]! += filled * makerFeeBps;
      takeInTheEnd(terms, posted - filled, scenario);
      flow.taken = units - filled;
      flow.early = units - posted;
      flow.exposed = 0;
    },
  };
};

const crossingScenarios = (venue: CrossingVenue, shared: SharedDraws, hypercube: LatinHypercube): VenueScenarios => {
  const { conditions, market } = shared;
  const { fills, minExecutionUnits, adverseSelectionBps, leakageBps, makerFeeBps, allOrNone } = venue;
  const { horizonSeconds, volatilityBpsPerSqrtSecond, driftBpsPerSecond } = conditions;
  const waitSeconds = min(horizonSeconds, venue.waitSeconds + venue.latencySeconds);
  const filledMeanBps = driftBpsPerSecond * waitSeconds;
  const filledDeviationBps =
    volatilityBpsPerSqrtSecond * sqrt(waitSeconds + (horizonSeconds - waitSeconds) * EVEN_VARIANCE);
  const waited = waitCost(conditions, horizonSeconds);
  const takeInTheEnd = taking(shared, conditions.halfSpreadBps, conditions.takerFeeBps, waited);
  const liquidity = hypercube.uniforms(`fills of ${venue.name}`).map((share) => liquidityUnits(fills, share));
  const selection = hypercube.normals(`selection of ${venue.name}`);
  const leaked = hypercube.normals(`leakage of ${venue.name}`);
  const filledOf = (units: number, scenario: number): number => {
    const there = liquidity[scenario]!;
    if (allOrNone && there < units) return 0;
    const filled = min(units, there);
    return filled < minExecutionUnits ? 0 : filled;
  };
  return {
    postedUnits: () => 0,
    add: (terms, flow, units, scenario) => {
      const filled = filledOf(units, scenario);
      terms[ADVERSE_SELECTION]! += filled * (adverseSelectionBps.value + adverseSelectionBps.sd * selection[scenario]!);
      terms[DELAY]! += filled * (filledMeanBps + filledDeviationBps * market[scenario]!);
      terms[FEES]! += filled * makerFeeBps;
      terms[LEAKAGE]! += units * (leakageBps.value + leakageBps.sd * leaked[scenario]!);
      takeInTheEnd(terms, units - filled, scenario);
      flow.taken = units - filled;
      flow.early = 0;
      flow.exposed = filled;
    },
  };
};

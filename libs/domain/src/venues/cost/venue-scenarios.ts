import { marginalImpactBps, waitCost, type LitConditions } from './lit-conditions.js';
import { type LatinHypercube } from './latin-hypercube.js';
import { ADVERSE_SELECTION, DELAY, FEES, IMPACT, LEAKAGE, SPREAD } from './cost-terms.js';
import { worthPostingUnits, type LimitQueue } from '../allocation/cont-kukanov.js';
import { liquidityUnits } from '../fills/fill-curve.js';
import { type CrossingVenue, type LitVenue, type RfqVenue, type VenueProfile } from '../profiles/venue-profile.js';

const { max, min, SQRT2, sqrt } = Math;

/** Units of an order in one scenario. */
export interface LitFlow {
  /** Taken in the lit market, at once or in the end. */
  taken: number;
  /** Of these, at once: they move the mid while others wait for it. */
  early: number;
  /** Filled at the mid while waiting. */
  exposed: number;
}

export const noFlow = (): LitFlow => ({ taken: 0, early: 0, exposed: 0 });

/** What one venue costs in each of a number of scenarios, all venues in the same ones. */
export interface VenueScenarios {
  /** Units that are posted in a book of those sent there; 0 elsewhere. */
  postedUnits(units: number): number;
  /**
   * Adds to `terms`, in bps x units, what sending so many units there costs in a scenario, all but the impact of taking; and says in
   * `flow` what of them meets the lit market, and when.
   */
  add(terms: Float64Array, flow: LitFlow, units: number, scenario: number): void;
}

/** What the scenarios of all venues share. */
export interface SharedDraws {
  readonly conditions: LitConditions;
  /** Move of the market in standard deviations, by scenario: whoever waits longest is moved most, all in the same direction. */
  readonly market: Float64Array;
  /** Units of the whole order. */
  readonly quantity: number;
  /** How taking strays from what it should cost, in standard deviations. */
  readonly residual: Float64Array;
}

export const sharedDraws = (conditions: LitConditions, quantity: number, hypercube: LatinHypercube): SharedDraws => ({
  conditions,
  quantity,
  market: hypercube.normals('market'),
  residual: hypercube.normals('residual'),
});

/** `underfillRiskBps`: what the risk of a unit that waits in vain is worth to the desk, which decides how much is posted. */
export const venueScenarios = (
  venue: VenueProfile,
  shared: SharedDraws,
  hypercube: LatinHypercube,
  lotUnits: number,
  underfillRiskBps: number,
): VenueScenarios => {
  switch (venue.kind) {
    case 'LIT':
      return litScenarios(venue, shared, hypercube, lotUnits, underfillRiskBps);
    case 'RFQ':
      return rfqScenarios(venue, shared, hypercube);
    case 'DARK':
    case 'BLOCK':
    case 'PERIODIC_AUCTION':
      return crossingScenarios(venue, shared, hypercube);
  }
};

/** Fills come at even times within a while: their mean wait is half of it, the variance of the move a third of that to its end. */
const EVEN_MEAN = 1 / 2;
const EVEN_VARIANCE = 1 / 3;

const litScenarios = (
  venue: LitVenue,
  shared: SharedDraws,
  hypercube: LatinHypercube,
  lotUnits: number,
  underfillRiskBps: number,
): VenueScenarios => {
  const { conditions } = shared;
  const { latencySeconds, makerFeeBps, takerFeeBps, posting, maxUnits } = venue;
  const halfBps = max(conditions.halfSpreadBps, venue.tickBps / 2) + venue.widerBps;
  const { driftBpsPerSecond, volatilityBpsPerSqrtSecond, workSeconds } = conditions;
  const workedMeanBps = driftBpsPerSecond * (latencySeconds + workSeconds * EVEN_MEAN);
  const workedDeviationBps = volatilityBpsPerSqrtSecond * sqrt(latencySeconds + workSeconds * EVEN_VARIANCE);
  const takeInTheEnd = takingInTheEnd(shared, halfBps, takerFeeBps, conditions.horizonSeconds);
  const takeNow = (terms: Float64Array, units: number, scenario: number): void => {
    terms[SPREAD]! += units * halfBps;
    terms[IMPACT]! += units * conditions.residualSdBps * shared.residual[scenario]!;
    terms[DELAY]! += units * (workedMeanBps + workedDeviationBps * shared.market[scenario]!);
    terms[FEES]! += units * takerFeeBps;
  };
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
  const takeBps = halfBps + takerFeeBps + workedMeanBps;
  const waitedBps = waitCost(conditions, conditions.horizonSeconds).meanBps;
  const underfillBps = max(takeBps, halfBps + takerFeeBps + waitedBps + underfillRiskBps);
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
  const takeInTheEnd = takingInTheEnd(shared, conditions.halfSpreadBps, conditions.takerFeeBps, horizonSeconds);
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

/** The best of those who answer, where it is better than taking would be and is not refused. */
const rfqScenarios = (venue: RfqVenue, shared: SharedDraws, hypercube: LatinHypercube): VenueScenarios => {
  const { conditions, market, quantity } = shared;
  const { name, panel, referenceUnits, doublingBps, rejectProbability, rejectMoveBps, hedgeMoveBps, takerFeeBps } =
    venue;
  const waited = waitCost(conditions, venue.waitSeconds + venue.latencySeconds);
  const takeNext = takingInTheEnd(
    shared,
    conditions.halfSpreadBps,
    conditions.takerFeeBps,
    venue.waitSeconds + venue.latencySeconds,
  );
  const quotes = panel.map(({ costBps }, i) =>
    hypercube.normals(`quotes in ${name}`, i).map((z) => costBps.mean + costBps.sd * z),
  );
  const answers = panel.map(({ responseProbability }, i) =>
    hypercube.uniforms(`answers in ${name}`, i).map((share) => (share < responseProbability ? 1 : 0)),
  );
  const rejects = hypercube.uniforms(`rejects in ${name}`).map((share) => (share < rejectProbability ? 1 : 0));
  const bests = Int32Array.from(market, (_, scenario) => {
    let best = -1;
    for (let i = 0; i < panel.length; i += 1) {
      if (answers[i]![scenario] === 0) continue;
      if (best < 0 || quotes[i]![scenario]! < quotes[best]![scenario]!) best = i;
    }
    return best;
  });
  const panelLeakageBps = panel.reduce((sum, { leakageBps }) => sum + leakageBps, 0);
  return {
    postedUnits: () => 0,
    add: (terms, flow, units, scenario) => {
      flow.early = flow.exposed = 0;
      flow.taken = units;
      const largerBps = (doublingBps * (sqrt(units / referenceUnits) - 1)) / (SQRT2 - 1);
      const otherwiseBps = conditions.halfSpreadBps + conditions.takerFeeBps + marginalImpactBps(conditions, units);
      const best = bests[scenario]!;
      const quoteBps = best < 0 ? Infinity : quotes[best]![scenario]!;
      if (quoteBps + largerBps + takerFeeBps > otherwiseBps) {
        terms[LEAKAGE]! += units * panelLeakageBps;
        takeNext(terms, units, scenario);
        return;
      }
      terms[LEAKAGE]! += units * (panelLeakageBps - panel[best]!.leakageBps);
      if (rejects[scenario] === 1) {
        terms[ADVERSE_SELECTION]! += units * rejectMoveBps;
        takeNext(terms, units, scenario);
        return;
      }
      terms[SPREAD]! += units * quoteBps;
      terms[IMPACT]! += units * largerBps;
      // The quote pays for what the hedge costs the winner; the rest of the order trades at the mid that it has moved.
      terms[LEAKAGE]! += (quantity - units) * hedgeMoveBps * sqrt(units / referenceUnits);
      terms[DELAY]! += units * (waited.meanBps + waited.perDeviationBps * market[scenario]!);
      terms[FEES]! += units * takerFeeBps;
      flow.taken = 0;
    },
  };
};

/** What waited so long in vain is taken. */
const takingInTheEnd = (
  { conditions, market, residual }: SharedDraws,
  halfBps: number,
  takerFeeBps: number,
  seconds: number,
): ((terms: Float64Array, units: number, scenario: number) => void) => {
  const waited = waitCost(conditions, seconds);
  return (terms, units, scenario) => {
    terms[SPREAD]! += units * halfBps;
    terms[IMPACT]! += units * conditions.residualSdBps * residual[scenario]!;
    terms[DELAY]! += units * (waited.meanBps + waited.perDeviationBps * market[scenario]!);
    terms[FEES]! += units * takerFeeBps;
  };
};

import { type TwoSidedMarket } from '#domain/market-data';
import { type ImpactForecast } from '#domain/impact';
import { spreadBps } from '#domain/market-data';
import { standardBlockUnits } from '#domain/quoting';
import { assumed, type PanelCandidate } from '#domain/scoring';
import { crossingPriors, learnCrossing, type VenueProfile } from '#domain/venues';
import { splitForecasts } from './split-conditions.js';
import { WINDOW_SECONDS, type StatedVenue } from './stated-split.js';

const { ceil, floor, max, SQRT2 } = Math;

/** What profiles are made with: sizes are counted in lots. */
export interface ProfileSurroundings {
  readonly lots: number;
  readonly lotUnits: number;
  readonly market: TwoSidedMarket;
  readonly forecasts: readonly ImpactForecast[];
}

/** A stated venue as the split takes it, its sizes in whole lots that it takes for certain. */
export const venueProfile = (
  venue: StatedVenue,
  panel: readonly PanelCandidate[],
  surroundings: ProfileSurroundings,
): VenueProfile => {
  const { name, kind } = venue;
  const { lots, lotUnits } = surroundings;
  const minUnits = ceil((venue.minUnits ?? 0) / lotUnits - ON_GRID);
  const common = {
    name,
    minUnits,
    // Where nobody states the most, it does not contradict the least: the order is too small for the venue then, which takes no part.
    maxUnits: venue.maxUnits === undefined ? max(lots, minUnits) : floor(venue.maxUnits / lotUnits + ON_GRID),
    allOrNone: venue.allOrNone ?? false,
    makerFeeBps: venue.makerFeeBps ?? 0,
    takerFeeBps: venue.takerFeeBps ?? 0,
    latencySeconds: venue.latencySeconds ?? 0,
  };
  switch (kind) {
    case 'LIT':
      return { ...common, kind, tickBps: 0, widerBps: venue.widerBps ?? 0 };
    case 'RFQ':
      return { ...common, kind, ...requestTerms(venue, panel, surroundings) };
    case 'DARK':
    case 'BLOCK':
    case 'PERIODIC_AUCTION':
      return { ...common, kind, ...crossingTerms(venue, surroundings) };
  }
};

const ON_GRID = 1e-9;

/** What nobody states is what is assumed of any venue where orders wait: no outcomes of this one are kept. */
const crossingTerms = (venue: StatedVenue, { lotUnits, market }: ProfileSurroundings) => {
  const usual = standardBlockUnits(market.terms.averageDailyVolume);
  const priors = crossingPriors((venue.meanUnits ?? usual) / lotUnits);
  const { anyProbability = priors.fills.anyProbability } = venue;
  const terms = learnCrossing([], { ...priors, fills: { ...priors.fills, anyProbability } });
  const { adverseSelectionBps, leakageBps } = venue;
  return {
    ...terms,
    minExecutionUnits: ceil((venue.minExecutionUnits ?? 0) / lotUnits - ON_GRID),
    waitSeconds: venue.waitSeconds ?? 0,
    ...(adverseSelectionBps !== undefined && { adverseSelectionBps: assumed({ value: adverseSelectionBps, sd: 0 }) }),
    ...(leakageBps !== undefined && { leakageBps: assumed({ value: leakageBps, sd: 0 }) }),
  };
};

/** Dealers price the whole block by its hedge; a smaller size has less of the hedge's impact, as the square root. */
const requestTerms = (
  { waitSeconds = WINDOW_SECONDS }: StatedVenue,
  panel: readonly PanelCandidate[],
  { lots, market, forecasts }: ProfileSurroundings,
) => {
  const { hedge } = splitForecasts(forecasts);
  return {
    panel,
    referenceUnits: lots,
    doublingBps: max(0, hedge.slippage.meanBps - spreadBps(market) / 2) * (SQRT2 - 1),
    // What rejections cost is in what the candidates cost.
    rejectProbability: 0,
    rejectMoveBps: 0,
    hedgeMoveBps: max(0, hedge.permanentBps),
    waitSeconds,
  };
};

import { gridValue, ok, type Result } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type ImpactForecast } from '#domain/impact';
import { midPrice, type TwoSidedMarket } from '#domain/market-data';
import { unitsPerLot, type QuoteRequest } from '#domain/rfq';
import { type PanelCandidate } from '#domain/scoring';
import {
  impossibleProblem,
  selectVenues,
  type ImpossibleVenues,
  type VenueCost,
  type VenueKind,
  type VenueProblem,
  type VenueSelection,
  type VenuesFailure,
  type VenuesRule,
} from '#domain/venues';
import { marketView, type MarketView } from '#application/decidable-market';
import { costView, type CostView } from '#application/forecast-impact';
import { splitConditions } from './split-conditions.js';
import { type StatedSplit } from './stated-split.js';
import { venueProfile } from './venue-profiles.js';

/** By which splits are decided now. */
export const VENUES_RULE: VenuesRule = 2;

/** Everything that a split is computed from. */
export interface SplitInputs {
  readonly rule: VenuesRule;
  readonly order: StatedSplit;
  /** In units. */
  readonly quantity: number;
  readonly riskAversion: number;
  readonly market: TwoSidedMarket;
  readonly features: FeatureSnapshot | null;
  /** By venue, in their order; empty where no dealers are asked. */
  readonly panels: readonly (readonly PanelCandidate[])[];
  /** In the order of `splitRequests`. */
  readonly forecasts: readonly ImpactForecast[];
}

/** Everything that a recorded split is computed from: stored with it, and enough to compute it again. */
export interface VenuesInputs extends SplitInputs {
  readonly decisionId: string;
  readonly decidedAt: string;
}

/** What trading costs, as the sum of its terms and as a distribution; bps of the arrival mid. */
export interface VenueCostView extends Omit<VenueCost, 'distribution'> {
  readonly quantiles: CostView['quantiles'];
}

export interface AllocationView {
  readonly venue: string;
  readonly kind: VenueKind;
  /** In units. */
  readonly quantity: number;
  readonly cost: VenueCostView;
}

export interface SingleVenueView {
  readonly venue: string;
  readonly kind: VenueKind;
  /** Absent where the venue may not take the whole order. */
  readonly cost?: VenueCostView;
}

/** A block split over venues. */
export interface VenueSplitView {
  readonly request: QuoteRequest;
  readonly market: MarketView;
  readonly modelVersion: string;
  readonly riskAversion: number;
  /** They sum to the order. */
  readonly allocations: readonly AllocationView[];
  readonly cost: VenueCostView;
  /** Expected to be taken in the lit market, at once or in the end; units. */
  readonly takenQuantity: number;
  readonly objectiveBps: number;
  readonly optimalityGapBps?: number;
  /** Steps in which splits were compared, units. */
  readonly stepQuantity: number;
  readonly singles: readonly SingleVenueView[];
  readonly ineligible: VenueSelection['ineligible'];
}

/** A split as it was decided and recorded. */
export interface VenueSelectionView extends VenueSplitView {
  readonly decisionId: string;
  readonly decidedAt: string;
}

/** The decision itself: pure, so that the stored inputs give the stored output byte for byte. */
export const decideVenues = (inputs: VenuesInputs): Result<VenueSelectionView, VenuesFailure> => {
  const { decisionId, decidedAt } = inputs;
  const split = splitOver(inputs);
  return split.ok ? ok({ decisionId, decidedAt, ...split.value }) : split;
};

/** The split of a decision without its record; pure likewise. */
export const splitOver = (inputs: SplitInputs): Result<VenueSplitView, VenuesFailure> => {
  const { order, quantity, market, forecasts, riskAversion } = inputs;
  const lotUnits = unitsPerLot(market.terms, midPrice(market));
  const selected = selectVenues(venueProblem(inputs, lotUnits));
  if (!selected.ok) return selected;
  const { allocations, cost, takenUnits, objectiveBps, optimalityGapBps, stepUnits, singles, ineligible } =
    selected.value;
  const { instrumentId, side, horizonSeconds } = order;
  return ok({
    request: { instrumentId, side, quantity, horizonSeconds },
    market: marketView(market),
    modelVersion: forecasts[0]!.modelVersion,
    riskAversion,
    allocations: allocations.map(({ venue, kind, units, cost: of }) => ({
      venue,
      kind,
      quantity: gridValue(units, lotUnits),
      cost: venueCostView(of),
    })),
    cost: venueCostView(cost),
    takenQuantity: takenUnits * lotUnits,
    objectiveBps,
    ...(optimalityGapBps !== undefined && { optimalityGapBps }),
    stepQuantity: gridValue(stepUnits, lotUnits),
    singles: singles.map(({ venue, kind, cost: of }) => ({ venue, kind, ...(of && { cost: venueCostView(of) }) })),
    ineligible,
  });
};

/** What of a split cannot be, whatever comes of it; undefined when nothing is wrong. Much cheaper than the split. */
export const impossibleSplit = (inputs: SplitInputs): ImpossibleVenues | undefined =>
  impossibleProblem(venueProblem(inputs, unitsPerLot(inputs.market.terms, midPrice(inputs.market))));

/** Lots of some instruments are fractions: the problem is in lots of one. */
const venueProblem = (
  { rule, order, quantity, market, forecasts, panels, riskAversion }: SplitInputs,
  lotUnits: number,
): VenueProblem => {
  const lots = Math.round(quantity / lotUnits);
  const { venuesMost, unitsMostByKind = [] } = order.limits ?? {};
  const surroundings = { lots, lotUnits, market, forecasts };
  return {
    side: order.side,
    quantity: lots,
    lotUnits: 1,
    riskAversion,
    conditions: splitConditions(order, market, forecasts, lots),
    venues: order.venues.map((venue, v) => venueProfile(venue, panels[v]!, surroundings)),
    limits: {
      ...(venuesMost !== undefined && { venuesMost }),
      unitsMostByKind: Object.fromEntries(unitsMostByKind.map(({ kind, units }) => [kind, units / lotUnits])),
    },
    seed: order.seed,
    rule,
  };
};

const venueCostView = ({ terms, meanBps, sdBps, expectedShortfallBps, distribution }: VenueCost): VenueCostView => ({
  terms,
  meanBps,
  sdBps,
  expectedShortfallBps,
  quantiles: costView(distribution).quantiles,
});

import { canonicalJson, err, formatInstant, ok, type Failure, type Result } from '#domain/core';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { type VenuesFailure } from '#domain/venues';
import { decidableBlock, type MarketFailure } from '#application/decidable-market';
import {
  unlessBusy,
  type DecisionLog,
  type DeskSettings,
  type ForecastUnavailable,
  type Identifiers,
  type ImpactModel,
  type InstrumentStates,
  type InThreads,
  type MarketState,
  type TooManyWaiting,
} from '#application/ports';
import { recordDecision, type DraftDecision, type IdempotencyConflict } from '#application/record-decision';
import { type CandidatePorts, type NoDealerKnown } from '#application/whom-to-ask';
import { impossibleStated } from './check-stated.js';
import { VENUES_RULE, type decideVenues, type VenueSelectionView, type VenuesInputs } from './decide-venues.js';
import { splitRequests } from './split-conditions.js';
import { type StatedSplit } from './stated-split.js';
import { venuePanels } from './venue-panels.js';

export { impossibleStated } from './check-stated.js';
export {
  decideVenues,
  impossibleSplit,
  splitOver,
  VENUES_RULE,
  type AllocationView,
  type SingleVenueView,
  type SplitInputs,
  type VenueCostView,
  type VenueSelectionView,
  type VenuesInputs,
  type VenueSplitView,
} from './decide-venues.js';
export { splitRequests } from './split-conditions.js';
export { type StatedLimits, type StatedSplit, type StatedVenue } from './stated-split.js';
export { venuePanels } from './venue-panels.js';

/** A block to be split over venues, its size as a client states it. */
export interface SelectVenuesCommand extends StatedSplit {
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  readonly idempotencyKey: string;
}

export interface SelectVenuesPorts extends CandidatePorts {
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
  readonly decisions: DecisionLog;
  readonly identifiers: Identifiers;
  readonly computing: InThreads<{ readonly decideVenues: typeof decideVenues }>;
}

export type SelectVenuesFailure =
  | MarketFailure
  | InvalidQuantity
  | ForecastUnavailable
  | NoDealerKnown
  | VenuesFailure
  | TooManyWaiting
  | Failure<'IDEMPOTENCY_CONFLICT'>;

type Desk = Pick<DeskSettings, 'deskId' | 'riskAversion' | 'scoring'>;

/** Splits a block over venues in the market of this moment, records the split, and answers when the record is durable. */
export const splitBlock = async (
  ports: SelectVenuesPorts,
  desk: Desk,
  command: SelectVenuesCommand,
): Promise<Result<VenueSelectionView, SelectVenuesFailure | IdempotencyConflict>> => {
  const { idempotencyKey } = command;
  const requestHash = ports.identifiers.digest(canonicalJson(command));
  const request = { deskId: desk.deskId, kind: 'SELECT_VENUES', idempotencyKey, requestHash } as const;
  return recordDecision(ports.decisions, request, await draftedSplit(ports, desk, command));
};

const draftedSplit = async (
  ports: SelectVenuesPorts,
  desk: Desk,
  command: SelectVenuesCommand,
): Promise<Result<DraftDecision<VenuesInputs, VenueSelectionView>, SelectVenuesFailure>> => {
  const block = decidableBlock(ports.market, command);
  if (!block.ok) return block;
  const order = orderOf(command);
  const impossible = impossibleStated(order.venues);
  if (impossible !== undefined) return err(impossible);
  const forecasts = await ports.model.forecast(splitRequests({ order, ...block.value }));
  if (!forecasts.ok) return forecasts;
  const panels = await venuePanels(ports, desk, order, block.value, forecasts.value);
  if (!panels.ok) return panels;
  const decisionId = ports.identifiers.newId();
  const decidedAt = formatInstant(ports.market.now());
  const { riskAversion } = desk;
  const known = { order, riskAversion, ...block.value, panels: panels.value, forecasts: forecasts.value };
  const inputs = { rule: VENUES_RULE, decisionId, decidedAt, ...known } as const;
  const split = await unlessBusy(ports.computing.decideVenues(inputs));
  if (!split.ok) return split;
  return split.value.ok ? ok({ decisionId, decidedAt, inputs, output: split.value.value }) : split.value;
};

/** What of a command is the block's: that is kept, and nothing else that it says. */
const orderOf = ({
  instrumentId,
  side,
  horizonSeconds,
  alphaBps,
  venues,
  limits,
  seed,
}: SelectVenuesCommand): StatedSplit => ({
  instrumentId,
  side,
  horizonSeconds,
  alphaBps,
  venues,
  ...(limits && { limits }),
  seed,
});

import { canonicalJson, err, formatInstant, ok, type Failure, type Result } from '#domain/core';
import { type ImpactForecast } from '#domain/impact';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { dealerPriorsOf, DEFAULT_SCORING_SETTINGS, fairPrice, type PanelCandidate } from '#domain/scoring';
import { type VenuesFailure } from '#domain/venues';
import { decidableBlock, type DecidableBlock, type MarketFailure } from '#application/decidable-market';
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
import { knownCandidates, type CandidatePorts, type NoDealerKnown } from '#application/whom-to-ask';
import { impossibleStated } from './check-stated.js';
import { type decideVenues, type VenueSelectionView, type VenuesInputs } from './decide-venues.js';
import { splitForecasts, splitRequests } from './split-conditions.js';
import { WINDOW_SECONDS, type StatedSplit } from './stated-split.js';

export {
  decideVenues,
  type AllocationView,
  type SingleVenueView,
  type VenueCostView,
  type VenueSelectionView,
  type VenuesInputs,
} from './decide-venues.js';
export { splitRequests } from './split-conditions.js';
export { type StatedLimits, type StatedVenue } from './stated-split.js';

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
  const panels = await panelsOf(ports, desk, order, block.value, forecasts.value);
  if (!panels.ok) return panels;
  const decisionId = ports.identifiers.newId();
  const decidedAt = formatInstant(ports.market.now());
  const { riskAversion } = desk;
  const known = { order, riskAversion, ...block.value, panels: panels.value, forecasts: forecasts.value };
  const inputs = { rule: 1, decisionId, decidedAt, ...known } as const;
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

/** Dealers asked at once where none are named: who pays more for the next one than he is worth long before that. */
const PANEL_MAX = 8;

const panelsOf = async (
  ports: CandidatePorts,
  { deskId, scoring = DEFAULT_SCORING_SETTINGS }: Desk,
  { side, venues }: StatedSplit,
  { market, quantity }: DecidableBlock,
  forecasts: readonly ImpactForecast[],
): Promise<Result<VenuesInputs['panels'], NoDealerKnown>> => {
  const fairCostBps = fairPrice(side, market, splitForecasts(forecasts).hedge).costBps;
  const panels: (readonly PanelCandidate[])[] = [];
  for (const [v, { kind, dealers, waitSeconds = WINDOW_SECONDS }] of venues.entries()) {
    if (kind !== 'RFQ') {
      panels.push([]);
      continue;
    }
    const surroundings = { fairCostBps, windowSeconds: waitSeconds, assumedLeakageBps: scoring.leakageBps };
    const asked = { market, quantity, ...(dealers && { dealers }), priors: dealerPriorsOf(scoring), ...surroundings };
    const { candidates } = await knownCandidates(ports, deskId, asked);
    if (candidates.length === 0) return err(nobodyToAsk(v));
    panels.push(dealers === undefined ? cheapest(candidates) : candidates.map(panelCandidate));
  }
  return ok(panels);
};

const cheapest = (candidates: readonly PanelCandidate[]): readonly PanelCandidate[] =>
  [...candidates]
    .sort((a, b) => a.costBps.mean + a.leakageBps - b.costBps.mean - b.leakageBps || (a.dealer < b.dealer ? -1 : 1))
    .slice(0, PANEL_MAX)
    .map(panelCandidate);

/** What of a candidate the split rests on: that is kept. */
const panelCandidate = ({ dealer, costBps, responseProbability, leakageBps }: PanelCandidate): PanelCandidate => ({
  dealer,
  costBps,
  responseProbability,
  leakageBps,
});

const nobodyToAsk = (venue: number): NoDealerKnown => ({
  code: 'NO_DEALER_KNOWN',
  field: `venues.${venue}.dealers`,
  message: 'this desk has no request of this class of instrument in its history, and none was named who may be asked',
  allowed: 'names of dealers who may be asked',
});

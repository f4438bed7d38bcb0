import { err, ok, type Result, type Side } from '#domain/core';
import { type ImpactForecast } from '#domain/impact';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { mustBeUnits, type ImpossibleVenues } from '#domain/venues';
import { decidableBlock, type DecidableBlock, type MarketFailure } from '#application/decidable-market';
import { statedHorizonSeconds, type InvalidHorizon, type StatedHorizon } from '#application/forecast-impact';
import {
  type DeskSettings,
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { type InstrumentMoment } from '#application/request-forecast-batch';
import {
  impossibleSplit,
  impossibleStated,
  splitRequests,
  venuePanels,
  VENUES_RULE,
  type SplitInputs,
  type StatedSplit,
} from '#application/select-venues';
import { type CandidatePorts, type NoDealerKnown } from '#application/whom-to-ask';

/** An order as a client states it. */
export interface VenueOrderCommand extends StatedHorizon {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  /** Move that is expected against the order within the horizon. */
  readonly alphaBps: number;
}

/** Orders that are split each by itself, over the same venues within the same limits. */
export interface VenuesCommand extends Pick<StatedSplit, 'venues' | 'limits'> {
  readonly orders: readonly VenueOrderCommand[];
  /** Of the first order, an integer in [0, 2^32); every further order has the next. */
  readonly seed: number;
}

/** An order that a model has answered for. */
type AnalysedOrder = Pick<StatedSplit, 'instrumentId' | 'side' | 'horizonSeconds' | 'alphaBps'> &
  Pick<SplitInputs, 'quantity' | 'panels' | 'forecasts'>;

/** Everything that the splits are computed from: plain data, with the markets of the request's moment and what the model said then. */
export interface VenuesAnalysisInputs
  extends Pick<VenuesCommand, 'venues' | 'limits' | 'seed'>, Pick<SplitInputs, 'rule'> {
  readonly riskAversion: number;
  /** One per instrument. */
  readonly moments: readonly InstrumentMoment[];
  /** An order that no model answers keeps its place. */
  readonly orders: readonly (AnalysedOrder | ForecastUnavailable)[];
}

export interface VenuesAnalysisPorts extends CandidatePorts {
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
}

type Desk = Pick<DeskSettings, 'deskId' | 'riskAversion' | 'scoring'>;

export type VenuesCommandFailure = MarketFailure | InvalidQuantity | InvalidHorizon | NoDealerKnown | ImpossibleVenues;

/** The orders in the markets of this moment; the first that is stated as it cannot be refuses all, by a path such as `orders.3.quantity`. */
export const venuesAnalysisInputs = async (
  ports: VenuesAnalysisPorts,
  desk: Desk,
  { orders: stated, venues, limits, seed }: VenuesCommand,
): Promise<Result<VenuesAnalysisInputs, VenuesCommandFailure>> => {
  const impossible = impossibleStated(venues) ?? mustBeUnits('seed', seed, 0, SEEDS - 1);
  if (impossible !== undefined) return err(impossible);
  const placed = placedOrders(ports.market, stated);
  if (!placed.ok) return placed;
  const answers = await askTogether(ports.model, placed.value);
  const moments = new Map<string, InstrumentMoment>();
  const orders: (AnalysedOrder | ForecastUnavailable)[] = [];
  const common = { rule: VENUES_RULE, riskAversion: desk.riskAversion, venues, ...(limits && { limits }), seed };
  for (const [i, { order, block }] of placed.value.entries()) {
    const { market, features, quantity } = block;
    moments.set(order.instrumentId, { market, features });
    const forecasts = answers[i]!;
    if (!forecasts.ok) {
      orders.push({ ...forecasts.error, field: `orders.${i}` });
      continue;
    }
    const panels = await venuePanels(ports, desk, { ...order, venues }, block, forecasts.value);
    if (!panels.ok) return panels;
    const analysed = { ...order, quantity, panels: panels.value, forecasts: forecasts.value };
    const wrong = impossibleSplit(splitInputs(common, { market, features }, analysed, i));
    if (wrong !== undefined) return err(wrong);
    orders.push(analysed);
  }
  return ok({ ...common, moments: [...moments.values()], orders });
};

/** What the split of an order is computed from, or why no model answers for it. */
export const rowInputs = (inputs: VenuesAnalysisInputs, row: number): Result<SplitInputs, ForecastUnavailable> => {
  const order = inputs.orders[row]!;
  if ('code' in order) return err(order);
  const moment = inputs.moments.find(({ market }) => market.terms.instrumentId === order.instrumentId)!;
  return ok(splitInputs(inputs, moment, order, row));
};

const SEEDS = 2 ** 32;

const splitInputs = (
  { rule, riskAversion, venues, limits, seed }: Omit<VenuesAnalysisInputs, 'moments' | 'orders'>,
  { market, features }: InstrumentMoment,
  { quantity, panels, forecasts, instrumentId, side, horizonSeconds, alphaBps }: AnalysedOrder,
  row: number,
): SplitInputs => {
  const within = { venues, ...(limits && { limits }), seed: (seed + row) % SEEDS };
  const order = { instrumentId, side, horizonSeconds, alphaBps, ...within };
  return { rule, order, quantity, riskAversion, market, features, panels, forecasts };
};

interface PlacedOrder {
  readonly order: Pick<AnalysedOrder, 'instrumentId' | 'side' | 'horizonSeconds' | 'alphaBps'>;
  readonly block: DecidableBlock;
}

/** All in one turn of the loop: no market moves between the first and the last. */
const placedOrders = (
  state: MarketState & InstrumentStates,
  stated: readonly VenueOrderCommand[],
): Result<readonly PlacedOrder[], MarketFailure | InvalidQuantity | InvalidHorizon> => {
  const placed: PlacedOrder[] = [];
  for (const [i, command] of stated.entries()) {
    const { instrumentId, side, alphaBps } = command;
    const block = decidableBlock(state, command, `orders.${i}.`);
    if (!block.ok) return block;
    const { quantity, market } = block.value;
    const horizon = statedHorizonSeconds(command, quantity, market.terms, `orders.${i}.`);
    if (!horizon.ok) return horizon;
    placed.push({ order: { instrumentId, side, horizonSeconds: horizon.value, alphaBps }, block: block.value });
  }
  return ok(placed);
};

type OrderForecasts = Result<readonly ImpactForecast[], ForecastUnavailable>;

/** By order. A model refuses all of a call for one block out of its range: then each order is asked by itself. */
const askTogether = async (model: ImpactModel, orders: readonly PlacedOrder[]): Promise<readonly OrderForecasts[]> => {
  const requests = orders.map(({ order, block }) => splitRequests({ order, ...block }));
  const together = await model.forecast(requests.flat());
  if (together.ok) {
    const each = together.value.length / orders.length;
    return orders.map((_, i) => ok(together.value.slice(i * each, (i + 1) * each)));
  }
  const answers: OrderForecasts[] = [];
  for (const ofOrder of requests) answers.push(await model.forecast(ofOrder));
  return answers;
};

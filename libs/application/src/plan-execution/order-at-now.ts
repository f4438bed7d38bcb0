import { err, ok, type Result } from '#domain/core';
import { type PlanFailure } from '#domain/execution';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { decidableBlock, type MarketFailure } from '#application/decidable-market';
import {
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { evenRequest, type PlannedOrder } from './planned-order.js';
import { sinceOpenSeconds, timesFault, type NoSessionClock } from './session-clock.js';
import { statedFault } from './stated-fault.js';
import { type StatedOrder, type StatedStrategy } from './stated-order.js';

/** A parent order to be planned, its size as a client states it. Absent: no auctions; all of it in the lit book. */
export interface OrderCommand
  extends Omit<StatedOrder, 'auctions' | 'venues'>, Partial<Pick<StatedOrder, 'auctions' | 'venues'>> {
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
}

export interface PlanningPorts {
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
}

export type PlanningFailure = MarketFailure | InvalidQuantity | NoSessionClock | ForecastUnavailable | PlanFailure;

/** The order in the market of this moment, with the model's answer; refused where something stated would be passed over. */
export const orderAtNow = async (
  { market: state, model }: PlanningPorts,
  command: OrderCommand & { readonly strategy?: StatedStrategy },
): Promise<Result<PlannedOrder, PlanningFailure>> => {
  const stated = statedFault(command, command.strategy);
  if (stated !== undefined) return err(stated);
  const block = decidableBlock(state, command);
  if (!block.ok) return block;
  const { market, features, quantity } = block.value;
  const since = sinceOpenSeconds(market.terms, features);
  if (!since.ok) return since;
  const order = orderOf(command);
  const fault = timesFault(order, since.value, market.terms.sessionSeconds);
  if (fault !== undefined) return err(fault);
  const forecasts = await model.forecast([evenRequest({ order, quantity, market, features })]);
  if (!forecasts.ok) return forecasts;
  return ok({ order, quantity, market, features, sinceOpenSeconds: since.value, forecasts: forecasts.value });
};

/** What of a command is the order: that is kept, and nothing else that it says. */
const orderOf = ({
  instrumentId,
  side,
  startInSeconds,
  horizonSeconds,
  intervals,
  participationRateMax,
  passiveFillShare,
  kernel,
  alpha,
  event,
  auctions = [],
  venues = [{ venue: 'LIT', share: 1 }],
}: OrderCommand): StatedOrder => ({
  instrumentId,
  side,
  startInSeconds,
  horizonSeconds,
  intervals,
  participationRateMax,
  passiveFillShare,
  ...(kernel && { kernel }),
  ...(alpha && { alpha }),
  ...(event && { event }),
  auctions,
  venues,
});

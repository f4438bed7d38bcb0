import { err, ok, type Result, type Side } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type TwoSidedMarket } from '#domain/market-data';
import { type InvalidQuantity, type QuantityUnit, type QuoteRequest } from '#domain/rfq';
import { decidableBlock, type DecidableBlock, type MarketFailure } from '#application/decidable-market';
import { statedHorizonSeconds, type InvalidHorizon, type StatedHorizon } from '#application/forecast-impact';
import { type InstrumentStates, type MarketState } from '#application/ports';

/** An order of a batch, as a client sends it. */
export interface OrderCommand extends StatedHorizon {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  /** Share that crosses the spread, in [0, 1]. */
  readonly aggression: number;
}

/** An order that a model can be asked about; its quantity is in units. */
export interface ForecastOrder extends QuoteRequest {
  readonly aggression: number;
}

/** Why an order cannot be forecast; its field is a path such as `orders.3.quantity`. */
export type OrderFailure = MarketFailure | InvalidQuantity | InvalidHorizon;

/** An instrument's market at the time of the request, and its features. */
export interface InstrumentMoment {
  readonly market: TwoSidedMarket;
  readonly features: FeatureSnapshot | null;
}

/** Everything the job computes from. An order that cannot be forecast keeps its place. */
export interface ForecastBatchInputs {
  /** One per instrument. */
  readonly moments: readonly InstrumentMoment[];
  readonly orders: readonly (ForecastOrder | OrderFailure)[];
}

/** The inputs of orders in the markets of this moment; the first order's failure when none of them can be forecast. */
export const forecastBatchInputs = (
  state: MarketState & InstrumentStates,
  commands: readonly OrderCommand[],
): Result<ForecastBatchInputs, OrderFailure> => {
  const moments = new Map<string, InstrumentMoment>();
  const orders: (ForecastOrder | OrderFailure)[] = [];
  let firstFailure: OrderFailure | undefined;
  for (const [i, command] of commands.entries()) {
    const order = placedOrder(state, command, `orders.${i}.`);
    if (!order.ok) {
      firstFailure ??= order.error;
      orders.push(order.error);
      continue;
    }
    const { block, ...asked } = order.value;
    moments.set(asked.instrumentId, { market: block.market, features: block.features });
    orders.push(asked);
  }
  if (moments.size === 0 && firstFailure !== undefined) return err(firstFailure);
  return ok({ moments: [...moments.values()], orders });
};

/** An order in the market of this moment, its size in units. `place` stands before the names of its fields. */
export const placedOrder = (
  state: MarketState & InstrumentStates,
  command: OrderCommand,
  place: string,
): Result<ForecastOrder & { readonly block: DecidableBlock }, OrderFailure> => {
  const { instrumentId, side, aggression } = command;
  const block = decidableBlock(state, command, place);
  if (!block.ok) return block;
  const { quantity, market } = block.value;
  const horizon = statedHorizonSeconds(command, quantity, market.terms, place);
  if (!horizon.ok) return horizon;
  return ok({ instrumentId, side, quantity, horizonSeconds: horizon.value, aggression, block: block.value });
};

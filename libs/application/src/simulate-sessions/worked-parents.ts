import { gridValue, ok, type Instant, type Result } from '#domain/core';
import {
  ParentDesk,
  SimulatedMarket,
  type ImpossibleParameters,
  type MarketParameters,
  type SimulatedParent,
} from '#domain/simulation';
import { type Fill, type ParentOrder } from '#domain/training';

/** A simulated parent order as a desk would tell it, with its fills in the order of their times. */
export interface WorkedParent {
  readonly order: ParentOrder;
  readonly fills: readonly Fill[];
}

/** Whose day it is. */
interface ParentDay {
  readonly instrumentId: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** The open. */
  readonly origin: Instant;
}

/** Works parents in the market of a seed. The end of an order is that of its horizon. */
export const workParents = (
  parameters: MarketParameters,
  seed: number,
  parents: readonly SimulatedParent[],
  day: ParentDay,
): Result<readonly WorkedParent[], ImpossibleParameters> => {
  const market = SimulatedMarket.open(parameters, seed);
  if (!market.ok) return market;
  const desk = new ParentDesk(market.value, parents);
  desk.advanceTo(parameters.sessionSeconds);
  const orders = parents.map((parent, place) => orderOf(parent, place, day));
  const fills = orders.map((): Fill[] => []);
  for (const { parent, seconds, units, priceTicks } of desk.fills) {
    fills[parent]!.push({
      orderId: orders[parent]!.orderId,
      time: after(day.origin, seconds),
      quantityUnits: units,
      price: gridValue(priceTicks, parameters.tickSize),
    });
  }
  return ok(orders.map((order, place) => ({ order, fills: fills[place]! })));
};

const orderOf = (
  { side, quantity, arrivalSeconds, horizonSeconds, style }: SimulatedParent,
  place: number,
  { instrumentId, date, origin }: ParentDay,
): ParentOrder => ({
  orderId: `${instrumentId}-${date}-${String(place + 1).padStart(3, '0')}`,
  instrumentId,
  side,
  quantityUnits: quantity,
  arrival: after(origin, arrivalSeconds),
  end: after(origin, arrivalSeconds + horizonSeconds),
  strategy: style,
});

const after = (origin: Instant, seconds: number): Instant => origin + BigInt(Math.round(seconds * 1e9));

import { err, ok, type Failure, type Result } from '#domain/core';
import { sessionDays } from '#application/play-session';
import { OrderList } from './order-list.js';
import { type ForecastOrdersPlan, type ForecastOrdersPorts, type ForecastOrdersSummary } from './plan.js';
import { missingColumn } from './stated-order.js';

export { labelQuantiles, TOLD_PROBABILITIES } from './label-quantiles.js';
export { orderRequest } from './order-request.js';
export * from './plan.js';
export { OrderSessions } from './order-sessions.js';
export {
  isFault,
  missingColumn,
  readStatedOrder,
  STATED_ORDER_COLUMNS,
  type OrderFault,
  type StatedOrder,
} from './stated-order.js';

export type ForecastOrdersRefusal = Failure<'MISSING_COLUMN'> | Failure<'NO_SESSIONS'> | Failure<'REPEATED_INSTRUMENT'>;

/**
 * Forecasts a list of orders from what was known strictly before each of them. Days are played one after the other and once,
 * whatever the order of the list; a row that cannot be forecast is told and the rest goes on. Memory holds the orders, one
 * chunk of requests per model, and the forecasts of orders before which the list has others that arrive later.
 *
 * Rejects when a session cannot be read to its last arrival.
 */
export const forecastOrders = async (
  plan: ForecastOrdersPlan,
  ports: ForecastOrdersPorts,
): Promise<Result<ForecastOrdersSummary, ForecastOrdersRefusal>> => {
  const missing = missingColumn(plan.columns);
  if (missing !== undefined) return err(missing);
  const days = sessionDays(plan.sessions);
  return days.ok ? ok(await new OrderList(plan, ports).forecast(days.value)) : days;
};

import { err, ok, type Failure, type Result } from '#domain/core';
import { checkDeskLatency, checkFeeSchedule, checkQueueWeight, type ImpossibleParameters } from '#domain/simulation';
import { sessionDays } from '#application/play-session';
import { missingColumn } from '#application/forecast-orders';
import { OrderBacktest } from './order-backtest.js';
import {
  type BacktestOrdersPlan,
  type BacktestOrdersPorts,
  type BacktestOrdersSummary,
  type BacktestSettings,
} from './plan.js';
import { fillKind } from './session-orders.js';

export * from './plan.js';

export type BacktestOrdersRefusal =
  ImpossibleParameters | Failure<'MISSING_COLUMN' | 'NO_SESSIONS' | 'REPEATED_INSTRUMENT' | 'NO_ORDERS_TOLD'>;

/**
 * Works a list of orders in recorded markets, each by every way and each alone. Days are played one after the other and once,
 * whatever the order of the list, and only as far as their orders need; a row that cannot be worked is told and the rest goes on.
 * Memory holds the orders, what became of those of one day, and the mids of one session.
 *
 * Rejects when a session cannot be read to its last order.
 */
export const backtestOrders = async (
  plan: BacktestOrdersPlan,
  ports: BacktestOrdersPorts,
): Promise<Result<BacktestOrdersSummary, BacktestOrdersRefusal>> => {
  const refusal = impossibleSettings(plan.settings) ?? missingColumn(plan.columns) ?? withoutOrders(plan);
  if (refusal !== undefined) return err(refusal);
  const days = sessionDays(plan.sessions);
  return days.ok ? ok(await new OrderBacktest(plan, ports).run(days.value)) : days;
};

const impossibleSettings = ({ latency, fees, fill }: BacktestSettings): ImpossibleParameters | undefined =>
  checkDeskLatency(latency) ??
  checkFeeSchedule(fees) ??
  (fill.kind === 'PROBABILISTIC' ? checkQueueWeight(fill.weight) : undefined);

/** Queues cannot be followed order by order where no order is told. */
const withoutOrders = ({ sessions, settings }: BacktestOrdersPlan): Failure<'NO_ORDERS_TOLD'> | undefined => {
  const found = sessions.find(
    (session) =>
      fillKind(settings.fill, session) === 'ORDER_BY_ORDER' && fillKind({ kind: 'AUTO' }, session) !== 'ORDER_BY_ORDER',
  );
  if (found === undefined) return undefined;
  return {
    code: 'NO_ORDERS_TOLD',
    field: 'fill',
    message: `${found.source.name} does not tell orders, so no queue can be followed order by order`,
    allowed: 'risk-averse or probabilistic',
  };
};

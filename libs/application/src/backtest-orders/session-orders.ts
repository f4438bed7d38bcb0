import { err, ok, type Result } from '#domain/core';
import { type MarketSession, type MarketTracker } from '#domain/market-data';
import {
  anchoredPropagator,
  NO_OWN_IMPACT,
  queueModel,
  schedulePace,
  TransientImpact,
  type FillModel,
  type PlannedOrder,
  type WorkPlan,
} from '#domain/simulation';
import { type OrderFault } from '#application/forecast-orders';
import { type PlacedOrder } from './placed-order.js';
import { type BacktestSettings, type FillChoice, type Way } from './plan.js';

const NS_PER_SECOND = 1e9;

/** An order by one way, as the domain works it. */
export const plannedOrder = (
  placed: PlacedOrder,
  way: Way,
  settings: BacktestSettings,
  tracker: MarketTracker,
): Result<PlannedOrder, OrderFault> => {
  const plan = workPlan(placed, way, settings);
  if (!plan.ok) return plan;
  return ok({
    order: placed.order,
    plan: plan.value,
    // The draws are named by the line, so that all ways have the same.
    queueModel: queueModel(fillModel(settings.fill, placed.session, tracker), settings.seed, placed.line),
    key: placed.line,
    ownImpact: () => ownImpactOf(placed, settings, tracker),
  });
};

/** The kind of queue that a session has. */
export const fillKind = (fill: FillChoice, { depth }: MarketSession): FillModel['kind'] => {
  if (fill.kind !== 'AUTO') return fill.kind;
  return depth === 'ORDERS' || depth === 'LEVELS_AND_ORDERS' ? 'ORDER_BY_ORDER' : 'RISK_AVERSE';
};

const fillModel = (fill: FillChoice, session: MarketSession, { orders }: MarketTracker): FillModel => {
  const kind = fillKind(fill, session);
  if (kind === 'ORDER_BY_ORDER') return { kind, orders: orders! };
  return fill.kind === 'PROBABILISTIC' ? fill : { kind: 'RISK_AVERSE' };
};

const workPlan = (
  { order, limitPrice, session }: PlacedOrder,
  way: Way,
  settings: BacktestSettings,
): Result<WorkPlan, OrderFault> => {
  if (way === 'AS_STATED') return ok({ kind: 'SINGLE', limitPrice });
  if (limitPrice !== undefined) {
    return err({
      field: 'price',
      message: 'it is given, and a schedule has no limit',
      allowed: 'nothing with a schedule',
    });
  }
  const pace = schedulePace(way, order.size, settings, {
    fromSeconds: (order.startNs - session.openNs) / NS_PER_SECOND,
    toSeconds: (order.endNs - session.openNs) / NS_PER_SECOND,
    // A session of several days is one whose volume is taken as even.
    sessionSeconds: (session.closeNs - session.openNs) / NS_PER_SECOND,
  });
  if (!pace.ok) return pace;
  return ok({ kind: 'SCHEDULED', tactic: settings.tactic, intervals: settings.intervals, pace: pace.value });
};

/** From what is known of the instrument at this moment. */
const ownImpactOf = ({ order, session }: PlacedOrder, { overlay }: BacktestSettings, tracker: MarketTracker) => {
  if (overlay === undefined) return NO_OWN_IMPACT;
  const { averageDailyVolume, dailyVolatility } = tracker.snapshot().terms;
  const anchor = {
    quantityUnits: order.size / session.sizeUnitsPerUnit,
    horizonSeconds: (order.endNs - order.startNs) / NS_PER_SECOND,
    averageDailyVolume,
    dailyVolatility,
  };
  return new TransientImpact(anchoredPropagator(anchor, overlay));
};

import { err, gridValue, ok, type Instant, type Result } from '#domain/core';
import { newFills, type FillLiquidity, type FillRefusal, type NewFill } from '#domain/execution';
import { midPrice } from '#domain/market-data';
import { toLots, type InvalidQuantity } from '#domain/rfq';
import { type DecisionLog, type MarketState, type PlanFillStore } from '#application/ports';
import { followedPlan, type FollowedPlan } from './followed-plan.js';
import { recordedPlan } from './recorded-plan.js';
import { unknownPlan, type UnknownPlan } from './unknown-plan.js';

/** An execution of the order of a plan (FIX ExecutionReport 8). */
export interface StatedFill {
  /** Of the venue or broker, unique among the fills of the plan. */
  readonly execId: string;
  /** When it traded, session time; absent: now. */
  readonly at?: Instant;
  /** In units, whole lots. */
  readonly quantity: number;
  /** Currency per unit, above zero. */
  readonly price: number;
  readonly venue: string;
  /** Absent: nobody told. */
  readonly liquidity?: FillLiquidity;
}

export interface RecordPlanFillsCommand {
  /** The decisionId of a plan, or of a revision of it. */
  readonly planId: string;
  readonly fills: readonly StatedFill[];
}

/** What is filled of an order behind a report; quantities in units. */
export interface PlanFilled {
  /** Of the plan of all of the order. */
  readonly planId: string;
  /** Fills of the report that were new, and that had been reported before. */
  readonly recorded: number;
  readonly repeated: number;
  readonly filledQuantity: number;
  readonly leftQuantity: number;
}

export type RecordPlanFillsFailure = UnknownPlan | InvalidQuantity | FillRefusal;

export interface RecordPlanFillsPorts {
  readonly market: MarketState;
  readonly decisions: DecisionLog;
  readonly planFills: PlanFillStore;
}

/**
 * Records what was filled of a plan, all of a report or none of it, and answers when it is durable. A fill is known by its `execId`:
 * whoever does not know whether a report arrived sends it again.
 */
export const recordPlanFills = async (
  { market, decisions, planFills }: RecordPlanFillsPorts,
  deskId: string,
  { planId, fills }: RecordPlanFillsCommand,
): Promise<Result<PlanFilled, RecordPlanFillsFailure>> => {
  const recorded = await recordedPlan(decisions, deskId, planId);
  if (recorded === undefined) return err(unknownPlan(planId));
  const plan = followedPlan(recorded.inputs);
  const reported = inLots(plan, fills);
  if (!reported.ok) return reported;
  const { lotUnits, decidedAt: plannedAt, order } = plan;
  const fillable = { lots: order.quantity, lotUnits, plannedAt, now: market.now() };
  const execIds = fills.map(({ execId }) => execId);
  const appended = await planFills.append(deskId, plan.planId, execIds, (known) =>
    newFills(fillable, known, reported.value),
  );
  if (!appended.ok) return appended;
  const { lots, recorded: fresh } = appended.value;
  return ok({
    planId: plan.planId,
    recorded: fresh,
    repeated: fills.length - fresh,
    filledQuantity: gridValue(lots, lotUnits),
    leftQuantity: gridValue(order.quantity - lots, lotUnits),
  });
};

const inLots = (
  { inputs: { market } }: FollowedPlan,
  fills: readonly StatedFill[],
): Result<readonly NewFill[], InvalidQuantity> => {
  const reported: NewFill[] = [];
  for (const [i, { execId, at, quantity, price, venue, liquidity = null }] of fills.entries()) {
    const lots = toLots(quantity, 'UNITS', market.terms, midPrice(market), `fills.${i}.quantity`);
    if (!lots.ok) return lots;
    reported.push({ execId, ...(at !== undefined && { at }), lots: lots.value, price, venue, liquidity });
  }
  return ok(reported);
};

import { err, gridValue, ok, type Result } from '#domain/core';
import { planExecution, type ExecutionPlan, type PlanFailure } from '#domain/execution';
import { type QuoteRequest } from '#domain/rfq';
import { marketView, type MarketView } from '#application/decidable-market';
import { forecastView, type ForecastView } from '#application/forecast-impact';
import { inRequestTerms, plannerProblem, strategyOf, type PlannedOrder } from './planned-order.js';
import { type StatedStrategy } from './stated-order.js';

/** What a plan of what was left takes the place of. */
export interface Revision {
  /** The decision that planned all of the order. */
  readonly planId: string;
  /** From 1 on. */
  readonly number: number;
  /** What had gone off when it became due. */
  readonly triggers: readonly string[];
  /** How it was known what was left; absent: what was due counted as done. */
  readonly doneBasis?: 'REPORTED';
}

/** Everything that a plan is computed from: stored with it, and enough to compute it again. */
export interface PlanInputs extends PlannedOrder {
  readonly rule: 1 | 2;
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly strategy: StatedStrategy;
  /** Absent where all of an order was planned. */
  readonly revises?: Revision;
}

type DomainSlice = ExecutionPlan['slices'][number];

/** One child of the order. */
export interface SliceView extends Omit<DomainSlice, 'venues'> {
  /** From the decision on, in trading time; an auction has no length. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** In units, as those of the venues, which sum to it. */
  readonly quantity: number;
  readonly venues: readonly { readonly venue: string; readonly quantity: number }[];
}

export interface PlanView {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuoteRequest;
  readonly market: MarketView;
  /** Of the order worked evenly. */
  readonly forecast: ForecastView;
  readonly strategy: StatedStrategy;
  /** Of what is traded outside of auctions. */
  readonly expectedCostBps: number;
  readonly costSdBps: number;
  readonly slices: readonly SliceView[];
}

/** The decision itself: pure, so that the stored inputs give the stored output byte for byte. */
export const decidePlan = (inputs: PlanInputs): Result<PlanView, PlanFailure> => {
  const stated = plannerProblem(inputs, inputs.rule);
  if (!stated.ok) return stated;
  const { problem, lotUnits } = stated.value;
  const plan = planExecution({ ...problem, strategy: strategyOf(inputs.strategy) });
  if (!plan.ok) return err(inRequestTerms(plan.error));
  const { instrumentId, side, horizonSeconds } = inputs.order;
  const { slices, expectedCostBps, costSdBps } = plan.value;
  return ok({
    decisionId: inputs.decisionId,
    decidedAt: inputs.decidedAt,
    request: { instrumentId, side, quantity: inputs.quantity, horizonSeconds },
    market: marketView(inputs.market),
    forecast: forecastView(inputs.forecasts[0]!),
    strategy: inputs.strategy,
    expectedCostBps,
    costSdBps,
    slices: slices.map((slice) => sliceView(slice, problem, lotUnits)),
  });
};

const sliceView = (
  { fromSeconds, toSeconds, quantity, venues, limitPrice, ...slice }: DomainSlice,
  { nowSeconds, tickSize }: { readonly nowSeconds: number; readonly tickSize: number },
  lotUnits: number,
): SliceView => ({
  ...slice,
  fromSeconds: whole(fromSeconds - nowSeconds),
  toSeconds: whole(toSeconds - nowSeconds),
  quantity: gridValue(quantity, lotUnits),
  limitPrice: gridValue(Math.round(limitPrice / tickSize), tickSize),
  venues: venues.map(({ venueId, quantity: lots }) => ({ venue: venueId, quantity: gridValue(lots, lotUnits) })),
});

/** Without the last bits' noise of a time of the session less another. */
const whole = (seconds: number): number => Number(seconds.toFixed(6));

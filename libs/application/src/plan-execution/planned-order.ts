import { err, ok, type Result } from '#domain/core';
import { type ExecutionProblem, type PlanFailure, type PlanStrategy } from '#domain/execution';
import { type FeatureSnapshot } from '#domain/features';
import { HEDGE_AGGRESSION, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { midPrice, spreadBps, type TwoSidedMarket } from '#domain/market-data';
import { unitsPerLot } from '#domain/rfq';
import { timesFault } from './session-clock.js';
import { type StatedKernel, type StatedOrder, type StatedStrategy } from './stated-order.js';

/** A stated order with the market of its moment and what the model says of it: plain data, stored with the plan. */
export interface PlannedOrder {
  readonly order: StatedOrder;
  /** In units. */
  readonly quantity: number;
  readonly market: TwoSidedMarket;
  readonly features: FeatureSnapshot | null;
  /** 0 where the market never closes. */
  readonly sinceOpenSeconds: number;
  /** One, of `evenRequest`. */
  readonly forecasts: readonly ImpactForecast[];
}

/** What the impact model is asked: the order worked evenly over its horizon. */
export const evenRequest = ({
  order: { side, startInSeconds, horizonSeconds },
  quantity,
  market,
  features,
}: Omit<PlannedOrder, 'forecasts' | 'sinceOpenSeconds'>): ImpactRequest => ({
  side,
  quantity,
  horizonSeconds: horizonSeconds - startInSeconds,
  aggression: HEDGE_AGGRESSION,
  market,
  features,
});

/** The order without a strategy as the planner takes it, and units in one of its lots, which is what that counts in. */
export interface PlannerProblem {
  readonly problem: Omit<ExecutionProblem, 'strategy'>;
  readonly lotUnits: number;
}

/**
 * Lots of some instruments are fractions, so that the problem is stated in lots of one. A forecast of a gain, which the planner does not
 * know, counts as no cost.
 */
export const plannerProblem = (
  planned: PlannedOrder,
  rule: ExecutionProblem['rule'],
): Result<PlannerProblem, PlanFailure> => {
  const { order, quantity, market, sinceOpenSeconds: nowSeconds, forecasts } = planned;
  const { terms } = market;
  const fault = timesFault(order, nowSeconds, terms.sessionSeconds);
  if (fault !== undefined) return err(fault);
  const arrivalPrice = midPrice(market);
  const lotUnits = unitsPerLot(terms, arrivalPrice);
  const { temporaryBps, lastingShiftBps, slippage } = forecasts[0]!;
  const { kernel, alpha, event } = order;
  const problem = {
    rule,
    side: order.side,
    quantity: Math.round(quantity / lotUnits),
    lotSize: 1,
    tickSize: terms.tickSize,
    arrivalPrice,
    nowSeconds,
    startSeconds: nowSeconds + order.startInSeconds,
    finishSeconds: Math.min(terms.sessionSeconds, nowSeconds + order.horizonSeconds),
    sessionSeconds: terms.sessionSeconds,
    intervals: order.intervals,
    dailyVolume: terms.averageDailyVolume / lotUnits,
    dailyVolatility: terms.dailyVolatility,
    spreadBps: spreadBps(market),
    forecast: { temporaryBps: Math.max(0, temporaryBps), lastingShiftBps: Math.max(0, lastingShiftBps), slippage },
    participationRateMax: order.participationRateMax,
    passiveFillShare: order.passiveFillShare,
    ...(kernel !== undefined && { kernel: kernelOf(kernel) }),
    ...(alpha !== undefined && { alpha }),
    ...(event !== undefined && { event: { ...event, atSeconds: nowSeconds + event.inSeconds } }),
    auctions: order.auctions.map(({ inSeconds, expectedVolume, participationRateMax }) => ({
      atSeconds: Math.min(terms.sessionSeconds, nowSeconds + inSeconds),
      expectedVolume: expectedVolume / lotUnits,
      participationRateMax,
    })),
    venues: order.venues.map(({ venue, share }) => ({ venueId: venue, share })),
  };
  return ok({ problem, lotUnits });
};

/** A number that was not given is none: the planner refuses it by its field. */
export const strategyOf = ({ kind, participationRate, riskAversion, probability }: StatedStrategy): PlanStrategy => {
  switch (kind) {
    case 'POV':
      return { kind, participationRate: participationRate ?? NaN };
    case 'IMPLEMENTATION_SHORTFALL':
      return { kind, riskAversion: riskAversion ?? NaN };
    case 'LEAST_VALUE_AT_RISK':
      return { kind, probability: probability ?? NaN };
    case 'TWAP':
    case 'VWAP':
    case 'LIQUIDITY_SEEKING':
      return { kind };
  }
};

const kernelOf = ({
  kind,
  resiliencePerSecond,
  lagSeconds,
  exponent,
}: StatedKernel): NonNullable<ExecutionProblem['kernel']> =>
  kind === 'EXPONENTIAL'
    ? { kind, resiliencePerSecond: resiliencePerSecond ?? NaN }
    : { kind, lagSeconds: lagSeconds ?? NaN, exponent: exponent ?? NaN };

/** The planner's refusal in the words of the request, whose caller counts in no lots. */
export const inRequestTerms = (failure: PlanFailure): PlanFailure =>
  failure.code === 'INFEASIBLE_PLAN'
    ? { ...failure, message: `${failure.field}: it leaves no room for the order within the horizon` }
    : failure;

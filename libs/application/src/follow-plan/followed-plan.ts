import { BPS, parseInstant, type Instant } from '#domain/core';
import { type BookTop, type FollowedOrder, type PlanRevision } from '#domain/execution';
import { type ImpactForecast } from '#domain/impact';
import { midPrice, spreadBps, type TwoSidedMarket } from '#domain/market-data';
import { unitsPerLot } from '#domain/rfq';
import { type PlanInputs, type SliceView } from '#application/plan-execution';
import { type RecordedPlan } from './recorded-plan.js';

/** A recorded plan of all of an order, as it is followed. The follower counts in lots and ticks, since some lots are fractions. */
export interface FollowedPlan {
  readonly planId: string;
  readonly decidedAt: Instant;
  readonly inputs: PlanInputs;
  readonly lotUnits: number;
  readonly order: FollowedOrder;
}

/** A plan that stands, with its slices on the clock of the plan of all of the order. */
export interface StandingPlan {
  /** 0: the plan of all of the order. */
  readonly number: number;
  readonly decisionId: string;
  readonly slices: readonly SliceView[];
  readonly revision: PlanRevision;
}

export const followedPlan = (inputs: PlanInputs): FollowedPlan => {
  const { decisionId, decidedAt, order, quantity, market, forecasts } = inputs;
  const { terms } = market;
  const mid = midPrice(market);
  const lotUnits = unitsPerLot(terms, mid);
  const { temporaryBps, lastingShiftBps } = forecasts[0]!;
  return {
    planId: decisionId,
    decidedAt: parseInstant(decidedAt)!,
    inputs,
    lotUnits,
    order: {
      side: order.side,
      quantity: Math.round(quantity / lotUnits),
      finishSeconds: order.horizonSeconds,
      arrivalMidTicks: mid / terms.tickSize,
      participationRateMax: order.participationRateMax,
      control: {
        normal: {
          // Of the session so far; one that has just begun knows that of the moment only.
          spreadBps: market.averageSpreadBps > 0 ? market.averageSpreadBps : spreadBps(market),
          topUnits: (market.bids[0].size + market.asks[0].size) / 2 / lotUnits,
          volatilityBps: (terms.dailyVolatility * BPS) / Math.sqrt(terms.sessionSeconds),
        },
        passingImpactBps: Math.max(0, temporaryBps - spreadBps(market) / 2),
        lastingShiftBps: Math.max(0, lastingShiftBps),
        uncertaintyRatio: uncertaintyRatio(forecasts[0]!),
        events: order.event === undefined ? [] : [{ ...order.event, atSeconds: order.event.inSeconds }],
      },
    },
  };
};

/** Standard deviation of the forecast's residual over that of the market's part of it, from 1 on. */
const uncertaintyRatio = ({ residual }: ImpactForecast): number => {
  const variance = (parts: ImpactForecast['residual']): number => parts.reduce((sum, { sdBps }) => sum + sdBps ** 2, 0);
  const chance = variance(residual.filter(({ kind }) => kind === 'MARKET'));
  return chance === 0 ? 1 : Math.sqrt(variance(residual) / chance);
};

/** A plan of it, the first or a later one, on its clock. */
export const standingPlan = (
  { decidedAt: begun, lotUnits, inputs }: FollowedPlan,
  number: number,
  { inputs: { revises }, output: { decisionId, decidedAt, request, slices } }: RecordedPlan,
): StandingPlan => {
  const { tickSize } = inputs.market.terms;
  const madeSeconds = secondsFrom(begun, parseInstant(decidedAt)!);
  const onClock = slices.map((slice) => ({
    ...slice,
    fromSeconds: madeSeconds + slice.fromSeconds,
    toSeconds: madeSeconds + slice.toSeconds,
  }));
  return {
    number,
    decisionId,
    slices: onClock,
    revision: {
      madeSeconds,
      quantity: Math.round(request.quantity / lotUnits),
      doneBasis: revises?.doneBasis ?? 'ASSUMED',
      slices: onClock.map(({ fromSeconds, toSeconds, quantity, limitPrice }) => ({
        fromSeconds,
        toSeconds,
        quantity: Math.round(quantity / lotUnits),
        limitTicks: Math.round(limitPrice / tickSize),
      })),
    },
  };
};

/** The top of the book as the follower sees it, in lots and ticks. */
export const bookTop = (
  { inputs, lotUnits }: FollowedPlan,
  { bids: [bid], asks: [ask], tradedVolume }: TwoSidedMarket,
): BookTop => {
  const { tickSize } = inputs.market.terms;
  return {
    bidTicks: Math.round(bid.price / tickSize),
    askTicks: Math.round(ask.price / tickSize),
    bidUnits: bid.size / lotUnits,
    askUnits: ask.size / lotUnits,
    // A session that began again counts from nothing.
    othersVolume: Math.max(0, tradedVolume - inputs.market.tradedVolume) / lotUnits,
  };
};

export const secondsFrom = (earlier: Instant, later: Instant): number => Number(later - earlier) / 1e9;

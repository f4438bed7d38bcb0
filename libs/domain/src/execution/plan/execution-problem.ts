import { type Failure, type Side } from '#domain/core';
import { type CostDistribution } from '#domain/impact';
import { type ImpactKernel } from '../schedules/impact-kernel.js';
import { type ScheduledEvent } from '../schedules/scheduled-event.js';
import { type InvalidSchedule } from '../schedules/schedule.js';

/** How a parent order is to be paced. */
export type PlanStrategy =
  | { readonly kind: 'TWAP' }
  /** By the volume curve of the session. */
  | { readonly kind: 'VWAP' }
  /** A share of all volume, own included, in (0, 1), until the quantity is done. */
  | { readonly kind: 'POV'; readonly participationRate: number }
  /** Least `E + riskAversion Var`, per bps, from 0 on, under all that the problem says of impact, alpha and events. */
  | { readonly kind: 'IMPLEMENTATION_SHORTFALL'; readonly riskAversion: number }
  /** The pace of least L-VaR at a probability within [0.5, 1). */
  | { readonly kind: 'LEAST_VALUE_AT_RISK'; readonly probability: number }
  /** As much as waiting orders are expected to get, as soon as they may; crosses the spread for nothing. */
  | { readonly kind: 'LIQUIDITY_SEEKING' };

/** The price is expected to go against the order, by so much in all, with half of it over after the half-life; negative: in its favour. */
export interface AlphaDecay {
  readonly totalBps: number;
  readonly halfLifeSeconds: number;
}

/** An event of the session; after it nothing is traded for a while. Times in seconds after the open. */
export interface PlannedEvent extends ScheduledEvent {
  readonly pauseSeconds: number;
}

/** An auction within the horizon, by its time in seconds after the open. */
export interface PlannedAuction {
  readonly atSeconds: number;
  /** Units that others are expected to trade in it. */
  readonly expectedVolume: number;
  /** Own share of its volume at most, in (0, 1]. */
  readonly participationRateMax: number;
}

/** Where a slice goes: shares that sum to 1. */
export interface VenueShare {
  readonly venueId: string;
  readonly share: number;
}

/** A parent order with all that its plan is a function of: plain data. Times in seconds after the open, money in the price's currency. */
export interface ExecutionProblem {
  /** By rule 1 a slice had no risk of its own, and a POV that could not finish was spread; by rule 2 it has, and that is refused. */
  readonly rule: 1 | 2;
  readonly side: Side;
  /** Units, whole lots. */
  readonly quantity: number;
  readonly lotSize: number;
  readonly tickSize: number;
  /** Mid at the arrival. */
  readonly arrivalPrice: number;
  readonly nowSeconds: number;
  readonly startSeconds: number;
  readonly finishSeconds: number;
  readonly sessionSeconds: number;
  /** Slices of equal length. */
  readonly intervals: number;
  /** Units that others trade in a day, auctions aside. */
  readonly dailyVolume: number;
  /** Of returns, as a fraction. */
  readonly dailyVolatility: number;
  readonly spreadBps: number;
  /** Of the order worked evenly over the horizon, as the served model forecasts it. */
  readonly forecast: {
    readonly temporaryBps: number;
    readonly lastingShiftBps: number;
    readonly slippage: CostDistribution;
  };
  readonly strategy: PlanStrategy;
  /** Own share of all volume in any slice at most, in (0, 1]; 1 bounds nothing. */
  readonly participationRateMax: number;
  /** Share of the others' volume that waiting orders are expected to get, in [0, 1). */
  readonly passiveFillShare: number;
  /** How impact decays; absent: it is gone by the next slice. */
  readonly kernel?: ImpactKernel;
  readonly alpha?: AlphaDecay;
  readonly event?: PlannedEvent;
  readonly auctions: readonly PlannedAuction[];
  readonly venues: readonly VenueShare[];
}

/** The caps leave no room for the order. */
export type InfeasiblePlan = Failure<'INFEASIBLE_PLAN'>;
export type PlanFailure = InvalidSchedule | InfeasiblePlan;

import { type Rng, type Side } from '#domain/core';
import {
  firstOf,
  impossible,
  mustBePositive,
  mustBeWhole,
  mustNotBeNegative,
  type Verdict,
} from '../impossible-parameters.js';

/** How a parent order is spread over its horizon; each child takes. */
export type ParentStyle = 'EVEN' | 'FRONT_LOADED';

/** An order of ours that somebody decided on. Seconds after the open; units. */
export interface SimulatedParent {
  readonly side: Side;
  readonly quantity: number;
  readonly arrivalSeconds: number;
  readonly horizonSeconds: number;
  readonly style: ParentStyle;
}

/** How our own parent orders are drawn. */
export interface ParentFlow {
  /** No order arrives before, so that features have something to look back on. */
  readonly firstSeconds: number;
  /** Horizons are log-uniform between these. */
  readonly horizonSecondsMin: number;
  readonly horizonSecondsMax: number;
  /** Size over what the market trades on average within the horizon: log-uniform between these. */
  readonly participationMin: number;
  readonly participationMax: number;
  /** What the market trades on average; a stated number, not what it trades that day. */
  readonly unitsPerSecond: number;
  readonly lotUnits: number;
  /** Between the end of an order and the next arrival, exponential. */
  readonly meanGapSeconds: number;
}

/** For `LIQUID_STOCK`, which trades 4.6 million units in a session of 23,400 s. */
export const LIQUID_STOCK_PARENTS: ParentFlow = {
  firstSeconds: 600,
  horizonSecondsMin: 60,
  horizonSecondsMax: 900,
  participationMin: 0.005,
  participationMax: 0.2,
  unitsPerSecond: 195,
  lotUnits: 100,
  meanGapSeconds: 120,
};

/** What makes a flow of parents impossible; undefined when nothing does. */
export const checkParentFlow = (flow: ParentFlow): Verdict =>
  firstOf(
    mustNotBeNegative('firstSeconds', flow.firstSeconds),
    mustBePositive('horizonSecondsMin', flow.horizonSecondsMin),
    atLeast('horizonSecondsMax', flow.horizonSecondsMax, 'horizonSecondsMin', flow.horizonSecondsMin),
    mustBePositive('participationMin', flow.participationMin),
    atLeast('participationMax', flow.participationMax, 'participationMin', flow.participationMin),
    mustBePositive('unitsPerSecond', flow.unitsPerSecond),
    mustBeWhole('lotUnits', flow.lotUnits, 1),
    mustNotBeNegative('meanGapSeconds', flow.meanGapSeconds),
  );

const atLeast = (field: string, value: number, otherField: string, other: number): Verdict =>
  value >= other && value < Infinity ? undefined : impossible(field, `finite, at least ${otherField}`, value);

/**
 * The parents of a session, one after another. They are exogenous: side, size, horizon, style and time of arrival are drawn
 * from a stream of their own, and the state of the market enters none of them. So what they cost is what they caused, but for
 * luck that averages out. Expects a flow that `checkParentFlow` finds nothing wrong with.
 */
export const drawParents = (flow: ParentFlow, sessionSeconds: number, rng: Rng): readonly SimulatedParent[] => {
  const parents: SimulatedParent[] = [];
  let arrivalSeconds = Math.ceil(flow.firstSeconds + rng.exponential(1) * flow.meanGapSeconds);
  for (;;) {
    const drawn = drawParent(flow, arrivalSeconds, rng);
    const endSeconds = arrivalSeconds + drawn.horizonSeconds;
    if (endSeconds > sessionSeconds) return parents;
    parents.push(drawn);
    arrivalSeconds = Math.ceil(endSeconds + rng.exponential(1) * flow.meanGapSeconds);
  }
};

const drawParent = (flow: ParentFlow, arrivalSeconds: number, rng: Rng): SimulatedParent => {
  const horizonSeconds = Math.round(logUniform(flow.horizonSecondsMin, flow.horizonSecondsMax, rng));
  const share = logUniform(flow.participationMin, flow.participationMax, rng);
  const lots = Math.max(1, Math.round((share * flow.unitsPerSecond * horizonSeconds) / flow.lotUnits));
  return {
    side: rng.uniform() < 0.5 ? 'BUY' : 'SELL',
    quantity: lots * flow.lotUnits,
    arrivalSeconds,
    horizonSeconds,
    style: drawStyle(rng),
  };
};

/** Either style as often. */
export const drawStyle = (rng: Rng): ParentStyle => (rng.uniform() < 0.5 ? 'EVEN' : 'FRONT_LOADED');

const logUniform = (low: number, high: number, rng: Rng): number => low * (high / low) ** rng.uniform();

import { ok, type Result } from '#domain/core';
import {
  almgrenChrissSchedule,
  povPolicy,
  schedulePolicy,
  twapSchedule,
  vwapSchedule,
  type Schedule,
} from '#domain/execution';
import { curveShare } from '../flow/intraday/intraday-curve.js';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { type MarketParameters } from '../market/market-parameters.js';
import { comparePolicies, type PolicyComparison, type PolicyRunObserver } from './compare-policies.js';
import { type ExecutionTask } from './execution-task.js';

/** One order worked by every schedule on the same seeds. */
export interface ScheduleStudy {
  readonly task: ExecutionTask;
  /** Units of the task over the units that the market trades on average while it is worked. */
  readonly participation: number;
  /** TWAP that takes comes first: the others are paired with it. */
  readonly policies: readonly PolicyComparison[];
}

const PARTICIPATION = 0.1;
/** Shares of the session. */
const START = 0.1;
const HORIZON_MOST = 0.5;
const HORIZON_SECONDS_MOST = 3600;
const DECISIONS_MOST = 60;
const DECISION_SECONDS = 60;
const DECISIONS_LEAST = 5;
/** kappa T: two fifths of the order are done in the first quarter of the time. */
const URGENCY = 2;

/**
 * Works a buy of a tenth of the volume (of `sessionUnits` that a session trades on average) over an hour, or half of a shorter
 * session, by TWAP, VWAP, POV and Almgren-Chriss. VWAP knows the market's own volume curve, which no desk does.
 */
export const scheduleStudy = (
  parameters: MarketParameters,
  sessionUnits: number,
  seeds: readonly number[],
  observer?: PolicyRunObserver,
): Result<ScheduleStudy, ImpossibleParameters> => {
  const { sessionSeconds, volumeCurve } = parameters;
  const startSeconds = Math.floor(START * sessionSeconds);
  const horizonSeconds = Math.min(HORIZON_SECONDS_MOST, Math.floor(HORIZON_MOST * sessionSeconds));
  const decisions = Math.min(DECISIONS_MOST, Math.max(DECISIONS_LEAST, Math.floor(horizonSeconds / DECISION_SECONDS)));
  const shareAt = (k: number): number =>
    curveShare(volumeCurve, (startSeconds + (horizonSeconds * k) / decisions) / sessionSeconds);
  const volumes = Array.from({ length: decisions }, (_, k) => shareAt(k + 1) - shareAt(k));
  const unitsMeanwhile = sessionUnits * (shareAt(decisions) - shareAt(0));
  const quantity = Math.max(1, Math.round(PARTICIPATION * unitsMeanwhile));
  const task: ExecutionTask = { side: 'BUY', quantity, startSeconds, horizonSeconds, decisions };
  const twap = scheduleOf(twapSchedule(quantity, decisions));
  const policies = [
    { name: 'TWAP', factory: schedulePolicy(twap, 'TAKE') },
    { name: 'TWAP, posts', factory: schedulePolicy(twap, 'POST') },
    { name: 'VWAP', factory: schedulePolicy(scheduleOf(vwapSchedule(quantity, volumes)), 'TAKE') },
    { name: 'POV', factory: povPolicy(PARTICIPATION, 'TAKE') },
    { name: 'Almgren-Chriss', factory: schedulePolicy(almgrenChriss(quantity, decisions), 'TAKE') },
  ];
  const compared = comparePolicies(parameters, task, policies, seeds, observer);
  if (!compared.ok) return compared;
  return ok({ task, participation: quantity / unitsMeanwhile, policies: compared.value });
};

/** Of its impact only the ratio to the risk shapes the trajectory: the urgency. */
const almgrenChriss = (quantity: number, intervals: number): Schedule =>
  scheduleOf(
    almgrenChrissSchedule(
      { quantity, horizon: 1, intervals, volatility: 1, fixedCost: 0, permanentImpact: 0, temporaryImpact: 1 },
      URGENCY ** 2,
    ),
  );

const scheduleOf = (schedule: Result<Schedule, { readonly message: string }>): Schedule => {
  if (!schedule.ok) throw new RangeError(schedule.error.message);
  return schedule.value;
};

import { intervalsFault, invalidSchedule, type InvalidSchedule } from '../schedules/schedule.js';
import { type ExecutionProblem, type PlannedEvent, type PlanStrategy } from './execution-problem.js';

type Fault = InvalidSchedule | undefined;

/** More slices than this are no plan: each is a decision of its own. */
const INTERVALS_MAX = 500;

/** What is wrong with a problem, if anything, by the path of the field. */
export const problemFault = (problem: ExecutionProblem): Fault =>
  orderFault(problem) ??
  clockFault(problem) ??
  marketFault(problem) ??
  strategyFault(problem.strategy) ??
  placeFault(problem);

const orderFault = ({ quantity, lotSize, tickSize, arrivalPrice }: ExecutionProblem): Fault =>
  positive('tickSize', tickSize) ??
  positive('arrivalPrice', arrivalPrice) ??
  when(Number.isSafeInteger(lotSize) && lotSize >= 1, 'lotSize', 'a whole number of units from 1 on', lotSize) ??
  when(
    Number.isSafeInteger(quantity) && quantity >= lotSize && quantity % lotSize === 0,
    'quantity',
    `whole lots of ${lotSize} units, one at least`,
    quantity,
  );

const clockFault = ({ nowSeconds, startSeconds, finishSeconds, sessionSeconds, intervals }: ExecutionProblem): Fault =>
  positive('sessionSeconds', sessionSeconds) ??
  when(nowSeconds >= 0 && nowSeconds < Infinity, 'nowSeconds', 'zero or positive, and finite', nowSeconds) ??
  // First the one that says most: what is over cannot be planned.
  when(
    finishSeconds > nowSeconds,
    'finishSeconds',
    `after now, ${nowSeconds}: the horizon is in the past`,
    finishSeconds,
  ) ??
  when(finishSeconds <= sessionSeconds, 'finishSeconds', `by the close, ${sessionSeconds}`, finishSeconds) ??
  when(
    startSeconds >= nowSeconds && startSeconds < finishSeconds,
    'startSeconds',
    `within [${nowSeconds}, ${finishSeconds})`,
    startSeconds,
  ) ??
  intervalsFault(intervals) ??
  when(intervals <= INTERVALS_MAX, 'intervals', `at most ${INTERVALS_MAX}`, intervals);

const marketFault = (problem: ExecutionProblem): Fault => {
  const { forecast, participationRateMax, passiveFillShare, alpha, event } = problem;
  return (
    positive('dailyVolume', problem.dailyVolume) ??
    notNegative('dailyVolatility', problem.dailyVolatility) ??
    notNegative('spreadBps', problem.spreadBps) ??
    notNegative('forecast.temporaryBps', forecast.temporaryBps) ??
    notNegative('forecast.lastingShiftBps', forecast.lastingShiftBps) ??
    rateFault('participationRateMax', participationRateMax) ??
    when(passiveFillShare >= 0 && passiveFillShare < 1, 'passiveFillShare', 'within [0, 1)', passiveFillShare) ??
    (alpha === undefined
      ? undefined
      : (when(Number.isFinite(alpha.totalBps), 'alpha.totalBps', 'finite', alpha.totalBps) ??
        positive('alpha.halfLifeSeconds', alpha.halfLifeSeconds))) ??
    (event === undefined ? undefined : eventFault(event))
  );
};

const eventFault = (event: PlannedEvent): Fault =>
  notNegative('event.atSeconds', event.atSeconds) ??
  notNegative('event.leadSeconds', event.leadSeconds) ??
  when(
    event.spreadFactor >= 1 && event.spreadFactor < Infinity,
    'event.spreadFactor',
    'from 1 on',
    event.spreadFactor,
  ) ??
  when(event.depthFactor > 0 && event.depthFactor <= 1, 'event.depthFactor', 'within (0, 1]', event.depthFactor) ??
  when(
    event.volatilityFactor >= 1 && event.volatilityFactor < Infinity,
    'event.volatilityFactor',
    'from 1 on',
    event.volatilityFactor,
  ) ??
  notNegative('event.gapBps', event.gapBps) ??
  positive('event.recoveryHalfLifeSeconds', event.recoveryHalfLifeSeconds) ??
  notNegative('event.pauseSeconds', event.pauseSeconds);

const strategyFault = (strategy: PlanStrategy): Fault => {
  switch (strategy.kind) {
    case 'POV':
      return when(
        strategy.participationRate > 0 && strategy.participationRate < 1,
        'strategy.participationRate',
        'above 0 and below 1',
        strategy.participationRate,
      );
    case 'IMPLEMENTATION_SHORTFALL':
      return notNegative('strategy.riskAversion', strategy.riskAversion);
    case 'LEAST_VALUE_AT_RISK':
      return when(
        strategy.probability >= 0.5 && strategy.probability < 1,
        'strategy.probability',
        'within [0.5, 1)',
        strategy.probability,
      );
    case 'TWAP':
    case 'VWAP':
    case 'LIQUIDITY_SEEKING':
      return undefined;
  }
};

const placeFault = ({ auctions, venues, startSeconds, finishSeconds }: ExecutionProblem): Fault => {
  for (const [i, { atSeconds, expectedVolume, participationRateMax }] of auctions.entries()) {
    const fault =
      when(
        atSeconds >= startSeconds && atSeconds <= finishSeconds,
        `auctions.${i}.atSeconds`,
        `within [${startSeconds}, ${finishSeconds}]`,
        atSeconds,
      ) ??
      notNegative(`auctions.${i}.expectedVolume`, expectedVolume) ??
      rateFault(`auctions.${i}.participationRateMax`, participationRateMax);
    if (fault !== undefined) return fault;
  }
  for (const [i, { share }] of venues.entries()) {
    const fault = when(share >= 0 && share <= 1, `venues.${i}.share`, 'within [0, 1]', share);
    if (fault !== undefined) return fault;
  }
  const total = venues.reduce((sum, { share }) => sum + share, 0);
  return when(Math.abs(total - 1) < SHARES_TOLERANCE, 'venues', 'shares that sum to 1', total);
};

const SHARES_TOLERANCE = 1e-9;

const when = (holds: boolean, field: string, allowed: string, value: unknown): Fault =>
  holds ? undefined : invalidSchedule(field, allowed, value);

const positive = (field: string, value: number): Fault =>
  when(value > 0 && value < Infinity, field, 'positive and finite', value);

const notNegative = (field: string, value: number): Fault =>
  when(value >= 0 && value < Infinity, field, 'zero or positive, and finite', value);

const rateFault = (field: string, rate: number): Fault =>
  when(rate > 0 && rate <= 1, field, 'above 0 and at most 1: nobody trades more than all of the volume', rate);

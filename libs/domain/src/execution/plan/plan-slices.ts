import { BPS, sideSign } from '#domain/core';
import { quantileBps } from '#domain/impact';
import { wholeLots } from '../schedules/lots.js';
import { trajectoryOf, type TrajectoryModel } from '../schedules/trajectory.js';
import { type ExecutionProblem } from './execution-problem.js';
import { type PlanGrid } from './plan-model.js';

/** One child of a plan. */
export interface PlanSlice {
  readonly kind: 'CONTINUOUS' | 'AUCTION';
  /** Seconds after the open; an auction has no length. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Units, whole lots. */
  readonly quantity: number;
  /** Units by venue, whole lots, that sum to the quantity. */
  readonly venues: readonly { readonly venueId: string; readonly quantity: number }[];
  /** Share that crosses the spread, in [0, 1]; the rest waits as limit orders. */
  readonly aggression: number;
  /** No unit is traded beyond it: the arrival price at the high end of the cost band, on the tick grid. */
  readonly limitPrice: number;
  /** Cost of the slice against the arrival price, bps: quantiles at 5, 50 and 95 %. */
  readonly costBand: { readonly lowBps: number; readonly medianBps: number; readonly highBps: number };
}

const [LOW, MEDIAN, HIGH] = [0.05, 0.5, 0.95];

/** Slices of the intervals that have something to trade. */
export const continuousSlices = (
  problem: ExecutionProblem,
  grid: PlanGrid,
  model: TrajectoryModel,
  units: readonly number[],
): readonly PlanSlice[] => {
  const total = units.reduce((sum, quantity) => sum + quantity, 0);
  const bands = costBands(problem, model, units, total);
  return units.flatMap((quantity, k) => {
    if (quantity === 0) return [];
    const fromSeconds = grid.fromSeconds[k]!;
    const waiting = Math.min(quantity, problem.passiveFillShare * grid.othersUnits[k]!);
    return [
      {
        kind: 'CONTINUOUS' as const,
        fromSeconds,
        // Never past the horizon, whatever the sum of steps rounds to.
        toSeconds: Math.min(problem.finishSeconds, fromSeconds + grid.stepSeconds),
        quantity,
        venues: byVenue(problem, quantity),
        aggression: 1 - waiting / quantity,
        limitPrice: limitPrice(problem, bands[k]!.highBps),
        costBand: bands[k]!,
      },
    ];
  });
};

/** Slices of the auctions that get something. In an auction nobody crosses a spread; the cost is that of the day's risk by then. */
export const auctionSlices = (problem: ExecutionProblem, units: readonly number[]): readonly PlanSlice[] =>
  problem.auctions.flatMap(({ atSeconds }, i) => {
    const quantity = units[i]!;
    if (quantity === 0) return [];
    const { slippage } = problem.forecast;
    const shape = timingSd(problem, atSeconds) / Math.max(slippage.sdBps, Number.MIN_VALUE);
    const at = (probability: number): number =>
      slippage.sdBps === 0 ? 0 : shape * (quantileBps(slippage, probability) - slippage.meanBps);
    const costBand = { lowBps: at(LOW), medianBps: at(MEDIAN), highBps: at(HIGH) };
    return [
      {
        kind: 'AUCTION' as const,
        fromSeconds: atSeconds,
        toSeconds: atSeconds,
        quantity,
        // An auction is a venue of its own.
        venues: [],
        aggression: 0,
        limitPrice: limitPrice(problem, costBand.highBps),
        costBand,
      },
    ];
  });

/**
 * Bands of the slices: their expected cost under the model, spread as the forecast's distribution is, scaled by the risk of their time
 * over that of the order worked evenly, which the forecast is of.
 */
const costBands = (
  { forecast }: ExecutionProblem,
  model: TrajectoryModel,
  units: readonly number[],
  total: number,
): readonly PlanSlice['costBand'][] => {
  const n = units.length;
  const even = trajectoryOf(model, new Float64Array(n).fill(1 / n)).costSdBps;
  let [done, variance] = [0, 0];
  return units.map((quantity, k) => {
    const share = total === 0 ? 0 : quantity / total;
    const mean =
      2 * model.fixedBps * (done + share / 2) +
      model.linearBps[k]! +
      model.passingBps[k]! * share +
      transientCost(model, units, total, k);
    done += share;
    // A slice trades over its interval: half of the interval's variance has come by its middle.
    const sd = Math.sqrt(variance + model.varianceBps2[k]! / 2);
    variance += model.varianceBps2[k]!;
    const scale = even === 0 ? 1 : sd / even;
    const at = (probability: number): number =>
      mean + scale * (quantileBps(forecast.slippage, probability) - forecast.slippage.meanBps);
    return { lowBps: at(LOW), medianBps: at(MEDIAN), highBps: at(HIGH) };
  });
};

/** What trades until now have left: each pair of trades once, its own half. */
const transientCost = (
  { transientBps }: TrajectoryModel,
  units: readonly number[],
  total: number,
  k: number,
): number => {
  const row = transientBps?.[k];
  if (row === undefined || total === 0) return 0;
  let cost = (row[k]! * units[k]!) / total;
  for (let i = 0; i < k; i += 1) cost += (2 * row[i]! * units[i]!) / total;
  return cost;
};

const timingSd = ({ dailyVolatility, sessionSeconds, startSeconds }: ExecutionProblem, seconds: number): number =>
  dailyVolatility * BPS * Math.sqrt((seconds - startSeconds) / sessionSeconds);

/** Rounded to the grid on the side that is better for the order, so that the bound holds; one tick at least. */
const limitPrice = ({ side, arrivalPrice, tickSize }: ExecutionProblem, highBps: number): number => {
  const price = arrivalPrice * (1 + (sideSign(side) * highBps) / BPS);
  const ticks = price / tickSize;
  const whole = side === 'BUY' ? Math.floor(ticks + ON_GRID) : Math.ceil(ticks - ON_GRID);
  return Math.max(1, whole) * tickSize;
};

const ON_GRID = 1e-9;

const byVenue = ({ venues, lotSize }: ExecutionProblem, quantity: number): PlanSlice['venues'] => {
  const lots = quantity / lotSize;
  const split = wholeLots(
    lots,
    venues.map(({ share }) => share),
    venues.map(() => lots),
  );
  return venues.flatMap(({ venueId }, i) => (split[i] === 0 ? [] : [{ venueId, quantity: split[i]! * lotSize }]));
};

import { BPS, ok, type Result } from '#domain/core';
import { volumeShare } from '#domain/market-data';
import { kernelMatrix } from '../schedules/impact-kernel.js';
import { type InvalidSchedule } from '../schedules/schedule.js';
import { eventTension, tenseFactor } from '../schedules/scheduled-event.js';
import { trajectoryOf, type TrajectoryModel } from '../schedules/trajectory.js';
import { type ExecutionProblem } from './execution-problem.js';

/** The horizon cut into intervals, with what others are expected to trade in each, units. */
export interface PlanGrid {
  readonly fromSeconds: readonly number[];
  readonly stepSeconds: number;
  readonly othersUnits: readonly number[];
  /** Nothing is traded in these: they are within the pause after the event. */
  readonly isPaused: readonly boolean[];
}

export const planGrid = (problem: ExecutionProblem): PlanGrid => {
  const { startSeconds, finishSeconds, sessionSeconds, intervals, dailyVolume, event } = problem;
  const stepSeconds = (finishSeconds - startSeconds) / intervals;
  const at = (k: number): number => startSeconds + k * stepSeconds;
  const fromSeconds = Array.from({ length: intervals }, (_, k) => at(k));
  return {
    fromSeconds,
    stepSeconds,
    othersUnits: fromSeconds.map(
      (from, k) => dailyVolume * (volumeShare(at(k + 1), sessionSeconds) - volumeShare(from, sessionSeconds)),
    ),
    isPaused: fromSeconds.map(
      (from, k) =>
        event !== undefined &&
        event.pauseSeconds > 0 &&
        at(k + 1) > event.atSeconds &&
        from < event.atSeconds + event.pauseSeconds,
    ),
  };
};

/**
 * The problem as a trajectory model, in bps of the arrival price for the whole order: half of the spread, which an event widens, and
 * the alpha by the middle of the interval; passing impact so that the order worked evenly costs the forecast's temporary part, more
 * where others trade less than on average or an event thins the book; half of the lasting shift; variance by the time that passes, with
 * an event's gap in it. With a kernel the passing impact decays by it instead of being gone.
 */
export const planModel = (
  problem: ExecutionProblem,
  { fromSeconds, stepSeconds, othersUnits }: PlanGrid,
): Result<TrajectoryModel, InvalidSchedule> => {
  const { forecast, kernel, alpha, event, sessionSeconds, spreadBps, startSeconds } = problem;
  const middles = fromSeconds.map((from) => from + stepSeconds / 2);
  const tension = (seconds: number): number => (event === undefined ? 0 : eventTension(event, seconds));
  const halfSpreadBps = Math.min(spreadBps / 2, forecast.temporaryBps);
  const linearBps = Float64Array.from(
    middles,
    (seconds) =>
      halfSpreadBps * tenseFactor(event?.spreadFactor ?? 1, tension(seconds)) +
      (alpha === undefined ? 0 : alpha.totalBps * (1 - 2 ** (-(seconds - startSeconds) / alpha.halfLifeSeconds))),
  );
  const usual = othersUnits.reduce((sum, units) => sum + units, 0) / othersUnits.length;
  const thinness = Float64Array.from(
    middles,
    (seconds, k) => usual / othersUnits[k]! / tenseFactor(event?.depthFactor ?? 1, tension(seconds)),
  );
  const variancePerSecond = (problem.dailyVolatility * BPS) ** 2 / sessionSeconds;
  const varianceBps2 = Float64Array.from(middles, (seconds, k) => {
    const holdsEvent =
      event !== undefined &&
      event.atSeconds >= fromSeconds[k]! &&
      (event.atSeconds < fromSeconds[k]! + stepSeconds || k === middles.length - 1);
    const gap = holdsEvent ? event.gapBps ** 2 : 0;
    return variancePerSecond * stepSeconds * tenseFactor(event?.volatilityFactor ?? 1, tension(seconds)) ** 2 + gap;
  });
  const passing = forecast.temporaryBps - halfSpreadBps;
  const flat: TrajectoryModel = {
    fixedBps: forecast.lastingShiftBps / 2,
    linearBps,
    passingBps: new Float64Array(middles.length),
    varianceBps2,
    isWorkedEvenly: problem.rule === 2,
  };
  if (kernel === undefined) {
    return ok({ ...flat, passingBps: thinness.map((factor) => passing * factor * middles.length) });
  }
  const matrix = kernelMatrix(kernel, middles);
  if (!matrix.ok) return matrix;
  const even = trajectoryOf(
    { ...flat, fixedBps: 0, linearBps: new Float64Array(middles.length), transientBps: matrix.value },
    new Float64Array(middles.length).fill(1 / middles.length),
  ).expectedCostBps;
  // A trade in a thin market moves the price more, and meets what is left of moves as they were: the form stays symmetric.
  const scaled = matrix.value.map((row, i) =>
    row.map((share, j) => ((passing * share) / even) * Math.sqrt(thinness[i]! * thinness[j]!)),
  );
  return ok({ ...flat, transientBps: scaled });
};

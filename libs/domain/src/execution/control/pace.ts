import { eventTension, tenseFactor, type ScheduledEvent } from '../schedules/scheduled-event.js';
import { bestTrajectory, type TrajectoryModel } from '../schedules/trajectory.js';
import { type ControlProblem } from './control-problem.js';
import { type MarketSignals } from './market-signals.js';

/** What is left of an order at a moment, seconds after its start. */
export interface Remainder {
  readonly elapsedSeconds: number;
  /** Until which all is to be done. */
  readonly endSeconds: number;
  /** In which the whole order would be worked evenly. */
  readonly horizonSeconds: number;
  /** Of the order, in (0, 1]. */
  readonly share: number;
}

/** Share of the whole order that is to be done by a time. */
export type Pace = (elapsedSeconds: number) => number;

/** Finds the pace of what is left; the aversion is to risk, per bps. */
export type PacePlanner = (
  problem: ControlProblem,
  signals: MarketSignals,
  remainder: Remainder,
  riskAversion: number,
) => Pace;

const INTERVALS = 48;
/** In which half of what the market is unlike its expectation is gone. */
const SURPRISE_HALF_LIFE_SECONDS = 900;

/**
 * The pace of least expected cost + risk aversion x variance for what is left, under the expected events and the market as it is: what
 * the spread, the depth and the volatility are now beyond what the events explain fades with a half-life. Within an interval
 * it is even.
 */
export const plannedPace: PacePlanner = (problem, signals, remainder, riskAversion) => {
  const { elapsedSeconds, endSeconds, share } = remainder;
  const step = (endSeconds - elapsedSeconds) / INTERVALS;
  const model = paceModel(problem, signals, remainder, step);
  const { shares } = bestTrajectory(model, new Float64Array(INTERVALS).fill(Infinity), riskAversion);
  const done = new Float64Array(INTERVALS + 1);
  for (let k = 0; k < INTERVALS; k += 1) done[k + 1] = done[k]! + share * shares[k]!;
  return (seconds) => {
    const at = Math.min(INTERVALS, Math.max(0, (seconds - elapsedSeconds) / step));
    const k = Math.min(INTERVALS - 1, Math.floor(at));
    return 1 - share + done[k]! + (at - k) * (done[k + 1]! - done[k]!);
  };
};

const paceModel = (
  { normal, passingImpactBps, events }: ControlProblem,
  { spreadRatio, depthRatio, volatilityRatio }: MarketSignals,
  { elapsedSeconds, horizonSeconds, share }: Remainder,
  step: number,
): TrajectoryModel => {
  const factor = (name: 'spreadFactor' | 'depthFactor' | 'volatilityFactor', ratioNow: number) => {
    const surprise = ratioNow / expected(events, name, elapsedSeconds);
    return (seconds: number): number =>
      expected(events, name, seconds) * surprise ** (2 ** (-(seconds - elapsedSeconds) / SURPRISE_HALF_LIFE_SECONDS));
  };
  const spreadAt = factor('spreadFactor', spreadRatio);
  const depthAt = factor('depthFactor', depthRatio);
  const volatilityAt = factor('volatilityFactor', volatilityRatio);
  const middles = Float64Array.from({ length: INTERVALS }, (_, k) => elapsedSeconds + (k + 0.5) * step);
  return {
    fixedBps: 0,
    linearBps: middles.map((seconds) => (spreadAt(seconds) * normal.spreadBps) / 2),
    // Of what is left as a whole, so its share of the order's impact.
    passingBps: middles.map((seconds) => (passingImpactBps * share * horizonSeconds) / step / depthAt(seconds)),
    varianceBps2: middles.map((seconds) => {
      const gaps = events.reduce(
        (sum, { atSeconds, gapBps }) => sum + (Math.abs(atSeconds - seconds) <= step / 2 ? gapBps ** 2 : 0),
        0,
      );
      return share * (step * (normal.volatilityBps * volatilityAt(seconds)) ** 2 + gaps);
    }),
    isWorkedEvenly: false,
  };
};

const expected = (
  events: readonly ScheduledEvent[],
  name: 'spreadFactor' | 'depthFactor' | 'volatilityFactor',
  seconds: number,
): number => events.reduce((product, event) => product * tenseFactor(event[name], eventTension(event, seconds)), 1);

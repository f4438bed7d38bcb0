import { type ScheduledEvent } from '../schedules/scheduled-event.js';
import { type Thresholds } from './hysteresis.js';
import { type NormalMarket } from './market-signals.js';

/** What is known of a parent order before it is begun. */
export interface ControlProblem {
  readonly normal: NormalMarket;
  /** Passing impact of the whole order if it is worked evenly over its horizon, without half of the spread, bps. */
  readonly passingImpactBps: number;
  /** Lasting shift of the mid when all of it is done, bps. */
  readonly lastingShiftBps: number;
  /** Standard deviation of the forecast over what is usual, from 1 on: the less is known, the less is traded at a time. */
  readonly uncertaintyRatio: number;
  /** Expected while the order is worked, in seconds after its start. */
  readonly events: readonly ScheduledEvent[];
  /** Index of the venue where blocks meet; absent where there is none. */
  readonly blockVenue?: number;
}

/** The numbers of the rules; ratios are to the normal market. */
export interface ControlRules {
  /** Per bps: what a pace minimises is expected cost + this x variance. */
  readonly riskAversion: number;
  /** How often the pace is planned anew when nothing has changed. */
  readonly replanSeconds: number;
  /** Waiting orders show what the pace wants within so many seconds. */
  readonly lookaheadSeconds: number;
  /** How far behind its pace the order may be before it crosses the spread, as shares of it, in a calm and a tense market. */
  readonly calmTolerance: number;
  readonly tenseTolerance: number;
  /** A child takes at most this share of what the best price shows. */
  readonly takenShareOfTop: number;
  /** What waits in the book is at most so many times what the best price shows normally: more would be noticed. */
  readonly shownTops: number;
  /** Own share of all volume, at most, where the forecast is as sure as usual. */
  readonly participationMax: number;
  /** By how many normal spreads orders wait behind the best price in a tense or stressed market. */
  readonly tenseOffsetSpreads: number;
  /** The market is tense, or stressed, when any of its ratios says so. */
  readonly tenseSpread: Thresholds;
  readonly tenseVolatility: Thresholds;
  /** Of 1 / depth ratio. */
  readonly tenseThinness: Thresholds;
  readonly stressedSpread: Thresholds;
  /** Of the markout of own passive fills, in normal spreads. */
  readonly toxic: Thresholds;
  /** Of what the price has moved against the order beyond own impact, in standard deviations. */
  readonly leaking: Thresholds;
  /** Quantile of the price distribution, as a normal deviate, beyond which nothing is taken. */
  readonly limitDeviates: number;
  /** Share of what is left that is offered where blocks meet, when all is well and when the order seems to leak. */
  readonly blockShare: number;
  readonly leakingBlockShare: number;
  /** Smallest execution there, units. */
  readonly blockLeastUnits: number;
  /** Before the end of the horizon: completion comes first. */
  readonly finishSeconds: number;
}

/**
 * Chosen on training seeds of the volatility surge (docs/execution.md says how), to be judged on held ones. Taking is the last resort:
 * what a patient order saves is more than what it risks until it is a tenth of itself behind.
 */
export const CONTROL_RULES: ControlRules = {
  riskAversion: 0.02,
  replanSeconds: 900,
  lookaheadSeconds: 300,
  calmTolerance: 0.1,
  tenseTolerance: 0.2,
  takenShareOfTop: 1,
  shownTops: 4,
  participationMax: 0.6,
  tenseOffsetSpreads: 0,
  tenseSpread: { enter: 1.5, leave: 1.25 },
  tenseVolatility: { enter: 2, leave: 1.5 },
  tenseThinness: { enter: 2, leave: 1.5 },
  stressedSpread: { enter: 3, leave: 2 },
  toxic: { enter: 1, leave: 0.5 },
  leaking: { enter: 2, leave: 1.5 },
  limitDeviates: 2,
  blockShare: 0.3,
  leakingBlockShare: 0.5,
  blockLeastUnits: 1_000,
  finishSeconds: 600,
};

import { type LeakageEstimate } from '../panel/index.js';

/** A figure about a dealer, and what it rests on. */
export interface ScorecardFigure {
  /** Observations behind it. */
  readonly count: number;
  /** Absent while they are fewer than `FIGURE_COUNT_MIN`. */
  readonly estimate?: {
    /** As it would be of the average request of all dealers together: at equal size, spread, volatility and regime. */
    readonly value: number;
    /** 95 % interval of that. */
    readonly low: number;
    readonly high: number;
    /** As it was, with the requests that the dealer happened to get. */
    readonly unadjusted: number;
  };
}

/** Fewer observations make no figure. */
export const FIGURE_COUNT_MIN = 20;

/** What a desk's requests say of a dealer. Costs in bps of the arrival mid, positive is worse for the client. */
export interface DealerScorecard {
  readonly dealer: string;
  /** Requests in which he is named, in which he quoted, and in which he traded. */
  readonly requests: number;
  readonly quoted: number;
  readonly traded: number;
  /** Share of the requests to him that he quoted, and how long his first quote took. */
  readonly responseRate: ScorecardFigure;
  readonly responseSeconds: ScorecardFigure;
  /** Share of his quotes that were traded. */
  readonly hitRatio: ScorecardFigure;
  /** His price against the mid at its time, and that less what the impact model took the block to be worth. */
  readonly spreadToMidBps: ScorecardFigure;
  readonly spreadToFairBps: ScorecardFigure;
  /** Among all quotes of a request, of at least two: 1 is the best; equal prices share their ranks. */
  readonly rank: ScorecardFigure;
  /** How far the second-best price was from his where he traded: what he left on the table. */
  readonly coverDistanceBps: ScorecardFigure;
  /** Share of what was hit or lifted that he rejected. */
  readonly rejectRate: ScorecardFigure;
  /** `s (mid later - mid at the end)` where he traded, by `MARKOUT_SECONDS`: positive is good for the client. */
  readonly markoutsBps: readonly { readonly seconds: number; readonly figure: ScorecardFigure }[];
  /** The same at the next mid that imports give. */
  readonly nextMidMarkoutBps: ScorecardFigure;
  readonly leakage: LeakageEstimate;
}

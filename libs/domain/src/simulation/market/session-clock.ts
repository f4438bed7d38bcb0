import { curveLevel, curveShare, curveTime, type IntradayCurve } from '../flow/intraday/intraday-curve.js';

/**
 * What is between the time of day and activity: all sources of flow live in activity time, which passes faster when the
 * market is busy, so that every rate follows the volume curve (a subordinated clock: Clark, Econometrica 41(1), 1973). A
 * session has as many seconds of activity as it has seconds. Before the open, activity passes evenly.
 */
export class SessionClock {
  constructor(
    private readonly curve: IntradayCurve,
    readonly sessionSeconds: number,
    /** Activity before the open. */
    readonly warmUpSeconds: number,
  ) {}

  /** Activity at a time of the session. */
  activityAt(seconds: number): number {
    if (seconds <= 0) return this.warmUpSeconds + seconds;
    return this.warmUpSeconds + this.sessionSeconds * curveShare(this.curve, seconds / this.sessionSeconds);
  }

  /** Seconds since the open at an activity; negative before it. */
  secondsAt(activity: number): number {
    const since = activity - this.warmUpSeconds;
    return since <= 0 ? since : this.sessionSeconds * curveTime(this.curve, since / this.sessionSeconds);
  }

  /** Share of the session that is over, in [0, 1]. */
  shareAt(seconds: number): number {
    return Math.min(1, Math.max(0, seconds / this.sessionSeconds));
  }

  /** How busy the market is now, mean 1. */
  levelAt(seconds: number): number {
    return curveLevel(this.curve, this.shareAt(seconds));
  }
}

import { type StateReader, type StateWriter } from '#domain/core';
import { type SessionTimeNs } from './events.js';

const STEP_NS = 5e9;
const STEP_SECONDS = 5;
/** Returns in the trailing window: five minutes of five seconds. */
const WINDOW_RETURNS = 60;
/** Fewer returns than one minute of them say too little: no figure is given. */
const RETURNS_MIN = 12;

/**
 * Realised volatility of the mid: log returns between the points of a five-second grid that starts at `startNs`.
 * The mid at a grid point is the one in force just before it. Where there was no mid at a grid point (closed, halted,
 * one-sided or crossed) the chain breaks, so that no return spans the gap. Drift is taken as zero, as is usual at
 * this scale: the variance is the mean square.
 */
export class RealisedVolatility {
  private nextNs: SessionTimeNs;
  private logMid = NaN;
  private readonly window = new Float64Array(WINDOW_RETURNS);
  private returns = 0;
  private sumOfSquares = 0;

  constructor(startNs: SessionTimeNs) {
    this.nextNs = startNs;
  }

  /** Time has come to `timeNs`, and since the last call the mid was `mid`, NaN when there was none. Constant cost per call. */
  advance(timeNs: SessionTimeNs, mid: number): void {
    if (timeNs < this.nextNs) return;
    const points = Math.floor((timeNs - this.nextNs) / STEP_NS) + 1;
    this.nextNs += points * STEP_NS;
    const logMid = Math.log(mid);
    if (!Number.isNaN(logMid)) {
      if (!Number.isNaN(this.logMid)) this.record(logMid - this.logMid, 1);
      this.record(0, points - 1);
    }
    this.logMid = logMid;
  }

  /** Of the trailing five minutes, scaled to a day of `sessionSeconds`; undefined with less than one minute of returns. */
  trailingDaily(sessionSeconds: number): number | undefined {
    const known = Math.min(this.returns, WINDOW_RETURNS);
    if (known < RETURNS_MIN) return undefined;
    let sumOfSquares = 0;
    for (let i = 0; i < known; i += 1) sumOfSquares += this.window[i]! ** 2;
    return scale(sumOfSquares / known, sessionSeconds);
  }

  /** Of the whole session so far, scaled to a day of `sessionSeconds`; undefined with less than one minute of returns. */
  sessionDaily(sessionSeconds: number): number | undefined {
    return this.returns < RETURNS_MIN ? undefined : scale(this.sumOfSquares / this.returns, sessionSeconds);
  }

  save(into: StateWriter): void {
    into.numbers(this.window);
    into.number(this.nextNs);
    into.number(this.logMid);
    into.number(this.returns);
    into.number(this.sumOfSquares);
  }

  restore(from: StateReader): void {
    from.numbers(this.window);
    this.nextNs = from.number();
    this.logMid = from.number();
    this.returns = from.number();
    this.sumOfSquares = from.number();
  }

  private record(value: number, times: number): void {
    const writes = Math.min(times, WINDOW_RETURNS);
    for (let i = 0; i < writes; i += 1) this.window[(this.returns + i) % WINDOW_RETURNS] = value;
    this.returns += times;
    this.sumOfSquares += value * value * times;
  }
}

const scale = (variancePerStep: number, sessionSeconds: number): number =>
  Math.sqrt((variancePerStep * sessionSeconds) / STEP_SECONDS);

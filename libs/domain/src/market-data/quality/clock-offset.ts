import { type StateReader, type StateWriter } from '#domain/core';
import { type SessionTimeNs } from '../events.js';

const WINDOW_NS = 60e9;
/** A minimum over fewer messages says little of the clocks. */
const MESSAGES_MIN = 20;

/**
 * How a venue's clock stands to ours, by the smallest delay from exchange to receive time: transfer takes some time, so a
 * delay below 0 says by how much, at least, the venue's clock is ahead. The smallest is taken over the running minute of
 * session time and the one before it.
 */
export class ClockOffset {
  private window = NaN;
  private delayNs = Infinity;
  private messages = 0;
  private lastDelayNs = Infinity;

  /** A message's delay; the caller leaves out messages whose two times are one. */
  observe(delayNs: number): void {
    if (delayNs < this.delayNs) this.delayNs = delayNs;
    this.messages += 1;
  }

  /** The smallest delay in ns, undefined as long as there is none. */
  delayNsMin(): number | undefined {
    const delayNs = Math.min(this.delayNs, this.lastDelayNs);
    return delayNs === Infinity ? undefined : delayNs;
  }

  /**
   * To be called as time goes on, at least before the first message of each minute. When a minute has ended: by how much
   * its smallest delay differs from that of the minute before, in ns; 0 when that cannot be said.
   */
  advance(ns: SessionTimeNs): number {
    const window = Math.floor(ns / WINDOW_NS);
    if (window === this.window) return 0;
    const follows = window === this.window + 1;
    const ended = this.messages >= MESSAGES_MIN ? this.delayNs : Infinity;
    const moved = ended !== Infinity && this.lastDelayNs !== Infinity ? Math.abs(ended - this.lastDelayNs) : 0;
    this.lastDelayNs = follows ? ended : Infinity;
    this.window = window;
    this.delayNs = Infinity;
    this.messages = 0;
    return moved;
  }

  save(into: StateWriter): void {
    into.numbers([this.window, this.delayNs, this.messages, this.lastDelayNs]);
  }

  restore(from: StateReader): void {
    const state = [0, 0, 0, 0];
    from.numbers(state);
    [this.window, this.delayNs, this.messages, this.lastDelayNs] = state as [number, number, number, number];
  }
}

import { EventQueue } from './event-queue.js';

/** A sum of ramps that begin when they are announced and end after a time of their own; constant cost per look. */
export class DriftSchedule {
  private level = 0;
  private perNs = 0;
  private timeNs = 0;
  private readonly ends = new EventQueue();

  /** From a time on, in all `amount` over `durationNs`; at once when that is 0. Times go forward. */
  add(timeNs: number, amount: number, durationNs: number): void {
    this.at(timeNs);
    if (amount === 0) return;
    if (durationNs === 0) {
      this.level += amount;
      return;
    }
    const perNs = amount / durationNs;
    this.perNs += perNs;
    this.ends.push(timeNs + durationNs, 0, 0, 0, perNs);
  }

  /** The sum of what has been added by a time, not before the last one asked for. */
  at(timeNs: number): number {
    while (this.ends.nextTimeNs <= timeNs) {
      const endNs = this.ends.pop();
      this.level += this.perNs * (endNs - this.timeNs);
      this.timeNs = endNs;
      this.perNs = this.ends.nextTimeNs === NEVER ? 0 : this.perNs - this.ends.value;
    }
    this.level += this.perNs * (timeNs - this.timeNs);
    this.timeNs = timeNs;
    return this.level;
  }
}

const NEVER = Infinity;

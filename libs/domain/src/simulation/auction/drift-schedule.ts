import { MessageQueue } from '../clock/index.js';

/** A sum of ramps that begin when they are announced and end after a time of their own; constant cost per look. */
export class DriftSchedule {
  private level = 0;
  private perNs = 0;
  private timeNs = 0;
  /** Rows of the slope that ends. */
  private readonly ends = new MessageQueue(1);

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
    const row = this.ends.post(timeNs + durationNs);
    this.ends.fields[row] = perNs;
  }

  /** The sum of what has been added by a time, not before the last one asked for. */
  at(timeNs: number): number {
    while (this.ends.nextTime <= timeNs) this.endRamp();
    this.level += this.perNs * (timeNs - this.timeNs);
    this.timeNs = timeNs;
    return this.level;
  }

  private endRamp(): void {
    const { ends } = this;
    const endNs = ends.nextTime;
    const row = ends.take();
    this.level += this.perNs * (endNs - this.timeNs);
    this.timeNs = endNs;
    // What rounding left of the slopes is gone when the last ramp is.
    this.perNs = ends.length === 0 ? 0 : this.perNs - ends.fields[row]!;
    ends.release(row);
  }
}

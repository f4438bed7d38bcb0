import { type StateReader, type StateWriter } from '#domain/core';
import { type SessionTimeNs } from '#domain/market-data';
import { RollingSum } from './rolling-sum.js';

/**
 * Means over trailing windows of a value that holds until it changes, weighted by how long it held. Time without a value
 * does not count. The windows are those of `RollingSum`.
 */
export class RollingTimeMean {
  private readonly integral: RollingSum;
  private readonly heldNs: RollingSum;
  private value = NaN;
  private sinceNs: SessionTimeNs = 0;

  constructor(windowsSeconds: readonly number[]) {
    this.integral = new RollingSum(windowsSeconds);
    this.heldNs = new RollingSum(windowsSeconds);
  }

  /** From `timeNs` on the value is `value`; NaN: there is none. */
  set(value: number, timeNs: SessionTimeNs): void {
    if (value === this.value) return;
    this.passTo(timeNs);
    this.value = value;
  }

  /** The running second has ended, at `endNs`. */
  endSecond(endNs: SessionTimeNs): void {
    this.passTo(endNs);
    this.integral.endSecond();
    this.heldNs.endSecond();
  }

  /** Over the window at this index and what was seen of it, as of `timeNs`; NaN where no value held in it. */
  mean(window: number, timeNs: SessionTimeNs): number {
    const openNs = timeNs - this.sinceNs;
    if (Number.isNaN(this.value) || openNs === 0) return this.integral.sum(window) / this.heldNs.sum(window);
    return (this.integral.sum(window) + this.value * openNs) / (this.heldNs.sum(window) + openNs);
  }

  save(into: StateWriter): void {
    into.number(this.value);
    into.number(this.sinceNs);
    this.integral.save(into);
    this.heldNs.save(into);
  }

  restore(from: StateReader): void {
    this.value = from.number();
    this.sinceNs = from.number();
    this.integral.restore(from);
    this.heldNs.restore(from);
  }

  private passTo(timeNs: SessionTimeNs): void {
    if (!Number.isNaN(this.value)) {
      const heldNs = timeNs - this.sinceNs;
      this.integral.add(this.value * heldNs);
      this.heldNs.add(heldNs);
    }
    this.sinceNs = timeNs;
  }
}

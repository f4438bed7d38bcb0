import { type StateReader, type StateWriter } from '#domain/core';

/** Mean of a value that holds until it changes, weighted by how long it held. Times in nanoseconds, never going back. */
export class TimeWeightedMean {
  private sum = 0;
  private weight = 0;

  /** The value that held over the last `durationNs`. */
  add(value: number, durationNs: number): void {
    this.sum += value * durationNs;
    this.weight += durationNs;
  }

  save(into: StateWriter): void {
    into.number(this.sum);
    into.number(this.weight);
  }

  restore(from: StateReader): void {
    this.sum = from.number();
    this.weight = from.number();
  }

  /** Undefined before any time has passed. */
  mean(): number | undefined {
    return this.weight === 0 ? undefined : this.sum / this.weight;
  }
}

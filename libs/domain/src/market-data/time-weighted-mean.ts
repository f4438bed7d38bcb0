import { type StateReader, type StateWriter } from '#domain/core';
import { type SessionTimeNs } from './events.js';

/** Mean of a value that holds until it changes, weighted by how long it held. NaN: for as long as there is none. */
export class TimeWeightedMean {
  private sum = 0;
  private weight = 0;
  private value = NaN;
  private sinceNs: SessionTimeNs = 0;

  /** From `timeNs` on the value is this one. Times never go back. */
  change(timeNs: SessionTimeNs, value: number): void {
    if (value === this.value) return;
    if (!Number.isNaN(this.value)) {
      this.sum += this.value * (timeNs - this.sinceNs);
      this.weight += timeNs - this.sinceNs;
    }
    this.value = value;
    this.sinceNs = timeNs;
  }

  /** Up to `timeNs`; undefined before any value has held for a time. */
  mean(timeNs: SessionTimeNs): number | undefined {
    const holds = Number.isNaN(this.value) ? 0 : timeNs - this.sinceNs;
    const weight = this.weight + holds;
    if (weight === 0) return undefined;
    return (this.sum + (holds === 0 ? 0 : this.value * holds)) / weight;
  }

  save(into: StateWriter): void {
    into.number(this.sum);
    into.number(this.weight);
    into.number(this.value);
    into.number(this.sinceNs);
  }

  restore(from: StateReader): void {
    this.sum = from.number();
    this.weight = from.number();
    this.value = from.number();
    this.sinceNs = from.number();
  }
}

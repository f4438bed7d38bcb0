import { type StateReader, type StateWriter } from '#domain/core';
import { FAULTS, type Fault } from './verdict.js';

const CODES = Object.fromEntries(FAULTS.map((fault, code) => [fault, code])) as Readonly<Record<Fault, number>>;

/** How often each fault was seen. */
export class FaultCounters {
  private readonly counts = new Float64Array(FAULTS.length);

  count(fault: Fault): void {
    this.counts[CODES[fault]]! += 1;
  }

  byFault(): Readonly<Record<Fault, number>> {
    return Object.fromEntries(FAULTS.map((fault, code) => [fault, this.counts[code]!])) as Record<Fault, number>;
  }

  save(into: StateWriter): void {
    into.numbers(this.counts);
  }

  restore(from: StateReader): void {
    from.numbers(this.counts);
  }
}

import { CODE_COLUMNS, EventBatch, NUMBER_COLUMNS, type SessionTimeNs } from '#domain/market-data';
import { mayBeUnknown, type NumberColumn } from './event-columns.js';

/** Collects the events of one file. Values are taken as they are, save that a zero is written without its sign. */
export class PartBuffer {
  readonly events: EventBatch;
  private lastNs = -Infinity;

  constructor(capacity: number) {
    this.events = new EventBatch(capacity);
  }

  /**
   * Takes rows from `from` on until this is full or a row is at or after `endNs`; returns the first that was not taken.
   * RangeError when a value is not a whole number, or decision time goes back: such a batch is not one.
   */
  take(batch: EventBatch, from: number, endNs: SessionTimeNs): number {
    const room = Math.min(batch.length - from, this.events.capacity - this.events.length);
    let count = 0;
    while (count < room && batch.decisionNs[from + count]! < endNs) count += 1;
    for (const column of CODE_COLUMNS) {
      this.events[column].set(batch[column].subarray(from, from + count), this.events.length);
    }
    for (const column of NUMBER_COLUMNS) this.takeNumbers(batch, column, from, count);
    this.checkOrder(this.events.length, count);
    this.events.length += count;
    return from + count;
  }

  clear(): void {
    this.events.clear();
  }

  private takeNumbers(batch: EventBatch, column: NumberColumn, from: number, count: number): void {
    const [source, target, at] = [batch[column], this.events[column], this.events.length];
    const unknownAllowed = mayBeUnknown(column);
    for (let i = 0; i < count; i += 1) {
      const value = source[from + i]!;
      if (Number.isSafeInteger(value)) target[at + i] = value + 0;
      else if (unknownAllowed && Number.isNaN(value)) target[at + i] = NaN;
      else throw new RangeError(`an event's ${column} is ${value}; expected a whole number up to 2^53`);
    }
  }

  private checkOrder(at: number, count: number): void {
    const { decisionNs } = this.events;
    for (let i = at; i < at + count; i += 1) {
      const timeNs = decisionNs[i]!;
      if (timeNs < this.lastNs) {
        throw new RangeError(`an event's decisionNs is ${timeNs}, after ${this.lastNs}; it may not go back`);
      }
      this.lastNs = timeNs;
    }
  }
}

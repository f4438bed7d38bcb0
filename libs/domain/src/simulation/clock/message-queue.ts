import { EventQueue } from './event-queue.js';

const NONE = -1;
const FIRST_MESSAGES = 64;

/**
 * Messages of `width` numbers on their way, delivered by time and, where times are equal, in the order they were posted.
 * Messages live in rows of one typed array that are used again: nothing is allocated but when it doubles.
 */
export class MessageQueue {
  /** Numbers of all messages: that at `row` are `fields[row]` to `fields[row + width - 1]`. */
  fields: Float64Array;
  private readonly due = new EventQueue();
  private rows = 0;
  /** Rows that are free, linked through their first field. */
  private free = NONE;

  constructor(private readonly width: number) {
    this.fields = new Float64Array(FIRST_MESSAGES * width);
  }

  /** How many are on their way. */
  get length(): number {
    return this.due.length;
  }

  /** When the next one arrives; Infinity where none is on its way. */
  get nextTime(): number {
    return this.due.nextTime;
  }

  /** A row for a message that arrives at `time`, for the sender to fill. RangeError unless the time is finite. */
  post(time: number): number {
    const row = this.free;
    if (row === NONE) {
      if (this.rows === this.fields.length) this.grow();
      this.due.schedule(time, this.rows);
      this.rows += this.width;
      return this.rows - this.width;
    }
    this.due.schedule(time, row);
    this.free = this.fields[row]!;
    return row;
  }

  /** The row of the message that arrives first. RangeError where none does. It is the reader's until it is released. */
  take(): number {
    return this.due.take();
  }

  release(row: number): void {
    this.fields[row] = this.free;
    this.free = row;
  }

  private grow(): void {
    const fields = new Float64Array(this.fields.length * 2);
    fields.set(this.fields);
    this.fields = fields;
  }
}

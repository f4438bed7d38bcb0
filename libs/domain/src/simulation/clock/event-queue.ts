const FIRST_CAPACITY = 64;

/**
 * What is due when: integers by time, and by the order in which they were scheduled where times are equal. A binary heap on
 * typed arrays: O(log n) each, nothing is allocated but when the arrays double. Times are numbers of any one unit.
 */
export class EventQueue {
  length = 0;
  private times = new Float64Array(FIRST_CAPACITY);
  private sequences = new Float64Array(FIRST_CAPACITY);
  private items = new Int32Array(FIRST_CAPACITY);
  private scheduled = 0;

  /** When the first item is due; Infinity where there is none. */
  get nextTime(): number {
    return this.length === 0 ? Infinity : this.times[0]!;
  }

  /** RangeError unless the time is finite. `item` is an integer within 32 bits. */
  schedule(time: number, item: number): void {
    if (!Number.isFinite(time)) throw new RangeError(`EventQueue: time must be finite, got ${time}`);
    if (this.length === this.times.length) this.grow();
    this.scheduled += 1;
    this.length += 1;
    this.rise(this.length - 1, time, this.scheduled, item);
  }

  /** Takes out the first item. RangeError where there is none. */
  take(): number {
    if (this.length === 0) throw new RangeError('EventQueue: nothing is scheduled');
    const first = this.items[0]!;
    const last = this.length - 1;
    this.length = last;
    this.sink(this.times[last]!, this.sequences[last]!, this.items[last]!);
    return first;
  }

  /** Moves the gap at `at` up to where an item belongs, and puts it there. */
  private rise(at: number, time: number, sequence: number, item: number): void {
    let gap = at;
    while (gap > 0) {
      const parent = (gap - 1) >> 1;
      // What was scheduled last comes after its equals.
      if (this.times[parent]! <= time) break;
      this.move(parent, gap);
      gap = parent;
    }
    this.put(gap, time, sequence, item);
  }

  /** Moves the gap at the top down to where an item belongs, and puts it there. */
  private sink(time: number, sequence: number, item: number): void {
    let gap = 0;
    for (let child = 1; child < this.length; child = 2 * gap + 1) {
      const right = child + 1;
      const first =
        right < this.length && this.isBefore(right, this.times[child]!, this.sequences[child]!) ? right : child;
      if (!this.isBefore(first, time, sequence)) break;
      this.move(first, gap);
      gap = first;
    }
    this.put(gap, time, sequence, item);
  }

  private isBefore(at: number, time: number, sequence: number): boolean {
    const own = this.times[at]!;
    return own < time || (own === time && this.sequences[at]! < sequence);
  }

  private move(from: number, to: number): void {
    this.put(to, this.times[from]!, this.sequences[from]!, this.items[from]!);
  }

  private put(at: number, time: number, sequence: number, item: number): void {
    this.times[at] = time;
    this.sequences[at] = sequence;
    this.items[at] = item;
  }

  private grow(): void {
    const { times, sequences, items } = this;
    this.times = new Float64Array(times.length * 2);
    this.sequences = new Float64Array(times.length * 2);
    this.items = new Int32Array(times.length * 2);
    this.times.set(times);
    this.sequences.set(sequences);
    this.items.set(items);
  }
}

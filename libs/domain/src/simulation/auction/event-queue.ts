/**
 * What is still to happen, earliest first and of equal times in the order in which it was put in: a binary heap on typed arrays,
 * so that an event costs no allocation. `kind`, `target` and `detail` are the owner's integers, `value` its double.
 */
export class EventQueue {
  kind = 0;
  target = 0;
  detail = 0;
  value = 0;
  private length = 0;
  private sequence = 0;
  private times = new Float64Array(64);
  private sequences = new Float64Array(64);
  private kinds = new Int32Array(64);
  private targets = new Int32Array(64);
  private details = new Int32Array(64);
  private values = new Float64Array(64);

  /** Time of what comes next; Infinity when nothing does. */
  get nextTimeNs(): number {
    return this.length === 0 ? NEVER : this.times[0]!;
  }

  push(timeNs: number, kind: number, target: number, detail = 0, value = 0): void {
    if (this.length === this.times.length) this.grow();
    let i = this.length;
    const sequence = this.sequence;
    this.length += 1;
    this.sequence += 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.times[parent]! <= timeNs) break;
      this.move(parent, i);
      i = parent;
    }
    this.times[i] = timeNs;
    this.sequences[i] = sequence;
    this.kinds[i] = kind;
    this.targets[i] = target;
    this.details[i] = detail;
    this.values[i] = value;
  }

  /** Takes out the next event: its fields are then those of the queue. Returns its time. The queue must not be empty. */
  pop(): number {
    const timeNs = this.times[0]!;
    this.kind = this.kinds[0]!;
    this.target = this.targets[0]!;
    this.detail = this.details[0]!;
    this.value = this.values[0]!;
    this.length -= 1;
    if (this.length > 0) this.sink(this.length);
    return timeNs;
  }

  /** Puts the entry at `from` into the place that became free at the root. */
  private sink(from: number): void {
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.length) break;
      if (child + 1 < this.length && this.isBefore(child + 1, child)) child += 1;
      if (!this.isBefore(child, from)) break;
      this.move(child, i);
      i = child;
    }
    this.move(from, i);
  }

  private isBefore(one: number, other: number): boolean {
    const difference = this.times[one]! - this.times[other]!;
    return difference < 0 || (difference === 0 && this.sequences[one]! < this.sequences[other]!);
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from]!;
    this.sequences[to] = this.sequences[from]!;
    this.kinds[to] = this.kinds[from]!;
    this.targets[to] = this.targets[from]!;
    this.details[to] = this.details[from]!;
    this.values[to] = this.values[from]!;
  }

  private grow(): void {
    const size = this.length * 2;
    this.times = grown(this.times, new Float64Array(size));
    this.sequences = grown(this.sequences, new Float64Array(size));
    this.kinds = grown(this.kinds, new Int32Array(size));
    this.targets = grown(this.targets, new Int32Array(size));
    this.details = grown(this.details, new Int32Array(size));
    this.values = grown(this.values, new Float64Array(size));
  }
}

const NEVER = Infinity;

const grown = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
  to.set(from);
  return to;
};

/**
 * Where something that is computed step by step puts its state, so that it can go on later as if it had never stopped.
 * Doubles only, in the order in which `StateReader` takes them out again: nothing is rounded, NaN stays NaN.
 */
export class StateWriter {
  private values = new Float64Array(256);
  private length = 0;

  number(value: number): void {
    this.reserve(1);
    this.values[this.length] = value;
    this.length += 1;
  }

  /** The first `count` values of an array; how many is written too. */
  numbers(values: ArrayLike<number>, count = values.length): void {
    this.reserve(count + 1);
    this.values[this.length] = count;
    for (let i = 0; i < count; i += 1) this.values[this.length + 1 + i] = values[i]!;
    this.length += count + 1;
  }

  /** What was written so far. */
  state(): Float64Array {
    return this.values.slice(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.values.length) return;
    const values = new Float64Array(Math.max(this.values.length * 2, this.length + count));
    values.set(this.values.subarray(0, this.length));
    this.values = values;
  }
}

/** What can be stopped and gone on with. */
export interface Stateful {
  save(into: StateWriter): void;
  restore(from: StateReader): void;
}

/** Takes a state apart in the order in which it was written. RangeError when it ends too early or is not used up. */
export class StateReader {
  private position = 0;

  constructor(private readonly state: Float64Array) {}

  number(): number {
    if (this.position >= this.state.length) throw new RangeError('StateReader: the state ends too early');
    const value = this.state[this.position]!;
    this.position += 1;
    return value;
  }

  /** Fills `into` from its start; returns how many values there were. RangeError when they do not fit. */
  numbers(into: { readonly length: number; [index: number]: number }): number {
    const count = this.number();
    if (count > into.length || this.position + count > this.state.length) {
      throw new RangeError(`StateReader: ${count} values do not fit, or the state ends too early`);
    }
    for (let i = 0; i < count; i += 1) into[i] = this.state[this.position + i]!;
    this.position += count;
    return count;
  }

  /** What `numbers` wrote, of whatever length. */
  array(): Float64Array {
    const values = new Float64Array(this.number());
    this.position -= 1;
    this.numbers(values);
    return values;
  }

  /** To be called at the end: a state that is longer than what was read is another one's. */
  end(): void {
    if (this.position !== this.state.length) {
      throw new RangeError(`StateReader: ${this.state.length - this.position} values are left over`);
    }
  }
}

import { type StateReader, type StateWriter } from '#domain/core';

/**
 * Sums of one quantity over trailing windows of whole seconds. A window of N seconds holds the last N seconds that have
 * ended and the running one: from `floor(t) - N` to `t`.
 *
 * Nothing is ever subtracted. A window is the rest of the last full block of N seconds, of which suffix sums are kept, and
 * the sum of the block that is being filled (van Herk, Pattern Recognition Letters 13, 1992): a huge value leaves no
 * rounding error behind when it leaves the window, sums of what is not negative are not negative, and negated values give
 * exactly the negated sums. Constant cost per value; per second constant on average for each window.
 */
export class RollingSum {
  /** Of each window one block: before its position the seconds of the block being filled, from there on the suffix sums. */
  private readonly blocks: readonly Float64Array[];
  /** Of each window the sum of the block being filled. */
  private readonly filling: Float64Array;
  private readonly positions: Int32Array;
  private running = 0;
  private ended = 0;

  /** `windowsSeconds`: whole numbers of seconds, at least 1. */
  constructor(private readonly windowsSeconds: readonly number[]) {
    this.blocks = windowsSeconds.map((seconds) => new Float64Array(seconds));
    this.filling = new Float64Array(windowsSeconds.length);
    this.positions = new Int32Array(windowsSeconds.length);
  }

  /** Adds to the running second. */
  add(value: number): void {
    this.running += value;
  }

  /** The running second has ended; to be called for every second. */
  endSecond(): void {
    for (let window = 0; window < this.blocks.length; window += 1) this.shift(window);
    this.running = 0;
    this.ended += 1;
  }

  /** Of the window at this index, over what was seen of it so far. */
  sum(window: number): number {
    return this.blocks[window]![this.positions[window]!]! + this.filling[window]! + this.running;
  }

  /** Whether the window at this index has been seen in full. */
  isFull(window: number): boolean {
    return this.ended >= this.windowsSeconds[window]!;
  }

  save(into: StateWriter): void {
    into.number(this.running);
    into.number(this.ended);
    into.numbers(this.filling);
    into.numbers(this.positions);
    for (const block of this.blocks) into.numbers(block);
  }

  restore(from: StateReader): void {
    this.running = from.number();
    this.ended = from.number();
    from.numbers(this.filling);
    from.numbers(this.positions);
    for (const block of this.blocks) from.numbers(block);
  }

  private shift(window: number): void {
    const block = this.blocks[window]!;
    const position = this.positions[window]!;
    block[position] = this.running;
    if (position + 1 < block.length) {
      this.filling[window] = this.filling[window]! + this.running;
      this.positions[window] = position + 1;
      return;
    }
    for (let i = block.length - 2; i >= 0; i -= 1) block[i] = block[i]! + block[i + 1]!;
    this.filling[window] = 0;
    this.positions[window] = 0;
  }
}

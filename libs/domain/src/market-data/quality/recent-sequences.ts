import { type StateReader, type StateWriter } from '#domain/core';

/** A power of two, so that a position is a mask away. */
const REMEMBERED = 256;

/** The sequence numbers of the last messages of a stream, which only rise. */
export class RecentSequences {
  private readonly values = new Float64Array(REMEMBERED);
  private added = 0;

  /** `sequence` is not below the one added before it. */
  add(sequence: number): void {
    this.values[this.added & (REMEMBERED - 1)] = sequence;
    this.added += 1;
  }

  has(sequence: number): boolean {
    let low = this.first();
    let high = this.added;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.at(middle) < sequence) low = middle + 1;
      else high = middle;
    }
    return low < this.added && this.at(low) === sequence;
  }

  /** The lowest that is remembered; NaN when none is. */
  oldest(): number {
    return this.added === 0 ? NaN : this.at(this.first());
  }

  clear(): void {
    this.added = 0;
  }

  save(into: StateWriter): void {
    into.number(this.added);
    into.numbers(this.values);
  }

  restore(from: StateReader): void {
    this.added = from.number();
    from.numbers(this.values);
  }

  private first(): number {
    return Math.max(0, this.added - REMEMBERED);
  }

  private at(index: number): number {
    return this.values[index & (REMEMBERED - 1)]!;
  }
}

/** A column of doubles that grows as it is filled; appending costs the same on average however long it is. */
export class GrowingColumn {
  length = 0;
  private values = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const values = new Float64Array(this.length * 2);
      values.set(this.values);
      this.values = values;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  at(row: number): number {
    return this.values[row]!;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }

  /** What was pushed so far, with nothing behind it. */
  toArray(): Float64Array {
    return this.values.slice(0, this.length);
  }
}

/** Doubles one after another; grows by doubling, so that adding one costs the same however many there are. */
export class Column {
  length = 0;
  private values = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  /** What was added so far, without a copy: to be read once nothing more is added. */
  toArray(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}

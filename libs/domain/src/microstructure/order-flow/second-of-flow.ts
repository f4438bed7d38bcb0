const FIRST_CAPACITY = 4096;

/** What came and left within one second: units by bin of distance, above zero what came to rest, below zero what was taken back. */
export class SecondOfFlow {
  length = 0;
  trades = 0;
  private bins = new Uint8Array(FIRST_CAPACITY);
  private sizes = new Float64Array(FIRST_CAPACITY);

  push(bin: number, units: number): void {
    if (this.length === this.bins.length) this.grow();
    this.bins[this.length] = bin;
    this.sizes[this.length] = units;
    this.length += 1;
  }

  bin(i: number): number {
    return this.bins[i]!;
  }

  units(i: number): number {
    return this.sizes[i]!;
  }

  clear(): void {
    this.length = 0;
    this.trades = 0;
  }

  private grow(): void {
    const [bins, sizes] = [new Uint8Array(2 * this.length), new Float64Array(2 * this.length)];
    bins.set(this.bins);
    sizes.set(this.sizes);
    [this.bins, this.sizes] = [bins, sizes];
  }
}

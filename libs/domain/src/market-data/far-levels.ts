const LEVELS_AT_FIRST = 32;

/** Levels far behind the market, rarely touched: keys ascending, so that the best is the last. */
export class FarLevels {
  count = 0;
  private keys = new Float64Array(LEVELS_AT_FIRST);
  private sizes = new Float64Array(LEVELS_AT_FIRST);

  set(key: number, size: number): void {
    const at = this.indexOf(key);
    const found = at < this.count && this.keys[at] === key;
    if (found && size > 0) this.sizes[at] = size;
    else if (found) this.removeAt(at);
    else if (size > 0) this.insertAt(at, key, size);
  }

  clear(): void {
    this.count = 0;
  }

  /** Key of the level at `index`, 0 the best. */
  keyAt(index: number): number {
    return this.keys[this.count - 1 - index]!;
  }

  sizeAt(index: number): number {
    return this.sizes[this.count - 1 - index]!;
  }

  sizeOf(key: number): number {
    const at = this.indexOf(key);
    return at < this.count && this.keys[at] === key ? this.sizes[at]! : 0;
  }

  /** Index of the first key that is not below `key`. */
  private indexOf(key: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insertAt(index: number, key: number, size: number): void {
    if (this.count === this.keys.length) this.grow();
    this.keys.copyWithin(index + 1, index, this.count);
    this.sizes.copyWithin(index + 1, index, this.count);
    this.keys[index] = key;
    this.sizes[index] = size;
    this.count += 1;
  }

  private removeAt(index: number): void {
    this.keys.copyWithin(index, index + 1, this.count);
    this.sizes.copyWithin(index, index + 1, this.count);
    this.count -= 1;
  }

  private grow(): void {
    const [keys, sizes] = [this.keys, this.sizes];
    this.keys = new Float64Array(keys.length * 2);
    this.sizes = new Float64Array(sizes.length * 2);
    this.keys.set(keys);
    this.sizes.set(sizes);
  }
}

import { type StateReader, type StateWriter } from '#domain/core';
import { FarLevels } from './far-levels.js';

/** Ticks that the ladder spans: 163 USD of a share, 1,600 USD of a coin in steps of ten cents. A power of two. */
const SLOTS = 16_384;
/** Where in the span the best price is put when the ladder moves: most of the book lies behind it. */
const BEST_SLOT = 12_288;
/** Below it little of the book would be left in the span. */
const LOW_SLOT = 2_048;
const BITS = 32;

/**
 * One side of a book: sizes in an array with one slot per tick, the best price in the highest occupied slot. Which slots are
 * occupied stands in two layers of bits, so that the next level behind an emptied one is found in a few steps, however wide
 * the hole. A change costs the same at any depth.
 *
 * The ladder spans so many ticks around the best price; it moves when the market leaves it. Levels that are further behind
 * (stub quotes at 0.01) are kept in `FarLevels`. A price that is no multiple of the tick makes the tick finer.
 */
export class TickLadder {
  /** Number of occupied prices. */
  count = 0;
  private readonly sizes = new Float64Array(SLOTS);
  private readonly occupied = new Int32Array(SLOTS / BITS);
  /** One bit per word of `occupied` that is not zero. */
  private readonly words = new Int32Array(SLOTS / BITS / BITS);
  private readonly far = new FarLevels();
  /** Key of slot 0; a key is `sign * price / tick`, so that on both sides the best is the highest. */
  private base = NaN;
  private bestSlot = -1;
  // Levels are read one after the other: where the last one was found.
  private readIndex = 0;
  private readSlot = -1;

  /** `sign`: 1 for bids, -1 for asks; `tick`: smallest price step. */
  constructor(
    private readonly sign: 1 | -1,
    private tick: number,
  ) {}

  set(price: number, size: number): void {
    let key = (this.sign * price) / this.tick;
    if (!Number.isInteger(key)) {
      this.refine(price);
      key = Math.round((this.sign * price) / this.tick);
    }
    if (this.count === 0) this.base = key - BEST_SLOT;
    else if (key - this.base >= SLOTS) {
      if (size === 0) return;
      this.moveTo(key);
    }
    const slot = key - this.base;
    if (slot < 0) this.setFar(key, size);
    else this.setSlot(slot, size);
  }

  clear(): void {
    while (this.bestSlot >= 0) this.setSlot(this.bestSlot, 0);
    this.count -= this.far.count;
    this.far.clear();
  }

  /** NaN where nothing rests. */
  get bestPrice(): number {
    return this.bestSlot < 0 ? NaN : this.sign * (this.base + this.bestSlot) * this.tick;
  }

  /** 0 where nothing rests. */
  get bestSize(): number {
    return this.bestSlot < 0 ? 0 : this.sizes[this.bestSlot]!;
  }

  priceAt(index: number): number | undefined {
    if (index >= this.count) return undefined;
    const slot = this.slotAt(index);
    const key = slot >= 0 ? this.base + slot : this.far.keyAt(index - (this.count - this.far.count));
    return this.sign * key * this.tick;
  }

  sizeAt(index: number): number {
    if (index >= this.count) return 0;
    const slot = this.slotAt(index);
    return slot >= 0 ? this.sizes[slot]! : this.far.sizeAt(index - (this.count - this.far.count));
  }

  /**
   * Fills the arrays with the best levels, best first; says how many there were, at most as many as fit. The levels before
   * `from` are taken to be there already, as they are now.
   */
  readBest(prices: Float64Array, sizes: Float64Array, from = 0): number {
    const levels = Math.min(prices.length, this.count);
    let slot = from === 0 ? this.bestSlot : this.slotBehind(prices[from - 1]!);
    for (let i = from; i < levels; i += 1) {
      if (slot < 0) {
        prices[i] = this.priceAt(i)!;
        sizes[i] = this.sizeAt(i);
        continue;
      }
      prices[i] = this.sign * (this.base + slot) * this.tick;
      sizes[i] = this.sizes[slot]!;
      slot = this.occupiedBelow(slot);
    }
    return levels;
  }

  /** Sizes at `price` and better together; NaN where no level is known at it or behind. */
  depthTo(price: number): number {
    const key = (this.sign * price) / this.tick;
    const reach = key - this.base;
    let depth = 0;
    for (let slot = this.bestSlot; slot >= reach && slot >= 0; slot -= 1) depth += this.sizes[slot]!;
    if (reach >= 0 && this.occupiedBelow(Math.min(Math.floor(reach), this.bestSlot) + 1) >= 0) return depth;
    for (let i = 0; i < this.far.count; i += 1) {
      const farKey = this.far.keyAt(i);
      if (farKey >= key) depth += this.far.sizeAt(i);
      if (farKey <= key) return depth;
    }
    return NaN;
  }

  sizeAtPrice(price: number): number {
    const key = (this.sign * price) / this.tick;
    const slot = key - this.base;
    if (slot < 0) return this.far.sizeOf(key);
    return this.sizes[slot] ?? 0;
  }

  save(into: StateWriter): void {
    into.number(this.count);
    for (let i = this.count - 1; i >= 0; i -= 1) {
      into.number(this.priceAt(i)!);
      into.number(this.sizeAt(i));
    }
  }

  restore(from: StateReader): void {
    this.clear();
    for (let left = from.number(); left > 0; left -= 1) this.set(from.number(), from.number());
  }

  /** The slot of the level at `index`, which there is; -1 when it is a far one. */
  private slotAt(index: number): number {
    if (index === 0) return this.bestSlot;
    if (this.readSlot < 0 || index < this.readIndex) {
      this.readIndex = 0;
      this.readSlot = this.bestSlot;
    }
    while (this.readIndex < index && this.readSlot >= 0) {
      this.readSlot = this.occupiedBelow(this.readSlot);
      this.readIndex += 1;
    }
    return this.readSlot;
  }

  /** The next occupied slot behind the level at `price`; -1 when there is none. */
  private slotBehind(price: number): number {
    const slot = Math.round((this.sign * price) / this.tick) - this.base;
    return slot < 0 ? -1 : this.occupiedBelow(slot);
  }

  private setSlot(slot: number, size: number): void {
    const before = this.sizes[slot]!;
    this.sizes[slot] = size;
    if (before > 0 === size > 0) return;
    this.readSlot = -1;
    if (size > 0) this.occupy(slot);
    else this.vacate(slot);
  }

  private occupy(slot: number): void {
    this.occupied[slot >> 5]! |= 1 << (slot & 31);
    this.words[slot >> 10]! |= 1 << ((slot >> 5) & 31);
    this.count += 1;
    if (slot > this.bestSlot) this.bestSlot = slot;
  }

  private vacate(slot: number): void {
    const word = slot >> 5;
    this.occupied[word]! &= ~(1 << (slot & 31));
    if (this.occupied[word] === 0) this.words[slot >> 10]! &= ~(1 << (word & 31));
    this.count -= 1;
    if (slot !== this.bestSlot) return;
    this.bestSlot = this.occupiedBelow(slot);
    if (this.far.count > 0 && this.bestSlot < LOW_SLOT) this.moveTo(this.bestKey());
  }

  /** The next occupied slot below one; -1 when there is none. */
  private occupiedBelow(slot: number): number {
    const word = slot >> 5;
    const inWord = this.occupied[word]! & ((1 << (slot & 31)) - 1);
    if (inWord !== 0) return (word << 5) + highestBit(inWord);
    let group = word >> 5;
    let words = this.words[group]! & ((1 << (word & 31)) - 1);
    while (words === 0) {
      group -= 1;
      if (group < 0) return -1;
      words = this.words[group]!;
    }
    const found = (group << 5) + highestBit(words);
    return (found << 5) + highestBit(this.occupied[found]!);
  }

  private setFar(key: number, size: number): void {
    this.count -= this.far.count;
    this.far.set(key, size);
    this.count += this.far.count;
  }

  private bestKey(): number {
    return this.bestSlot >= 0 ? this.base + this.bestSlot : this.far.keyAt(0);
  }

  /** Spans anew around a key that will be the best. */
  private moveTo(bestKey: number): void {
    const [prices, sizes] = this.takeAll();
    this.base = bestKey - BEST_SLOT;
    for (const [i, price] of prices.entries()) this.put(price, sizes[i]!);
  }

  /** Makes the tick so fine that `price` is a multiple of it. */
  private refine(price: number): void {
    const [prices, sizes] = this.takeAll();
    this.tick = greatestCommonDivisor(this.tick, price);
    this.base = Math.round((this.sign * (prices[0] ?? price)) / this.tick) - BEST_SLOT;
    for (const [i, other] of prices.entries()) this.put(other, sizes[i]!);
  }

  /** Empties the ladder; its levels were these, best first. */
  private takeAll(): readonly [Float64Array, Float64Array] {
    const { count } = this;
    const prices = Float64Array.from({ length: count }, (_, i) => this.priceAt(i)!);
    const sizes = Float64Array.from({ length: count }, (_, i) => this.sizeAt(i));
    this.far.clear();
    this.sizes.fill(0);
    this.occupied.fill(0);
    this.words.fill(0);
    this.bestSlot = -1;
    this.readSlot = -1;
    this.count = 0;
    return [prices, sizes];
  }

  private put(price: number, size: number): void {
    const key = Math.round((this.sign * price) / this.tick);
    const slot = key - this.base;
    if (slot < 0) this.setFar(key, size);
    else this.setSlot(slot, size);
  }
}

const highestBit = (word: number): number => BITS - 1 - Math.clz32(word);

/** Of numbers that are multiples of some unit; a step that is finer than 1e-9 of the larger one is taken as a rounding error. */
const greatestCommonDivisor = (a: number, b: number): number => {
  let [high, low] = [Math.max(a, b), Math.min(a, b)];
  const least = high * 1e-9;
  while (low > least) [high, low] = [low, high % low];
  return high;
};

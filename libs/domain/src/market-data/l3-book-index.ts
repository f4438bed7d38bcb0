const GOLDEN_RATIO = 0x9e3779b1;
const TWO_POW_MINUS_32 = 2 ** -32;
const FIRST_BITS = 6;

/**
 * Slot numbers by numeric key (order ids, prices): a hash table in two typed arrays with open addressing, so that a
 * million keys cost no objects. Never more than half full; a removed key leaves no tombstone, as those behind it move up
 * (Knuth, The Art of Computer Programming 3, section 6.4, algorithm R). Keys are finite.
 */
export class NumberIndex {
  count = 0;
  private bits = FIRST_BITS;
  private keys = emptyKeys(FIRST_BITS);
  private slots = new Int32Array(1 << FIRST_BITS);

  /** The slot of `key`, -1 when it has none. */
  get(key: number): number {
    const at = this.find(key);
    return this.keys[at] === key ? this.slots[at]! : -1;
  }

  /** Gives `key`, which has no slot yet, a slot. */
  add(key: number, slot: number): void {
    if (2 * (this.count + 1) > this.keys.length) this.grow();
    const at = this.find(key);
    this.keys[at] = key;
    this.slots[at] = slot;
    this.count += 1;
  }

  /** Forgets `key`, which has a slot. */
  remove(key: number): void {
    const { keys, slots } = this;
    const mask = keys.length - 1;
    let gap = this.find(key);
    this.count -= 1;
    for (let at = (gap + 1) & mask; !Number.isNaN(keys[at]!); at = (at + 1) & mask) {
      // Who stands at home between the gap and here is found without the gap; everybody else moves into it.
      if (((at - this.home(keys[at]!)) & mask) < ((at - gap) & mask)) continue;
      keys[gap] = keys[at]!;
      slots[gap] = slots[at]!;
      gap = at;
    }
    keys[gap] = NaN;
  }

  clear(): void {
    this.count = 0;
    this.keys.fill(NaN);
  }

  /** Where `key` stands, or the empty place where it would. */
  private find(key: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    let at = this.home(key);
    while (keys[at] !== key && !Number.isNaN(keys[at]!)) at = (at + 1) & mask;
    return at;
  }

  /** Multiplicative hashing of both halves of an integer (Knuth, section 6.4). */
  private home(key: number): number {
    return Math.imul((key | 0) ^ ((key * TWO_POW_MINUS_32) | 0), GOLDEN_RATIO) >>> (32 - this.bits);
  }

  private grow(): void {
    const { keys, slots } = this;
    this.bits += 1;
    this.keys = emptyKeys(this.bits);
    this.slots = new Int32Array(1 << this.bits);
    this.count = 0;
    for (let i = 0; i < keys.length; i += 1) if (!Number.isNaN(keys[i]!)) this.add(keys[i]!, slots[i]!);
  }
}

const emptyKeys = (bits: number): Float64Array => new Float64Array(1 << bits).fill(NaN);

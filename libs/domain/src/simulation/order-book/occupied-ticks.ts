/** The most ranks that four layers of 32 bits span. */
export const SPAN_MAX = 2 ** 20;
const BITS = 32;

/**
 * A set of ranks in [0, span): the highest is at hand, and the next one below a removed one is found in at most seven
 * steps, however wide the hole: a bit per rank, a bit per word of those that is not zero, and so on.
 */
export class OccupiedTicks {
  /** The highest rank of the set; -1 when it is empty. */
  highest = -1;
  private readonly ranks: Int32Array;
  private readonly words: Int32Array;
  private readonly groups: Int32Array;
  private blocks = 0;

  /** `span` is at most SPAN_MAX. */
  constructor(span: number) {
    this.ranks = new Int32Array(Math.ceil(span / BITS));
    this.words = new Int32Array(Math.ceil(span / BITS ** 2));
    this.groups = new Int32Array(Math.ceil(span / BITS ** 3));
  }

  /** False for what is no rank, too. */
  has(rank: number): boolean {
    return Number.isInteger(rank) && ((this.ranks[rank >> 5] ?? 0) & (1 << (rank & 31))) !== 0;
  }

  add(rank: number): void {
    const word = rank >> 5;
    this.ranks[word]! |= 1 << (rank & 31);
    this.words[word >> 5]! |= 1 << (word & 31);
    this.groups[word >> 10]! |= 1 << ((word >> 5) & 31);
    this.blocks |= 1 << (word >> 10);
    if (rank > this.highest) this.highest = rank;
  }

  /** Removes a rank, which is in the set. */
  remove(rank: number): void {
    const word = rank >> 5;
    const left = this.ranks[word]! & ~(1 << (rank & 31));
    this.ranks[word] = left;
    if (left === 0) this.removeWord(word);
    if (rank === this.highest) this.highest = this.below(rank);
  }

  /** The next rank of the set below one; -1 when there is none. */
  below(rank: number): number {
    const word = rank >> 5;
    const found = this.ranks[word]! & ((1 << (rank & 31)) - 1);
    return found !== 0 ? (word << 5) | highestBit(found) : this.highestBelowWord(word);
  }

  private highestBelowWord(word: number): number {
    let group = word >> 5;
    let words = this.words[group]! & ((1 << (word & 31)) - 1);
    if (words === 0) {
      let block = group >> 5;
      let groups = this.groups[block]! & ((1 << (group & 31)) - 1);
      if (groups === 0) {
        const blocks = this.blocks & ((1 << block) - 1);
        if (blocks === 0) return -1;
        block = highestBit(blocks);
        groups = this.groups[block]!;
      }
      group = (block << 5) | highestBit(groups);
      words = this.words[group]!;
    }
    const found = (group << 5) | highestBit(words);
    return (found << 5) | highestBit(this.ranks[found]!);
  }

  private removeWord(word: number): void {
    const group = word >> 5;
    this.words[group]! &= ~(1 << (word & 31));
    if (this.words[group] !== 0) return;
    const block = group >> 5;
    this.groups[block]! &= ~(1 << (group & 31));
    if (this.groups[block] === 0) this.blocks &= ~(1 << block);
  }
}

const highestBit = (word: number): number => BITS - 1 - Math.clz32(word);

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { imul } = Math;
const TWO_POW_MINUS_32 = 2 ** -32;

/**
 * 64-bit fingerprint of a stream of whole numbers up to 2^53 in magnitude: equal streams have equal hashes on every
 * machine, and two streams that differ have the same one by a chance of about 2^-64. Two lanes of MurmurHash3's 32-bit
 * mixing (Appleby, public domain) with different seeds; no defence against somebody who looks for a collision.
 */
export class StreamHash {
  private low = 0x9747b28c | 0;
  private high = 0x3c6ef372;

  add(value: number): void {
    this.mix(value | 0);
    this.mix((value * TWO_POW_MINUS_32) | 0);
  }

  /** The words of an array from one position to before another: whole numbers of 32 bits. */
  addWords(words: Int32Array, from: number, to: number): void {
    let { low, high } = this;
    for (let at = from; at < to; at += 1) {
      const scrambled = scramble(words[at]!);
      low = lowAfter(low, scrambled);
      high = highAfter(high, scrambled);
    }
    this.low = low;
    this.high = high;
  }

  /** 16 hexadecimal digits of what was added so far. */
  digest(): string {
    return [finish(this.low), finish(this.high)].map((lane) => lane.toString(16).padStart(8, '0')).join('');
  }

  private mix(word: number): void {
    const scrambled = scramble(word);
    this.low = lowAfter(this.low, scrambled);
    this.high = highAfter(this.high, scrambled);
  }
}

const scramble = (word: number): number => rotate(imul(word, 0xcc9e2d51), 15);

const lowAfter = (low: number, scrambled: number): number =>
  (imul(rotate(low ^ imul(scrambled, 0x1b873593), 13), 5) + 0xe6546b64) | 0;

const highAfter = (high: number, scrambled: number): number =>
  (imul(rotate(high ^ imul(scrambled, 0x38b34ae5), 17), 5) + 0x561ccd1b) | 0;

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

const finish = (lane: number): number => {
  let word = imul(lane ^ (lane >>> 16), 0x85ebca6b);
  word = imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
};

import { type Rng } from './rng.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { cos, floor, imul, log, PI, sqrt } = Math;

/**
 * Streams of random numbers that are named instead of followed: the stream of a key is the same whoever draws how much from
 * whichever other stream. So a dealer's luck in an auction does not depend on who else was asked, which is what makes paired
 * comparisons (common random numbers) possible. One object serves all streams; changing the key allocates nothing.
 *
 * Generator: sfc32 (C. Doty-Humphrey, PractRand), seeded from the mixed words of the key and run idle for twelve steps.
 */
export class KeyedRng implements Rng {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 0;

  /** `seed`: an integer in [0, 2^32). */
  constructor(private readonly seed: number) {
    this.select(0, 0);
  }

  /** Goes to the start of a stream; every word is an integer, of which 32 bits count. Returns itself. */
  select(first: number, second: number, third = 0): this {
    this.a = mixed(this.seed ^ 0x9e3779b9);
    this.b = mixed(first ^ this.a);
    this.c = mixed(second ^ imul(this.b, 0x85ebca6b));
    this.counter = mixed(third ^ imul(this.c, 0xc2b2ae35));
    for (let i = 0; i < 12; i += 1) this.next();
    return this;
  }

  uniform(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  below(bound: number): number {
    return floor(this.uniform() * bound);
  }

  normal(): number {
    return sqrt(-2 * log(1 - this.uniform())) * cos(2 * PI * this.uniform());
  }

  exponential(rate: number): number {
    return -log(1 - this.uniform()) / rate;
  }

  private next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum;
  }
}

/** Every bit of the word into every bit of the result: the finaliser of MurmurHash3 (A. Appleby). */
const mixed = (word: number): number => {
  let x = word | 0;
  x = imul(x ^ (x >>> 16), 0x85ebca6b);
  x = imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
};

/** A word for a name, for keys: FNV-1a, 32 bits. */
export const wordOf = (name: string): number => {
  let hash = 0x811c9dc5;
  for (const char of name) hash = imul(hash ^ char.codePointAt(0)!, 0x01000193);
  return hash;
};

import { type StateReader, type StateWriter } from '#domain/core';

/** Eight to an octave: a bucket's upper end is 9 % above its lower one. */
const BUCKETS_PER_OCTAVE = 8;
/** Sizes are whole numbers below 2^53. */
const OCTAVES = 53;

/**
 * Running quantile of whole sizes of at least 1, as the bucket of a logarithmic histogram that holds it: exact up to the
 * width of a bucket in whatever order sizes come (the P2 estimate of Jain and Chlamtac, Comm. ACM 28(10), 1985, depends on
 * it). Constant cost: a new size moves the quantile by at most one occupied bucket.
 */
export class SizeQuantile {
  private readonly counts = new Float64Array(BUCKETS_PER_OCTAVE * OCTAVES);
  private total = 0;
  private bucket = 0;
  /** Sizes in buckets below that of the quantile. */
  private below = 0;

  constructor(private readonly probability: number) {}

  /** How many sizes were added. */
  get count(): number {
    return this.total;
  }

  /** Whether a size lies in a bucket above that of the quantile. */
  isExceededBy(size: number): boolean {
    return bucketOf(size) > this.bucket;
  }

  add(size: number): void {
    const bucket = bucketOf(size);
    this.counts[bucket] = this.counts[bucket]! + 1;
    this.total += 1;
    if (bucket < this.bucket) this.below += 1;
    this.follow();
  }

  save(into: StateWriter): void {
    for (const value of [this.total, this.bucket, this.below]) into.number(value);
    into.numbers(this.counts);
  }

  restore(from: StateReader): void {
    this.total = from.number();
    this.bucket = from.number();
    this.below = from.number();
    from.numbers(this.counts);
  }

  /** The quantile's bucket is the first up to which at least `probability` of the sizes lie. */
  private follow(): void {
    const needed = this.probability * this.total;
    while (this.below >= needed) {
      this.bucket -= 1;
      this.below -= this.counts[this.bucket]!;
    }
    while (this.below + this.counts[this.bucket]! < needed) {
      this.below += this.counts[this.bucket]!;
      this.bucket += 1;
    }
  }
}

const bucketOf = (size: number): number => Math.floor(BUCKETS_PER_OCTAVE * Math.log2(size));

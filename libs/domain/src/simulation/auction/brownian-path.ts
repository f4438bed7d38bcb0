import { KeyedRng } from '#domain/core';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { clz32, floor, sqrt } = Math;

/**
 * One path of a standard Brownian motion, W(0) = 0, per second of variance 1: a function of seed and time alone, whoever looks
 * at it and at which other times. So two runs that differ in who is asked still live in the same market.
 *
 * Levy's construction: the ends of a segment of 69 s by adding increments, what lies between by halving, each midpoint normal
 * around the mean of its ends. Halved twenty times; within the 66 us that are left it stands still.
 */
export class BrownianPath {
  private readonly rng: KeyedRng;
  private segment = 0;
  private segmentStart = 0;
  private segmentEnd: number;
  private lastCell = -1;
  /** Ends of the interval of each level around the last cell. */
  private readonly left = new Float64Array(LEVELS + 1);
  private readonly right = new Float64Array(LEVELS + 1);

  constructor(seed: number) {
    this.rng = new KeyedRng(seed);
    this.segmentEnd = this.increment(0);
  }

  /** W at a time, from 0 on; segments that were left behind are not gone back to. */
  at(timeNs: number): number {
    const cells = floor(timeNs / NS_PER_CELL);
    const segment = floor(cells / CELLS);
    if (segment !== this.segment) this.goTo(segment);
    const cell = cells - segment * CELLS;
    if (cell === this.lastCell) return this.left[LEVELS]!;
    // The levels above the first bit in which the two cells differ are still those of the last look.
    const shared = this.lastCell < 0 ? 0 : clz32(cell ^ this.lastCell) - (32 - LEVELS);
    if (shared === 0) {
      this.left[0] = this.segmentStart;
      this.right[0] = this.segmentEnd;
    }
    for (let level = shared; level < LEVELS; level += 1) this.halve(level, cell);
    this.lastCell = cell;
    return this.left[LEVELS]!;
  }

  private halve(level: number, cell: number): void {
    const bit = LEVELS - 1 - level;
    const low = this.left[level]!;
    const high = this.right[level]!;
    const node = (1 << level) | (cell >>> (bit + 1));
    const middle = (low + high) / 2 + MIDPOINT_SD[level]! * this.rng.select(this.segment, node).normal();
    const isRight = ((cell >>> bit) & 1) === 1;
    this.left[level + 1] = isRight ? middle : low;
    this.right[level + 1] = isRight ? high : middle;
  }

  private goTo(segment: number): void {
    if (segment < this.segment) throw new RangeError('BrownianPath: time goes forward');
    while (this.segment < segment) {
      this.segment += 1;
      this.segmentStart = this.segmentEnd;
      this.segmentEnd += this.increment(this.segment);
    }
    this.lastCell = -1;
  }

  private increment(segment: number): number {
    return sqrt(SECONDS_PER_SEGMENT) * this.rng.select(segment, 0).normal();
  }
}

const LEVELS = 20;
const CELLS = 2 ** LEVELS;
const NS_PER_CELL = 2 ** 16;
const SECONDS_PER_SEGMENT = (CELLS * NS_PER_CELL) / 1e9;
/** Given the ends of an interval, its midpoint has a quarter of the interval as variance. */
const MIDPOINT_SD = Array.from({ length: LEVELS }, (_, level) => sqrt(SECONDS_PER_SEGMENT / 2 ** level / 4));

import { type Rng } from '#domain/core';

/** A value with its confidence interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Probability that an interval of this context is meant to cover the truth. */
export const CONFIDENCE = 0.95;

/** Blocks below which no interval is given: a bootstrap of five says nothing about a sixth. */
export const BLOCKS_MIN = 6;

const DRAWS = 500;

/**
 * Sums by block of time. Neighbouring moments of a market are not independent, so what is resampled is a block of them; a
 * statistic that is a function of sums needs nothing but the sums of each block.
 */
export class BlockSums {
  private readonly byBlock = new Map<number, Float64Array>();

  constructor(readonly width: number) {}

  /** The sums of a block, to be added to. */
  of(block: number): Float64Array {
    let sums = this.byBlock.get(block);
    if (sums === undefined) {
      sums = new Float64Array(this.width);
      this.byBlock.set(block, sums);
    }
    return sums;
  }

  get blocks(): readonly Float64Array[] {
    return [...this.byBlock.values()];
  }

  total(): Float64Array {
    const total = new Float64Array(this.width);
    for (const sums of this.byBlock.values()) addTo(total, sums);
    return total;
  }

  /**
   * Statistics of the sums, each with its percentile interval over resampled blocks (Efron and Tibshirani 1993, 13.3). The
   * interval is NaN where there are fewer than `BLOCKS_MIN` blocks or a statistic exists in too few draws.
   */
  estimate(statistics: (sums: Float64Array) => readonly number[], rng: Rng): readonly Estimate[] {
    const values = statistics(this.total());
    const draws = this.byBlock.size < BLOCKS_MIN ? [] : this.draws(statistics, rng);
    return values.map((value, i) => ({ value, ...percentileInterval(draws.map((draw) => draw[i]!)) }));
  }

  private draws(statistics: (sums: Float64Array) => readonly number[], rng: Rng): readonly (readonly number[])[] {
    const { width, blocks } = this;
    // One block after another in one array: a thousand of them are added up five hundred times.
    const rows = new Float64Array(blocks.length * width);
    blocks.forEach((sums, row) => {
      rows.set(sums, row * width);
    });
    const total = new Float64Array(width);
    return Array.from({ length: DRAWS }, () => {
      total.fill(0);
      for (let missing = blocks.length; missing > 0; missing -= 1) {
        const offset = rng.below(blocks.length) * width;
        for (let i = 0; i < width; i += 1) total[i]! += rows[offset + i]!;
      }
      return statistics(total);
    });
  }
}

const addTo = (total: Float64Array, sums: Float64Array): void => {
  for (let i = 0; i < total.length; i += 1) total[i]! += sums[i]!;
};

const percentileInterval = (draws: readonly number[]): { readonly low: number; readonly high: number } => {
  const known = Float64Array.from(draws.filter((draw) => !Number.isNaN(draw))).sort();
  if (draws.length === 0 || known.length < draws.length * CONFIDENCE) return { low: NaN, high: NaN };
  const tail = (1 - CONFIDENCE) / 2;
  const at = (probability: number): number => known[Math.round(probability * (known.length - 1))]!;
  return { low: at(tail), high: at(1 - tail) };
};

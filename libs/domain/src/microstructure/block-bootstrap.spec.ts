import { describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import { BlockSums, CONFIDENCE } from './block-bootstrap.js';

/** Blocks of ten normals that share half of their variance: what an interval over single values would take too lightly. */
const dependent = (seed: number, blocks: number): BlockSums => {
  const rng = seededRng(seed);
  const sums = new BlockSums(2);
  for (let block = 0; block < blocks; block += 1) {
    const shared = rng.normal();
    for (let i = 0; i < 10; i += 1) {
      const row = sums.of(block);
      row[0]! += 1;
      row[1]! += shared + rng.normal();
    }
  }
  return sums;
};
const mean = ([n, total]: Float64Array): readonly number[] => [total! / n!];

describe('the block bootstrap', () => {
  it('covers the truth about as often as it says, although values of a block hang together', () => {
    const runs = 200;
    let covered = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const [estimate] = dependent(seed, 40).estimate(mean, seededRng(seed + 1000));
      if (estimate!.low <= 0 && estimate!.high >= 0) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(CONFIDENCE - 0.06);
    expect(covered / runs).toBeLessThan(CONFIDENCE + 0.04);
  });

  it('gives the same interval for the same seed', () => {
    const [once, again, other] = [1, 1, 2].map((seed) => dependent(7, 20).estimate(mean, seededRng(seed)));
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  it('gives no interval for five blocks, and none for a statistic that most draws do not have', () => {
    expect(dependent(1, 5).estimate(mean, seededRng(1))[0]).toMatchObject({ low: NaN, high: NaN });
    const rarely = (sums: Float64Array): readonly number[] => [sums[1]! > 0 ? 1 : NaN];
    expect(dependent(1, 20).estimate(rarely, seededRng(1))[0]).toMatchObject({ low: NaN, high: NaN });
  });
});

import { describe, expect, it } from '@jest/globals';
import { book, FeatureMarket } from '../../../../../test/factories/feature-market.js';
import { depth } from './depth.js';
import { slope } from './slope.js';

/** Of price steps of one bps around a mid of 10,000. */
const ladder = (count: number, step: 1 | -1, size: (i: number) => number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [10_000 + step * (i + 1), size(i)]);

describe('depth', () => {
  it('is the size of the best, five and ten levels, per side, in units', () => {
    const levels = book(
      0,
      ladder(10, -1, (i) => 10 * (i + 1)),
      ladder(6, 1, () => 20),
    );
    const market = new FeatureMarket([depth], { session: { sizeUnitsPerUnit: 10 } }).play(...levels);
    const values = (name: string): number[] =>
      ['Best', '5Levels', '10Levels'].map((what) => market.value(`${name}Depth${what}Units`));
    expect(values('bid')).toEqual([1, 15, 55]);
    expect(values('ask')).toEqual([2, 10, NaN]);
  });

  it('counts what rests at most 10 bps from the mid, if the book is known to reach that far', () => {
    const bids = [
      [9999, 5],
      [9995, 7],
      [9990, 11],
      [9989, 100],
    ] as const;
    const near = (asks: readonly (readonly [number, number])[]): number[] => {
      const market = new FeatureMarket([depth]).play(...book(0, bids, asks));
      return ['bidDepth10BpsUnits', 'askDepth10BpsUnits'].map((name) => market.value(name));
    };
    expect(
      near([
        [10_001, 3],
        [10_011, 4],
      ]),
    ).toEqual([23, 3]);
    expect(
      near([
        [10_001, 3],
        [10_010, 4],
      ]),
    ).toEqual([23, 7]);
    expect(
      near([
        [10_001, 3],
        [10_009, 4],
      ]),
    ).toEqual([23, NaN]);
  });
});

describe('slope', () => {
  it('is what each bps away from the mid adds to the depth', () => {
    const levels = book(
      0,
      ladder(10, -1, () => 30),
      ladder(5, 1, () => 20),
    );
    const market = new FeatureMarket([slope], { session: { sizeUnitsPerUnit: 2 } }).play(...levels);
    expect(market.value('bidSlope5LevelsUnitsPerBps')).toBeCloseTo(15, 12);
    expect(market.value('bidSlope10LevelsUnitsPerBps')).toBeCloseTo(15, 12);
    expect(market.value('askSlope5LevelsUnitsPerBps')).toBeCloseTo(10, 12);
    expect(market.value('askSlope10LevelsUnitsPerBps')).toBeNaN();
  });

  it('is the least-squares line through the mid', () => {
    // D = 10, 11, 12, 13, 14 at d = 1, 2, 3, 4, 5: (10 + 22 + 36 + 52 + 70) / (1 + 4 + 9 + 16 + 25).
    const levels = book(
      0,
      ladder(5, -1, (i) => (i === 0 ? 10 : 1)),
      ladder(5, 1, () => 1),
    );
    const market = new FeatureMarket([slope]).play(...levels);
    expect(market.value('bidSlope5LevelsUnitsPerBps')).toBeCloseTo(190 / 55, 12);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addObservation, leastSquares, sumsWidth } from './least-squares.js';

const fit = (rows: readonly (readonly [readonly number[], number])[], regressors: number) => {
  const sums = new Float64Array(sumsWidth(regressors));
  for (const [x, y] of rows) addObservation(sums, x, y);
  return leastSquares(sums, regressors);
};

describe('leastSquares', () => {
  // By hand: means 2 and 3, Sxy 3, Sxx 2, Syy 6; R2 = 9/12, adjusted 1 - 0.25 * 2 / 1.
  it('fits a line through three points', () => {
    const line = fit([[[1], 2], [[2], 2], [[3], 5]], 1)!; // prettier-ignore
    expect(line.slopes[0]).toBeCloseTo(1.5, 12);
    expect(line.intercept).toBeCloseTo(0, 12);
    expect(line.adjustedR2).toBeCloseTo(0.5, 12);
  });

  it('finds a plane without noise exactly', () => {
    const coefficient = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, (a, b, c) => {
        fc.pre(Math.abs(b) + Math.abs(c) > 0.01);
        const rows = [[0, 1], [1, 0], [2, 5], [3, 1], [4, -2], [5, 0]] as const; // prettier-ignore
        const plane = fit(
          rows.map(([x, z]) => [[x, z], a + b * x + c * z] as const),
          2,
        )!;
        expect(plane.intercept).toBeCloseTo(a, 8);
        expect(plane.slopes[0]).toBeCloseTo(b, 8);
        expect(plane.slopes[1]).toBeCloseTo(c, 8);
        expect(plane.adjustedR2).toBeCloseTo(1, 8);
      }),
    );
  });

  it.each<[string, readonly (readonly [readonly number[], number])[], number]>([
    ['too few observations', [[[1], 1], [[2], 2]], 1], // prettier-ignore
    ['a regressor that never changes', [[[1], 1], [[1], 2], [[1], 4]], 1], // prettier-ignore
    ['a response that never changes', [[[1], 1], [[2], 1], [[3], 1]], 1], // prettier-ignore
    ['a regressor that another already says', [[[1, 2], 1], [[2, 4], 3], [[3, 6], 2], [[4, 8], 5]], 2], // prettier-ignore
  ])('fits nothing to %s', (_, rows, regressors) => {
    expect(fit(rows, regressors)).toBeUndefined();
  });
});

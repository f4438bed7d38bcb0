import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  hessian,
  integrate,
  KeyedRng,
  logGamma,
  logNormalSurvival,
  minimise,
  normalCdf,
  ofEigenvalues,
  seededRng,
  symmetricEigen,
  upperGamma,
  wordOf,
} from './index.js';

describe('the gamma function', () => {
  it.each([
    [1, 0],
    [0.5, Math.log(Math.PI) / 2],
    [5, Math.log(24)],
    [0.1, 2.252_712_651_734_206],
    [100, 359.134_205_369_575_4],
  ])('ln Gamma(%d)', (x, expected) => {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-13 * Math.max(1, Math.abs(expected)));
  });

  it.each([0.1, 0.7, 2, 9, 40])('of shape 1 leaves exp(-x), of shape 1/2 two tails of a normal (x %d)', (x) => {
    expect(upperGamma(1, x)).toBeCloseTo(Math.exp(-x), 13);
    expect(upperGamma(0.5, x)).toBeCloseTo(2 * normalCdf(-Math.sqrt(2 * x)), 13);
  });

  it('obeys Q(k + 1, x) = Q(k, x) + x^k exp(-x) / Gamma(k + 1), on both sides of the change of method', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (k, x) => {
          const step = x === 0 ? 0 : Math.exp(k * Math.log(x) - x - logGamma(k + 1));
          expect(Math.abs(upperGamma(k + 1, x) - upperGamma(k, x) - step)).toBeLessThan(1e-12);
        },
      ),
    );
  });

  it('is 1 at nothing and 0 at infinity', () => {
    expect([upperGamma(1.4, 0), upperGamma(1.4, Infinity)]).toEqual([1, 0]);
  });
});

describe('integrate', () => {
  it.each<[string, (x: number) => number, number, number, number]>([
    ['a polynomial', (x) => x ** 3, 0, 2, 4],
    ['a wave', Math.sin, 0, Math.PI, 2],
    ['a pole at an end', (x) => 1 / Math.sqrt(x), 0, 1, 2],
    ['a kink at an end', (x) => Math.sqrt(x), 0, 1, 2 / 3],
    ['a narrow peak', (x) => Math.exp(-x * x * 500), -1, 1, Math.sqrt(Math.PI / 500)],
    ['nothing', () => 1, 2, 2, 0],
  ])('%s', (_, f, low, high, expected) => {
    expect(Math.abs(integrate(f, low, high) - expected)).toBeLessThan(1e-11);
  });
});

describe('KeyedRng', () => {
  const first = (rng: KeyedRng, count = 5): readonly number[] => Array.from({ length: count }, () => rng.uniform());

  it('has one stream per key, whatever was drawn before', () => {
    const rng = new KeyedRng(7);
    const once = first(rng.select(1, 2, 3));
    first(rng.select(1, 2, 4), 100);
    expect(first(rng.select(1, 2, 3))).toEqual(once);
    expect(first(new KeyedRng(7).select(1, 2, 3))).toEqual(once);
    for (const other of [new KeyedRng(8).select(1, 2, 3), rng.select(2, 1, 3), rng.select(1, 2), rng.select(1, 3, 2)]) {
      expect(first(other)).not.toEqual(once);
    }
  });

  it('draws uniforms and normals over neighbouring keys as over one stream', () => {
    const rng = new KeyedRng(1);
    const draws = 50_000;
    const cells = new Float64Array(100);
    let [sum, squares, products, last] = [0, 0, 0, 0];
    for (let key = 0; key < draws; key += 1) {
      const u = rng.select(key, 5).uniform();
      cells[Math.floor(u * 100)]! += 1;
      const z = rng.normal();
      sum += z;
      squares += z * z;
      products += z * last;
      last = z;
    }
    const chiSquare = cells.reduce((total, count) => total + (count - draws / 100) ** 2 / (draws / 100), 0);
    // 99.9 % quantile of 99 degrees of freedom, then four standard errors.
    expect(chiSquare).toBeLessThan(149);
    expect(Math.abs(sum / draws)).toBeLessThan(4 / Math.sqrt(draws));
    expect(Math.abs(squares / draws - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
    expect(Math.abs(products / draws)).toBeLessThan(4 / Math.sqrt(draws));
  });

  it('has exponentials of the rate and integers below the bound', () => {
    const rng = new KeyedRng(3).select(0, 0);
    let [total, largest] = [0, 0];
    for (let i = 0; i < 20_000; i += 1) {
      total += rng.exponential(4);
      largest = Math.max(largest, rng.below(6));
    }
    expect(Math.abs(total / 20_000 - 0.25)).toBeLessThan(0.01);
    expect(largest).toBe(5);
  });

  it('names have words of their own', () => {
    expect(new Set(['D1', 'D2', '1D', '', 'dealer'].map(wordOf)).size).toBe(5);
  });
});

describe('a minimum', () => {
  const rosenbrock = ([x, y]: ArrayLike<number> & Iterable<number>): number =>
    (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2;

  it('is found at the end of a bent valley', () => {
    const { at, value, hasConverged } = minimise(rosenbrock, [-1.2, 1], 1);
    expect(hasConverged).toBe(true);
    expect(value).toBeLessThan(1e-9);
    expect(at[0]).toBeCloseTo(1, 4);
  });

  it('is not looked for where the function is not defined', () => {
    const { at } = minimise((x) => (x[0]! > 0 ? x[0]! - Math.log(x[0]!) : Infinity), [5], 0.01);
    expect(at[0]).toBeCloseTo(1, 4);
  });

  it('is not claimed when the search was cut off', () => {
    expect(minimise(rosenbrock, [-1.2, 1], 1, 3).hasConverged).toBe(false);
  });

  it('has the curvature of its second derivatives', () => {
    const [first, second] = hessian(rosenbrock, [1, 1]);
    expect(first![0]).toBeCloseTo(802, 1);
    expect(first![1]).toBeCloseTo(-400, 1);
    expect(second![1]).toBeCloseTo(200, 1);
  });
});

describe('a symmetric matrix', () => {
  it('is the sum of its eigenvalues times the squares of its eigenvectors', () => {
    const rng = seededRng(4);
    for (let size = 1; size <= 12; size += 1) {
      const half = Array.from({ length: size }, () => Array.from({ length: size }, () => rng.normal()));
      const matrix = half.map((row, i) => row.map((x, j) => x + half[j]![i]!));
      const eigen = symmetricEigen(matrix);
      ofEigenvalues(eigen, (value) => value).forEach((row, i) => {
        row.forEach((x, j) => {
          expect(x).toBeCloseTo(matrix[i]![j]!, 10);
        });
      });
      const product = ofEigenvalues(eigen, (value) => 1 / value).map((row) =>
        matrix.map((_, j) => row.reduce((sum, x, k) => sum + x * matrix[k]![j]!, 0)),
      );
      product.forEach((row, i) => {
        row.forEach((x, j) => {
          expect(x).toBeCloseTo(i === j ? 1 : 0, 8);
        });
      });
    }
  });
});

describe('the eigenvectors of a large symmetric matrix', () => {
  it.each([65, 130])('make it up again, and are of length 1 and apart (%d rows)', (size) => {
    const rng = seededRng(size);
    // Of low rank, so that most eigenvalues are next to equal.
    const factors = Array.from({ length: size }, () => [rng.normal(), rng.normal()]);
    const matrix = factors.map(([x, y], i) =>
      Float64Array.from(factors, ([u, v], j) => x! * u! + y! * v! + (i === j ? 0.5 : 0)),
    );
    const eigen = symmetricEigen(matrix);
    let [apart, astray] = [0, 0];
    ofEigenvalues(eigen, (value) => value).forEach((row, i) => {
      row.forEach((x, j) => {
        apart = Math.max(apart, Math.abs(x - matrix[i]![j]!));
      });
    });
    ofEigenvalues(eigen, () => 1).forEach((row, i) => {
      row.forEach((x, j) => {
        astray = Math.max(astray, Math.abs(x - (i === j ? 1 : 0)));
      });
    });
    expect(apart).toBeLessThan(1e-11);
    expect(astray).toBeLessThan(1e-12);
  });

  it('leaves a diagonal matrix alone, and refuses what is not finite', () => {
    const diagonal = Array.from({ length: 80 }, (_, i) => new Float64Array(80).fill(i - 40, i, i + 1));
    expect([...symmetricEigen(diagonal).values]).toEqual(diagonal.map((row, i) => row[i]));
    diagonal[3]![4] = NaN;
    expect(() => symmetricEigen(diagonal)).toThrow(RangeError);
  });
});

describe('the logarithm of a normal tail', () => {
  it.each([-3, 0, 2.5, 6.9, 7.1, 12])('is that of the tail at %d', (z) => {
    expect(logNormalSurvival(z)).toBeCloseTo(Math.log(normalCdf(-z)), 6);
  });

  it('goes on falling where the tail itself is nothing', () => {
    expect(logNormalSurvival(60)).toBeCloseTo(-1800 - Math.log(60 * Math.sqrt(2 * Math.PI)), 3);
  });
});

import { describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import { MetaorderLengths } from './metaorder-lengths.js';
import { checkMetaorders, type MetaorderParameters } from './metaorder-parameters.js';
import { MetaorderSigns, signAutocorrelation } from './metaorder-signs.js';

const PARAMETERS: MetaorderParameters = { concurrent: 5, tailExponent: 1.5, mostChildren: 10_000 };

describe('MetaorderLengths', () => {
  const lengths = new MetaorderLengths(PARAMETERS);
  const n = 100_000;

  it.each([1, 2, 5, 20, 100])('draws at least %d children as often as the power law says', (children) => {
    const rng = seededRng(children);
    let [whole, left] = [0, 0];
    for (let i = 0; i < n; i += 1) {
      whole += lengths.draw(rng) >= children ? 1 : 0;
      left += lengths.drawLeft(rng) >= children ? 1 : 0;
    }
    const within = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / n) + 1e-12;
    expect(lengths.atLeast(children)).toBeCloseTo(children ** -1.5, 5);
    expect(Math.abs(whole / n - lengths.atLeast(children))).toBeLessThan(within(lengths.atLeast(children)));
    expect(Math.abs(left / n - lengths.leftAtLeast(children))).toBeLessThan(within(lengths.leftAtLeast(children)));
  });

  it('draws nothing beyond the longest', () => {
    const short = new MetaorderLengths({ tailExponent: 1.1, mostChildren: 3 });
    const rng = seededRng(1);
    const drawn = new Set(Array.from({ length: 2000 }, () => [short.draw(rng), short.drawLeft(rng)]).flat());
    expect([...drawn].sort()).toEqual([1, 2, 3]);
    expect([short.atLeast(4), short.leftAtLeast(1), short.leftAtLeast(4)]).toEqual([0, 1, 0]);
  });
});

describe('MetaorderSigns', () => {
  it('have the autocorrelation that theory says, at every lag', () => {
    const signs = new MetaorderSigns(PARAMETERS, seededRng(17));
    const series = Int8Array.from({ length: 1_000_000 }, () => {
      const place = signs.nextPlace();
      const sign = signs.sign[place]!;
      signs.childDone(place);
      return sign;
    });
    for (const lag of [1, 3, 10, 30, 100, 300]) {
      let sum = 0;
      for (let i = lag; i < series.length; i += 1) sum += series[i]! * series[i - lag]!;
      // Long memory: the error of the mean falls slower than a root of the length.
      expect(Math.abs(sum / (series.length - lag) - signAutocorrelation(PARAMETERS, lag))).toBeLessThan(0.015);
    }
  });

  it('repeat themselves for one seed', () => {
    const run = (): readonly number[] => {
      const signs = new MetaorderSigns(PARAMETERS, seededRng(4));
      return Array.from({ length: 50 }, () => {
        const place = signs.nextPlace();
        return signs.childDone(place) ? -place : signs.left[place]!;
      });
    };
    expect(run()).toEqual(run());
  });
});

describe('signAutocorrelation', () => {
  it.each([1.3, 1.5, 1.7])('falls as the lag to 1 - %d', (tailExponent) => {
    const parameters = { concurrent: 5, tailExponent, mostChildren: 1_000_000 };
    const exponent = Math.log(signAutocorrelation(parameters, 4000) / signAutocorrelation(parameters, 2000)) / Math.LN2;
    expect(Math.abs(exponent - (1 - tailExponent))).toBeLessThan(0.06);
  });

  it('of one metaorder at a time is the chance that it goes on', () => {
    const one = { ...PARAMETERS, concurrent: 1 };
    expect(signAutocorrelation(one, 3)).toBe(new MetaorderLengths(one).leftAtLeast(4));
  });
});

describe('checkMetaorders', () => {
  it('finds nothing wrong with what a market has', () => {
    expect(checkMetaorders(PARAMETERS)).toBeUndefined();
  });

  it.each<[string, number]>([
    ['concurrent', 0],
    ['concurrent', 1.5],
    ['tailExponent', 1],
    ['tailExponent', 2],
    ['tailExponent', NaN],
    ['mostChildren', 0],
    ['mostChildren', 2e6],
  ])('refuses an impossible %s of %d by name', (field, value) => {
    expect(checkMetaorders({ ...PARAMETERS, [field]: value })).toMatchObject({ code: 'IMPOSSIBLE_PARAMETERS', field });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  costBps,
  formatInstant,
  gridValue,
  GrowingColumn,
  normalCdf,
  normalPdf,
  normalQuantile,
  parseInstant,
  priceAtCost,
  seededRng,
} from './index.js';

describe('instant', () => {
  it.each([
    ['2012-06-21T13:30:00.017459617Z', 1_340_285_400_017_459_617n],
    ['1970-01-01T00:00:00Z', 0n],
    ['1969-12-31T23:59:59.999999999Z', -1n],
    ['2024-02-29T12:00:00.5+02:00', 1_709_200_800_500_000_000n],
  ])('reads %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    '2023-02-29T00:00:00Z',
    '2012-06-21',
    '2012-06-21T24:00:00Z',
    '2012-13-01T00:00:00Z',
    'now',
    '2012-06-21T13:30:00',
  ])('refuses %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -62_000_000_000_000_000_000n, max: 250_000_000_000_000_000_000n }), (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
    );
  });
});

describe('canonicalJson', () => {
  it('has one spelling per value', () => {
    expect(canonicalJson({ b: [1, -0, 'x"'], a: undefined, c: { z: null, y: 1n } })).toBe(
      '{"b":[1,0,"x\\""],"c":{"y":"1","z":null}}',
    );
  });

  it('survives a round trip byte-equal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = canonicalJson(value);
        expect(canonicalJson(JSON.parse(once))).toBe(once);
      }),
    );
  });

  it.each([NaN, Infinity, -Infinity])('refuses %s', (value) => {
    expect(() => canonicalJson({ value })).toThrow(RangeError);
  });
});

describe('normal', () => {
  it.each([
    [0, 0.5],
    [1, 0.841_344_746_068_542_9],
    [-1.959_963_984_540_054, 0.025],
    [-8, 6.220_960_574_271_786e-16],
    [40, 1],
  ])('cdf(%d)', (z, p) => {
    expect(Math.abs(normalCdf(z) / p - 1)).toBeLessThan(1e-7);
  });

  it('quantile inverts cdf', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
      }),
    );
  });

  it('pdf is the slope of cdf', () => {
    expect((normalCdf(0.7 + 1e-5) - normalCdf(0.7 - 1e-5)) / 2e-5).toBeCloseTo(normalPdf(0.7), 8);
  });
});

describe('bps', () => {
  it('a worse price costs more, on both sides', () => {
    expect(costBps('BUY', 100.1, 100)).toBeCloseTo(10, 9);
    expect(costBps('SELL', 99.9, 100)).toBeCloseTo(10, 9);
    expect(costBps('SELL', priceAtCost('SELL', 50, 7), 50)).toBeCloseTo(7, 9);
  });
});

describe('gridValue', () => {
  it.each([
    [3, 0.1, 0.3],
    [57, 1e-3, 0.057],
    [29, 1e-8, 2.9e-7],
    [10_007, 0.01, 100.07],
    [5_401, 5, 27_005],
    [18_046, 0.25, 4_511.5],
  ])('%d steps of %d', (steps, step, value) => {
    expect(gridValue(steps, step)).toBe(value);
  });
});

describe('GrowingColumn', () => {
  it('holds whatever is pushed, in order, beyond its first room too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), (length) => {
        const column = new GrowingColumn();
        for (let i = 0; i < length; i += 1) column.push(i / 2);
        expect(column.length).toBe(length);
        expect(column.toArray()).toEqual(Float64Array.from({ length }, (_, i) => i / 2));
      }),
      { numRuns: 20 },
    );
  });

  it('gives what it held when it was asked, not what is set later', () => {
    const column = new GrowingColumn();
    column.push(1);
    const before = column.toArray();
    column.set(0, 2);
    expect([...before, column.at(0)]).toEqual([1, 2]);
  });
});

describe('seededRng', () => {
  it('repeats itself', () => {
    const [a, b] = [seededRng(7), seededRng(7)];
    expect(Array.from({ length: 5 }, () => a.uniform())).toEqual(Array.from({ length: 5 }, () => b.uniform()));
  });

  it('draws standard normals', () => {
    const rng = seededRng(1);
    const draws = Array.from({ length: 20_000 }, () => rng.normal());
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { modelManifest } from '../../../../../test/factories/trained-model.js';
import { calibratedQuantilesBps } from './calibrated-quantiles.js';
import { calibrationTable, offsetsAt, sizeClassOf } from './calibration-table.js';

const { calibration, inputs } = modelManifest();
const table = calibrationTable(
  calibration,
  inputs.map(({ name }) => name),
  4,
  2,
);

describe('calibrationTable', () => {
  it.each([
    [-9, 0],
    [-8, 1],
    [-6.5, 1],
    [-6, 2],
    [0, 2],
  ])('ln(Q/V) %d is of class %d', (value, sizeClass) => {
    expect(sizeClassOf(table, value)).toBe(sizeClass);
  });

  it.each<[string, number, number, readonly number[]]>([
    ['its own offsets', 0, 0, [0.5, 0.3, 0.2, 0.1]],
    ['those of the smaller class, which are larger than its own', 1, 0, [0.5, 0.3, 0.2, 0.1]],
    ['the overall ones, where they are larger than those of smaller classes', 1, 1, [0.4, 0.2, 0.1, -0.05]],
    ['its own, larger than the overall ones before', 2, 1, [0.6, 0.4, 0.3, 0.2]],
  ])('a cell has %s', (_, sizeClass, regime, expected) => {
    const from = offsetsAt(table, 3, sizeClass, regime);
    expect([...table.offsetsBps.subarray(from, from + 4)]).toEqual(expected);
  });
});

describe('calibratedQuantilesBps', () => {
  it('sorts, moves the pairs apart and sorts again', () => {
    const raw = [99, -4, -2, -3, -1, 0, 1, 2, 3, 4];
    const from = offsetsAt(table, 0, 1, 1);
    const expected = [-4.4, -3.2, -2.1, -0.95, 0, 0.95, 2.1, 3.2, 4.4];
    for (const [k, quantile] of calibratedQuantilesBps(raw, 1, 9, table, from).entries()) {
      expect(quantile).toBeCloseTo(expected[k]!, 12);
    }
  });

  it('never lets quantiles cross, whatever a model says', () => {
    const raw = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(raw, fc.nat({ max: 2 }), fc.nat({ max: 1 }), (quantiles, size, regime) => {
        const calibrated = calibratedQuantilesBps(quantiles, 0, 9, table, offsetsAt(table, 0, size, regime));
        expect(calibrated).toEqual([...calibrated].sort((a, b) => a - b));
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { modelManifest } from '../../../../../test/factories/trained-model.js';
import { mixtureTable, mostProbable, responsibilities } from './mixture-table.js';

const mixture = modelManifest().regimes!;
const table = mixtureTable(mixture, mixture.inputs);

/** Weight times the normal density of the scaled row, up to the constant that all components share. */
const density = (component: number, row: readonly [number, number]): number => {
  const z = row.map((x, i) => (x - mixture.scaler.mean[i]!) / mixture.scaler.scale[i]! - mixture.means[component]![i]!);
  const [[a, b], [, c]] = mixture.precisionsCholesky[component]! as [[number, number], [number, number]];
  const [y0, y1] = [z[0]! * a, z[0]! * b + z[1]! * c];
  return mixture.weights[component]! * a * c * Math.exp(-(y0 * y0 + y1 * y1) / 2);
};

describe('responsibilities', () => {
  it('are the shares of the weighted densities', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }), (x, y) => {
        const densities = [density(0, [x, y]), density(1, [x, y])];
        const sum = densities[0]! + densities[1]!;
        const computed = responsibilities(table, [x, y]);
        for (const [c, share] of computed.entries()) expect(share).toBeCloseTo(densities[c]! / sum, 9);
      }),
    );
  });

  it('answer far from every regime too', () => {
    const computed = responsibilities(table, [1e6, -1e6]);
    expect(computed[0]! + computed[1]!).toBeCloseTo(1, 12);
    expect(computed[mostProbable(computed)]).toBe(1);
  });
});

describe('mostProbable', () => {
  it.each<[readonly number[], number]>([
    [[1], 0],
    [[0.2, 0.8], 1],
    [[0.5, 0.5], 0],
  ])('of %j is %d', (probabilities, regime) => {
    expect(mostProbable(probabilities)).toBe(regime);
  });
});

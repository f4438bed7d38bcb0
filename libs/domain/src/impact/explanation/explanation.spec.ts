import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyTree } from '../../../../../test/factories/any-tree.js';
import { market } from '../../../../../test/factories/market.js';
import {
  additiveDocument,
  features,
  modelManifest,
  PROBABILITIES,
} from '../../../../../test/factories/trained-model.js';
import {
  AdditiveModel,
  additiveQuantiles,
  explainAdditive,
  explainByReplacement,
  nearestAnalogues,
  prepareForecast,
  replacementRows,
  trainedForecast,
  trainedModel,
  type AdditiveForm,
  type ImpactRequest,
  type RegressionTree,
} from '../index.js';
import { meanWeights } from './explanation.js';
import { addFormContributions } from './form-contributions.js';
import { addTreeContributions, expectedLeaf } from './tree-contributions.js';

const INPUTS = 4;
const row = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: INPUTS, maxLength: INPUTS });

/** What a tree says of a row of which only some inputs are known: the others go both ways, by cover. */
const knowing = (tree: RegressionTree, known: ReadonlySet<number>, x: readonly number[]): number => {
  const covered = (child: number): number =>
    child < 0 ? tree.cover[~child]! : covered(tree.left[child]!) + covered(tree.right[child]!);
  const value = (child: number): number => {
    if (child < 0) return tree.value[~child]!;
    const [left, right] = [tree.left[child]!, tree.right[child]!];
    const input = tree.feature[child]!;
    if (known.has(input)) return value(x[input]! <= tree.threshold[child]! ? left : right);
    return (covered(left) * value(left) + covered(right) * value(right)) / covered(child);
  };
  return value(tree.feature.length > 0 ? 0 : ~0);
};

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** Shapley values by all coalitions. */
const shapley = (worth: (known: ReadonlySet<number>) => number): readonly number[] =>
  Array.from({ length: INPUTS }, (_, i) => {
    let sum = 0;
    for (let bits = 0; bits < 1 << INPUTS; bits += 1) {
      if ((bits & (1 << i)) !== 0) continue;
      const members = new Set(Array.from({ length: INPUTS }, (_, j) => j).filter((j) => (bits & (1 << j)) !== 0));
      const weight = (factorial(members.size) * factorial(INPUTS - members.size - 1)) / factorial(INPUTS);
      sum += weight * (worth(new Set([...members, i])) - worth(members));
    }
    return sum;
  });

describe('contributions of a tree', () => {
  it('are its Shapley values, as all coalitions give them', () => {
    fc.assert(
      fc.property(anyTree(INPUTS, 10), row, (tree, x) => {
        const contributions = new Float64Array(INPUTS);
        addTreeContributions(tree, x, 1, contributions);
        const expected = shapley((known) => knowing(tree, known, x));
        for (const [i, value] of expected.entries()) expect(contributions[i]).toBeCloseTo(value, 9);
        expect(expectedLeaf(tree)).toBeCloseTo(knowing(tree, new Set(), x), 9);
      }),
    );
  });
});

describe('contributions of a form', () => {
  const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: INPUTS, maxLength: INPUTS });
  const scale = fc.option(fc.record({ weights: numbers, intercept: fc.integer({ min: -9, max: 9 }) }));

  it('and its base sum to the quantile, with a scale and without', () => {
    fc.assert(
      fc.property(
        fc.array(anyTree(INPUTS, 6), { maxLength: 3 }),
        numbers,
        scale,
        row,
        row,
        (trees, w, scale, x, reference) => {
          const form: AdditiveForm = { probabilities: [0.5], linear: [w], intercept: [3], scale, trees: [trees] };
          const contributions = new Float64Array(INPUTS);
          const base = addFormContributions(form, 0, x, reference, 2, contributions);
          const dot = (weights: readonly number[]): number => weights.reduce((sum, v, i) => sum + v * x[i]!, 0);
          const leaves = trees.reduce((sum, tree) => sum + knowing(tree, new Set([0, 1, 2, 3]), x), 0);
          const raw = 3 + dot(w) + (scale === null ? 1 : scale.intercept + dot(scale.weights)) * leaves;
          const sum = contributions.reduce((a, b) => a + b, base);
          expect(Math.abs(sum - 2 * raw)).toBeLessThan(1e-8 * (1 + Math.abs(raw)));
        },
      ),
    );
  });
});

describe('an explanation', () => {
  const model = trainedModel(modelManifest());
  const additive = new AdditiveModel(additiveDocument(), 7);
  const request = (overrides: Partial<ImpactRequest> = {}): ImpactRequest => ({
    side: 'BUY',
    quantity: 10_000,
    horizonSeconds: 120,
    aggression: 0.3,
    market: market(),
    features: features(),
    ...overrides,
  });
  const explained = (asked: ImpactRequest) => {
    const prepared = prepareForecast(model, asked);
    if (!prepared.ok) throw new Error(prepared.error.message);
    const outputs = new Float64Array(additive.outputs);
    additiveQuantiles(additive, prepared.value.row.inputs, outputs, 1);
    const forecast = trainedForecast(model, prepared.value, outputs, 0, 'COMPILED');
    if (!forecast.ok) throw new Error(forecast.error.message);
    const rows = replacementRows(model, prepared.value);
    const answers = new Float64Array((rows.length / 7) * additive.outputs);
    additiveQuantiles(additive, rows, answers, rows.length / 7);
    return {
      prepared: prepared.value,
      exact: explainAdditive(model, additive, prepared.value, forecast.value),
      replaced: explainByReplacement(model, prepared.value, forecast.value, answers),
      mean: forecast.value.slippage.meanBps,
    };
  };

  it('sums to the expected slippage, inside the reach and beyond', () => {
    const quantity = fc.double({ min: 1, max: 1e6, noNaN: true });
    const horizonSeconds = fc.double({ min: 1, max: 1e5, noNaN: true });
    const aggression = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(quantity, horizonSeconds, aggression, (quantity, horizonSeconds, aggression) => {
        const { exact, replaced, mean } = explained(request({ quantity, horizonSeconds, aggression }));
        for (const { baseBps, inputs, terms, meanBps } of [exact, replaced]) {
          expect(meanBps).toBe(mean);
          const sum = [...inputs, ...terms].reduce((sum, { bps }) => sum + bps, baseBps);
          expect(Math.abs(sum - mean)).toBeLessThan(1e-9 * (1 + Math.abs(mean)));
        }
      }),
    );
  });

  it('names what is not the model: calibration, the posted share, the way beyond the reach', () => {
    const inside = explained(request({ inHindsight: true })).exact;
    expect(inside.terms.map(({ name }) => name)).toEqual(['calibration', 'aggression']);
    // Offsets are the same up and down, and the quantiles do not cross.
    expect(inside.terms[0]!.bps).toBeCloseTo(0, 9);
    expect(inside.terms[1]!.bps).toBeCloseTo(-0.35, 9);
    const beyond = explained(request({ quantity: 400_000 })).exact;
    expect(beyond.terms.find(({ name }) => name === 'beyondTraining')!.bps).toBeGreaterThan(1);
    const [own, decided] = [inside.meanBps, explained(request()).exact];
    expect(decided.terms.find(({ name }) => name === 'level')!.bps).toBeCloseTo(decided.meanBps - own, 1);
  });

  it('tells the inputs apart: what has no part gets nothing, the largest comes first', () => {
    const { exact } = explained(request());
    const byName = Object.fromEntries(exact.inputs.map(({ name, bps }) => [name, bps]));
    expect(byName.sentiment).toBe(0);
    expect(byName.lnHorizonSeconds).toBe(0);
    // Linear alone: -.2 x (.2 - 0).
    expect(byName.imbalanceBest).toBeCloseTo(-0.04, 6);
    const sizes = exact.inputs.map(({ bps }) => Math.abs(bps));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  it('gives the nearest analogues first', () => {
    const { prepared } = explained(request());
    const own = [...prepared.row.inputs];
    const analogue = (n: number, inputs: readonly number[]) => ({
      inputs,
      n,
      meanBps: n,
      quantilesBps: [...PROBABILITIES],
    });
    const analogues = [
      analogue(1, own.with(3, own[3]! + 3.8)),
      analogue(2, own.with(6, 1e6)),
      analogue(3, own.with(5, own[5]! + 0.2)),
    ];
    const near = nearestAnalogues(trainedModel(modelManifest({ analogues })), prepared, 2);
    expect(near.map(({ n }) => n)).toEqual([2, 3]);
    expect(near[0]!.distance).toBe(0);
    expect(near[1]!.distance).toBeCloseTo(0.1 / Math.sqrt(6), 6);
    expect(nearestAnalogues(model, prepared, 2)).toEqual([]);
  });
});

describe('meanWeights', () => {
  it('give the mean of symmetric knots, and sum to 1', () => {
    const weights = meanWeights(PROBABILITIES);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const [k, weight] of weights.entries()) {
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeCloseTo(weights.at(-1 - k)!, 12);
    }
  });
});

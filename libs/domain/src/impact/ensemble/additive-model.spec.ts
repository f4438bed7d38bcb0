import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyTree } from '../../../../../test/factories/any-tree.js';
import { additiveDocument, modelManifest, PROBABILITIES, stump } from '../../../../../test/factories/trained-model.js';
import {
  additiveQuantiles,
  AdditiveModel,
  IMPACT_LABELS,
  parseAdditiveModel,
  type AdditiveDocument,
  type RegressionTree,
} from '../index.js';

import { BitTrees } from './bit-trees.js';

const INPUTS = 4;

const walked = (tree: RegressionTree, row: ArrayLike<number>): number => {
  let child = tree.feature.length > 0 ? 0 : ~0;
  while (child >= 0) {
    child = row[tree.feature[child]!]! <= tree.threshold[child]! ? tree.left[child]! : tree.right[child]!;
  }
  return tree.value[~child]!;
};

describe('trees', () => {
  const row = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: INPUTS, maxLength: INPUTS });

  it('end in the leaves that a walk down ends in, at the thresholds too', () => {
    fc.assert(
      fc.property(
        fc.array(anyTree(INPUTS), { maxLength: 6 }),
        fc.array(row, { minLength: 1, maxLength: 5 }),
        (trees, rows) => {
          const laid = new BitTrees(trees, INPUTS);
          for (const [r, one] of rows.entries()) {
            laid.enter(Float32Array.from(rows.flat()), r * INPUTS);
            for (const [t, tree] of trees.entries()) expect(laid.sum(t, t + 1)).toBe(walked(tree, one));
          }
        },
      ),
    );
  });
});

describe('additiveQuantiles', () => {
  it('is intercept + linear + scale x sum of leaves, row by row and label by label', () => {
    const document = additiveDocument();
    const model = new AdditiveModel(document, 7);
    const rows = Float32Array.from([-8, 5, 3, 0.5, 8, 0.1, 0, -5, 6, 9, 2, 20, -1, 0]);
    const outputs = new Float64Array(2 * model.outputs);
    additiveQuantiles(model, rows, outputs, 2);
    for (const r of [0, 1]) {
      const row = [...rows.subarray(7 * r, 7 * r + 7)];
      for (const [l, label] of IMPACT_LABELS.entries()) {
        const { linear, intercept, scale, trees } = document.labels[label];
        for (const k of PROBABILITIES.keys()) {
          const dot = (weights: readonly number[]): number => weights.reduce((sum, w, i) => sum + w * row[i]!, 0);
          const leaves = trees[k]!.reduce((sum, tree) => sum + walked(tree, row), 0);
          const expected = intercept[k]! + dot(linear[k]!) + (scale!.intercept + dot(scale!.weights)) * leaves;
          expect(outputs[(r * 5 + l) * 9 + k]).toBeCloseTo(expected, 12);
        }
      }
    }
  });
});

describe('parseAdditiveModel', () => {
  const changed = (
    change: (document: Record<string, unknown> & { labels: AdditiveDocument['labels'] }) => void,
  ): string => {
    const document = JSON.parse(JSON.stringify(additiveDocument())) as Record<string, unknown> & {
      labels: AdditiveDocument['labels'];
    };
    change(document);
    return JSON.stringify(document);
  };
  const withTree = (tree: Partial<RegressionTree>): string =>
    changed(({ labels }) => {
      (labels.peak.trees[2] as RegressionTree[])[0] = { ...stump(0, 1, 2, 3), ...tree };
    });

  it('accepts what the factory makes', () => {
    const parsed = parseAdditiveModel(JSON.stringify(additiveDocument()), modelManifest());
    expect(parsed).toMatchObject({ ok: true, value: { inputs: 7, outputs: 45 } });
  });

  it.each<[string, string]>([
    ['', 'not JSON'],
    ['other', changed((document) => (document.other = 1))],
    ['labels.perm5', changed((document) => Object.assign(document.labels, { perm5: undefined }))],
    ['labels.peak.probabilities', changed(({ labels }) => (labels.peak.probabilities as number[]).pop())],
    ['labels.peak.linear.8', changed(({ labels }) => (labels.peak.linear[8] as number[]).pop())],
    ['labels.peak.intercept.0', changed(({ labels }) => ((labels.peak.intercept as (number | null)[])[0] = null))],
    ['labels.peak.scale.weights', changed(({ labels }) => (labels.peak.scale!.weights as number[]).push(1))],
    ['labels.peak.trees', changed(({ labels }) => (labels.peak.trees as unknown[]).pop())],
    ['labels.peak.trees.2.0.feature.0', withTree({ feature: [7] })],
    ['labels.peak.trees.2.0.threshold.0', withTree({ threshold: [0.1] })],
    ['labels.peak.trees.2.0.threshold', withTree({ threshold: [] })],
    ['labels.peak.trees.2.0.value', withTree({ value: [1, 2, 3] })],
    ['labels.peak.trees.2.0.cover.1', withTree({ cover: [1, 0] })],
    ['labels.peak.trees.2.0', withTree({ left: [0] })],
    ['labels.peak.trees.2.0', withTree({ left: [-2] })],
    ['labels.peak.trees.2.0', withTree({ left: [-3] })],
    ['labels.peak.trees.2.0', withTree({ left: [0.5] })],
  ])('refuses a fault at %s', (field, json) => {
    expect(parseAdditiveModel(json, modelManifest())).toMatchObject({
      ok: false,
      error: { code: 'INVALID_ADDITIVE_MODEL', field },
    });
  });
});

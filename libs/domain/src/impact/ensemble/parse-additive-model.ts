import { err, ok, type Failure, type Result } from '#domain/core';
import {
  and,
  exactly,
  finite,
  listOf,
  nullable,
  objectOf,
  parsedJson,
  positive,
  singlePrecision,
  wholeFrom,
  type DocumentFault,
  type Rule,
} from '../document/rule.js';
import { IMPACT_LABELS } from '../trained/impact-label.js';
import { type ModelManifest } from '../trained/model-manifest.js';
import { type AdditiveDocument, type AdditiveForm, type RegressionTree } from './additive-document.js';
import { AdditiveModel } from './additive-model.js';
import { TREE_LEAVES_MOST } from './bit-trees.js';

/** Why an additive form was refused: where in it, and what would be right there. */
export interface AdditiveModelError extends Failure<'INVALID_ADDITIVE_MODEL'> {
  readonly field: string;
  readonly allowed: string;
}

/** Reads `compiled.json` beside its manifest; every number of it is checked, the first fault is the error. */
export const parseAdditiveModel = (
  json: string,
  { inputs, probabilities }: Pick<ModelManifest, 'inputs' | 'probabilities'>,
): Result<AdditiveModel, AdditiveModelError> => {
  const document = parsedJson(json);
  const fault = documentRule(inputs.length, probabilities)(document, '');
  return fault === undefined ? ok(new AdditiveModel(document as AdditiveDocument, inputs.length)) : err(refusal(fault));
};

const refusal = ({ at, allowed }: DocumentFault): AdditiveModelError => ({
  code: 'INVALID_ADDITIVE_MODEL',
  field: at,
  allowed,
  message: at === '' ? `the additive form must be ${allowed}` : `${at} must be ${allowed}`,
});

const documentRule = (inputs: number, probabilities: readonly number[]): Rule => {
  const quantiles = probabilities.length;
  const perInput = exactly(inputs, finite);
  const form = objectOf({
    probabilities: sameAs(probabilities),
    linear: exactly(quantiles, perInput),
    intercept: exactly(quantiles, finite),
    scale: nullable(objectOf({ weights: perInput, intercept: finite })),
    trees: exactly(quantiles, listOf(treeRule(inputs))),
  } satisfies Record<keyof AdditiveForm, Rule>);
  return objectOf({ labels: objectOf(Object.fromEntries(IMPACT_LABELS.map((label) => [label, form]))) });
};

const sameAs =
  (probabilities: readonly number[]): Rule =>
  (value, at) =>
    Array.isArray(value) &&
    value.length === probabilities.length &&
    probabilities.every((probability, k) => probability === value[k])
      ? undefined
      : { at, allowed: `the manifest's ${JSON.stringify(probabilities)}` };

const treeRule = (inputs: number): Rule => {
  const fields = objectOf({
    feature: listOf(wholeFrom(0)),
    threshold: listOf(singlePrecision),
    left: listOf(finite),
    right: listOf(finite),
    value: listOf(finite, 1),
    cover: listOf(positive, 1),
  } satisfies Record<keyof RegressionTree, Rule>);
  return and(fields, (value, at) => treeFault(value as RegressionTree, inputs, at));
};

const treeFault = (tree: RegressionTree, inputs: number, at: string): DocumentFault | undefined => {
  const nodes = tree.feature.length;
  if (nodes >= TREE_LEAVES_MOST) return { at: `${at}.feature`, allowed: `at most ${TREE_LEAVES_MOST - 1} inner nodes` };
  for (const field of ['threshold', 'left', 'right'] as const) {
    if (tree[field].length !== nodes)
      return { at: `${at}.${field}`, allowed: `a list of ${nodes}, one per inner node` };
  }
  for (const field of ['value', 'cover'] as const) {
    if (tree[field].length !== nodes + 1)
      return { at: `${at}.${field}`, allowed: `a list of ${nodes + 1}, one per leaf` };
  }
  const column = tree.feature.findIndex((feature) => feature >= inputs);
  if (column >= 0) return { at: `${at}.feature.${column}`, allowed: `a column from 0 to ${inputs - 1}` };
  const wide = tree.threshold.findIndex((threshold) => Math.fround(threshold) !== threshold);
  if (wide >= 0) return { at: `${at}.threshold.${wide}`, allowed: 'a value of single precision' };
  return isOneTree(tree)
    ? undefined
    : { at, allowed: 'a tree: every node but the root, and every leaf, is a child once' };
};

/** Every child is a node after its parent's visit or a leaf, and none is left out. */
const isOneTree = ({ feature, left, right }: RegressionTree): boolean => {
  const nodes = feature.length;
  const seen = new Set<number>();
  const open = [nodes > 0 ? 0 : ~0];
  for (let child = open.pop(); child !== undefined; child = open.pop()) {
    const exists = Number.isInteger(child) && child < nodes && ~child <= nodes;
    if (!exists || seen.has(child)) return false;
    seen.add(child);
    if (child >= 0) open.push(left[child]!, right[child]!);
  }
  return seen.size === 2 * nodes + 1;
};

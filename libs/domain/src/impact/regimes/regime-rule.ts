import {
  absentOr,
  exactly,
  finite,
  listOf,
  objectOf,
  positive,
  text,
  wholeFrom,
  type DocumentFault,
} from '../document/rule.js';
import { IMPACT_INPUTS } from '../inputs/index.js';
import { type ModelInput } from '../trained/model-input.js';
import { mixtureTable, responsibilities } from './mixture-table.js';
import { type RegimeMixture } from './regime-mixture.js';

const numbers = listOf(finite);

export const REGIME_RULE = objectOf({
  inputs: listOf(text, 1),
  scaler: objectOf({ mean: numbers, scale: listOf(positive) }),
  components: wholeFrom(1),
  weights: listOf(positive),
  means: listOf(numbers),
  precisionsCholesky: listOf(listOf(numbers)),
  names: listOf(text),
  chosenBy: () => undefined,
  golden: absentOr(listOf(objectOf({ inputs: numbers, probabilities: numbers }))),
});

/** Whether a mixture's sizes agree, its inputs are ones that the model has, and this code says what its author's says. */
export const regimeFault = (mixture: RegimeMixture, inputs: readonly ModelInput[]): DocumentFault | undefined =>
  inputsFault(mixture, inputs) ??
  sizesFault(mixture) ??
  weightsFault(mixture) ??
  choleskyFault(mixture) ??
  goldenFault(mixture);

const inputsFault = (mixture: RegimeMixture, inputs: readonly ModelInput[]): DocumentFault | undefined => {
  for (const [i, name] of mixture.inputs.entries()) {
    const at = `regimes.inputs.${i}`;
    if (!inputs.some((input) => input.name === name)) return { at, allowed: 'one of inputs' };
    if (mixture.inputs.indexOf(name) < i) return { at, allowed: 'an input that is not listed before' };
    const { inQuantity } = IMPACT_INPUTS.find((input) => input.name === name)!;
    if (inQuantity !== 'NONE') return { at, allowed: 'an input that does not depend on the quantity' };
  }
  return undefined;
};

const sizesFault = ({
  inputs,
  scaler,
  components,
  weights,
  means,
  precisionsCholesky,
  names,
}: RegimeMixture): DocumentFault | undefined => {
  const perInput = exactly(inputs.length, finite);
  return (
    perInput(scaler.mean, 'regimes.scaler.mean') ??
    perInput(scaler.scale, 'regimes.scaler.scale') ??
    exactly(components, finite)(weights, 'regimes.weights') ??
    exactly(components, perInput)(means, 'regimes.means') ??
    exactly(components, exactly(inputs.length, perInput))(precisionsCholesky, 'regimes.precisionsCholesky') ??
    exactly(components, text)(names, 'regimes.names')
  );
};

const weightsFault = ({ weights }: RegimeMixture): DocumentFault | undefined => {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return Math.abs(sum - 1) <= 1e-6 ? undefined : { at: 'regimes.weights', allowed: `of sum 1, not ${sum}` };
};

const choleskyFault = ({ precisionsCholesky }: RegimeMixture): DocumentFault | undefined => {
  for (const [component, rows] of precisionsCholesky.entries()) {
    for (const [i, row] of rows.entries()) {
      for (const [j, entry] of row.entries()) {
        const at = `regimes.precisionsCholesky.${component}.${i}.${j}`;
        if (j < i && entry !== 0) return { at, allowed: '0: the matrix is upper triangular' };
        if (j === i && entry <= 0) return { at, allowed: 'positive, on the diagonal' };
      }
    }
  }
  return undefined;
};

const GOLDEN_TOLERANCE = 1e-6;

const goldenFault = (mixture: RegimeMixture): DocumentFault | undefined => {
  const table = mixtureTable(mixture, mixture.inputs);
  for (const [i, { inputs, probabilities }] of (mixture.golden ?? []).entries()) {
    const at = `regimes.golden.${i}`;
    const fault =
      exactly(mixture.inputs.length, finite)(inputs, `${at}.inputs`) ??
      exactly(mixture.components, finite)(probabilities, `${at}.probabilities`);
    if (fault !== undefined) return fault;
    const computed = responsibilities(table, inputs);
    const agrees = computed.every((one, c) => Math.abs(one - probabilities[c]!) <= GOLDEN_TOLERANCE);
    if (!agrees) return { at: `${at}.probabilities`, allowed: `${computed.join(', ')}, as this code computes` };
  }
  return undefined;
};

import { err, ok, type Failure, type Result } from '#domain/core';
import { CALIBRATION_RULE, calibrationFault } from '../calibration/calibration-rule.js';
import {
  absentOr,
  and,
  exactly,
  finite,
  listOf,
  matching,
  notNegative,
  nullable,
  objectOf,
  oneOf,
  parsedJson,
  positive,
  rising,
  singlePrecision,
  text,
  wholeFrom,
  type DocumentFault,
  type Rule,
} from '../document/rule.js';
import { IDENTIFICATIONS } from '../identification.js';
import { IMPACT_INPUT_SETS, IMPACT_INPUTS } from '../inputs/index.js';
import { REGIME_RULE, regimeFault } from '../regimes/regime-rule.js';
import { HELD_OUT_RULES, heldOutFault } from './held-out-figures.js';
import { IMPACT_LABELS } from './impact-label.js';
import { type ModelInput } from './model-input.js';
import { type DefinitionsHash, type ModelManifest } from './model-manifest.js';

/** Why a manifest was refused: which field, and what would be right there. */
export interface ManifestError extends Failure<'INVALID_MANIFEST'> {
  readonly field: string;
  readonly allowed: string;
}

/** The definitions that this code computes; a model that was trained on others is refused. */
export interface KnownDefinitions {
  readonly featureSet: DefinitionsHash;
  /** Of each version. */
  readonly inputSets: readonly DefinitionsHash[];
}

/**
 * Reads `manifest.json`. Every field is checked, none may be unknown, and all must agree with one another and with the
 * definitions of this code; the first fault is the error.
 */
export const parseModelManifest = (json: string, known: KnownDefinitions): Result<ModelManifest, ManifestError> => {
  const document = parsedJson(json);
  const fault = MANIFEST_RULE(document, '') ?? faultTogether(document as ModelManifest, known);
  return fault === undefined ? ok(document as ModelManifest) : err(refusal(fault));
};

const refusal = ({ at, allowed }: DocumentFault): ManifestError => ({
  code: 'INVALID_MANIFEST',
  field: at,
  allowed,
  message: at === '' ? `the manifest must be ${allowed}` : `${at} must be ${allowed}`,
});

const hash = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 small hexadecimal digits');
/** Of the model's own folder. */
const fileName = matching(/^\w[\w.-]*$/, 'a file name without a path');
const file = { file: fileName, sha256: hash };
const definitions = objectOf({ version: text, sha256: hash });
const label = oneOf(...IMPACT_LABELS);
const inputName = oneOf(...IMPACT_INPUTS.map(({ name }) => name));

const inputRule: Rule = and(
  objectOf({ name: inputName, imputeWith: singlePrecision, low: singlePrecision, high: singlePrecision }),
  (value, at) => {
    const { imputeWith, low, high } = value as ModelInput;
    if (low > high) return { at: `${at}.low`, allowed: `at most ${at}.high, ${high}` };
    if (imputeWith < low || imputeWith > high) {
      return { at: `${at}.imputeWith`, allowed: `within [${low}, ${high}], the range of the training rows` };
    }
    return undefined;
  },
);

const MANIFEST_RULE: Rule = objectOf({
  name: matching(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens'),
  version: matching(/^\d+\.\d+\.\d+$/, 'a version such as 1.0.0'),
  modelVersion: text,
  kind: oneOf('ONNX'),
  identification: oneOf(...IDENTIFICATIONS),
  definition: oneOf('M', 'W', 'P'),
  instruments: nullable(listOf(text, 1)),
  model: objectOf({ ...file, opset: wholeFrom(1) }),
  golden: objectOf(file),
  compiled: absentOr(objectOf(file)),
  featureSet: definitions,
  inputSet: definitions,
  inputs: listOf(inputRule, 1),
  input: text,
  output: text,
  labels: exactly(IMPACT_LABELS.length, label),
  probabilities: listOf(finite, 2),
  families: objectOf(Object.fromEntries(IMPACT_LABELS.map((name) => [name, text]))),
  calibration: CALIBRATION_RULE,
  regimes: nullable(REGIME_RULE),
  priceGrid: absentOr(objectOf({ deadZoneTicks: notNegative })),
  reach: objectOf({ advFractionMax: positive, horizonSecondsMin: positive, horizonSecondsMax: positive }),
  training: objectOf({
    source: text,
    sha256: hash,
    days: listOf(matching(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2013-10-07'), 1),
    rows: wholeFrom(1),
    seed: wholeFrom(0),
  }),
  outOfSample: listOf(
    objectOf({ label, baseline: text, skill: finite, low: finite, high: finite, n: wholeFrom(1), fold: text }),
  ),
  notes: listOf(text),
  ...HELD_OUT_RULES,
  analogues: absentOr(
    listOf(objectOf({ inputs: listOf(finite), n: wholeFrom(1), meanBps: finite, quantilesBps: listOf(finite) })),
  ),
});

/** What each field may be, but not beside the others or in this code. */
const faultTogether = (manifest: ModelManifest, known: KnownDefinitions): DocumentFault | undefined =>
  versionFault(manifest) ??
  definitionsFault('featureSet', manifest.featureSet, [known.featureSet]) ??
  definitionsFault('inputSet', manifest.inputSet, known.inputSets) ??
  inputsFault(manifest) ??
  labelsFault(manifest) ??
  probabilitiesFault(manifest) ??
  reachFault(manifest) ??
  calibrationFault(manifest) ??
  (manifest.regimes === null ? undefined : regimeFault(manifest.regimes, manifest.inputs)) ??
  heldOutFault(manifest, manifest.probabilities) ??
  analoguesFault(manifest);

const versionFault = ({ name, version, modelVersion }: ModelManifest): DocumentFault | undefined =>
  modelVersion === `${name}/${version}` ? undefined : { at: 'modelVersion', allowed: `${name}/${version}` };

const definitionsFault = (
  at: string,
  stated: DefinitionsHash,
  computed: readonly DefinitionsHash[],
): DocumentFault | undefined => {
  const known = computed.find(({ version }) => version === stated.version);
  const versions = computed.map(({ version }) => version).join(' or ');
  if (known === undefined) return { at: `${at}.version`, allowed: `${versions}, as this code computes` };
  if (stated.sha256 === known.sha256) return undefined;
  return { at: `${at}.sha256`, allowed: `${known.sha256}, the definitions of this code` };
};

const inputsFault = ({ inputs, inputSet: { version } }: ModelManifest): DocumentFault | undefined => {
  const names = inputs.map(({ name }) => name);
  const set = IMPACT_INPUT_SETS.find((one) => one.version === version)!.inputs;
  const later = names.findIndex((name) => set.every((input) => input.name !== name));
  if (later >= 0) return { at: `inputs.${later}.name`, allowed: `an input of version ${version}` };
  const again = names.findIndex((name, i) => names.indexOf(name) < i);
  return again < 0 ? undefined : { at: `inputs.${again}.name`, allowed: 'an input that is not listed before' };
};

const labelsFault = ({ labels }: ModelManifest): DocumentFault | undefined => {
  const other = labels.findIndex((name, i) => name !== IMPACT_LABELS[i]);
  return other < 0 ? undefined : { at: `labels.${other}`, allowed: `${IMPACT_LABELS[other]!}, in this order` };
};

const probabilitiesFault = ({ probabilities }: ModelManifest): DocumentFault | undefined => {
  const outside = probabilities.findIndex((p) => !(p > 0 && p < 1));
  if (outside >= 0) return { at: `probabilities.${outside}`, allowed: 'within (0, 1)' };
  const fault = rising(probabilities, 'probabilities');
  if (fault !== undefined) return fault;
  const lonely = probabilities.findIndex((p, k) => Math.abs(p + probabilities.at(-1 - k)! - 1) > 1e-9);
  return lonely < 0
    ? undefined
    : { at: `probabilities.${lonely}`, allowed: 'one of a pair p, 1 - p: the list is symmetric about .5' };
};

const reachFault = ({ reach }: ModelManifest): DocumentFault | undefined =>
  reach.horizonSecondsMin <= reach.horizonSecondsMax
    ? undefined
    : { at: 'reach.horizonSecondsMin', allowed: `at most reach.horizonSecondsMax, ${reach.horizonSecondsMax}` };

const analoguesFault = ({ analogues = [], inputs, probabilities }: ModelManifest): DocumentFault | undefined => {
  for (const [i, analogue] of analogues.entries()) {
    const fault =
      exactly(inputs.length, finite)(analogue.inputs, `analogues.${i}.inputs`) ??
      exactly(probabilities.length, finite)(analogue.quantilesBps, `analogues.${i}.quantilesBps`);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

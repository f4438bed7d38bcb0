import { createHash } from 'node:crypto';
import { FEATURE_SET_V1, featureSetJson, type FeatureSnapshot } from '#domain/features';
import {
  IMPACT_INPUT_SETS,
  IMPACT_LABELS,
  PIT_BINS,
  impactInputsJson,
  type AdditiveForm,
  type AdditiveDocument,
  type HeldOutFigures,
  type ImpactLabel,
  type KnownDefinitions,
  type ModelInput,
  type ModelManifest,
  type RegressionTree,
} from '#domain/impact';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The definitions of this code, as a model's manifest states them. */
export const DEFINITIONS: KnownDefinitions = {
  featureSet: { version: 'v1', sha256: sha256(featureSetJson(FEATURE_SET_V1)) },
  inputSets: IMPACT_INPUT_SETS.map(({ version, inputs }) => ({ version, sha256: sha256(impactInputsJson(inputs)) })),
};

export const PROBABILITIES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99] as const;

/** Ranges that hold an order of .001 % to 1 % of a day's volume over 5 s to 15 min in the market of the factory. */
const INPUTS: readonly ModelInput[] = [
  { name: 'lnAdvFraction', imputeWith: -7, low: -11.5, high: -4.6 },
  { name: 'lnHorizonSeconds', imputeWith: 5, low: 1.6, high: 6.9 },
  { name: 'sqrtImpactBps', imputeWith: 5, low: 0.5, high: 25 },
  { name: 'halfSpreadBps', imputeWith: 0.5, low: 0.2, high: 4 },
  { name: 'risk300Bps', imputeWith: 8, low: 0.5, high: 60 },
  { name: 'imbalanceBest', imputeWith: 0, low: -1, high: 1 },
  { name: 'sentiment', imputeWith: 0, low: 0, high: 0 },
];

const perLabel = <T>(value: (label: ImpactLabel) => T): Record<ImpactLabel, T> =>
  Object.fromEntries(IMPACT_LABELS.map((label) => [label, value(label)])) as Record<ImpactLabel, T>;

/** A manifest that is accepted, of seven inputs and two regimes. */
export const modelManifest = (overrides: Partial<ModelManifest> = {}): ModelManifest => ({
  name: 'factory',
  version: '1.0.0',
  modelVersion: 'factory/1.0.0',
  kind: 'ONNX',
  identification: 'PUBLIC_TAPE',
  definition: 'M',
  instruments: null,
  model: { file: 'model.onnx', sha256: sha256('model'), opset: 17 },
  golden: { file: 'golden.json', sha256: sha256('golden') },
  featureSet: DEFINITIONS.featureSet,
  inputSet: DEFINITIONS.inputSets.at(-1)!,
  inputs: INPUTS,
  input: 'inputs',
  output: 'quantiles',
  labels: IMPACT_LABELS,
  probabilities: PROBABILITIES,
  families: perLabel(() => 'gradientBoosting'),
  calibration: {
    method: 'CQR',
    cells: { sizeInput: 'lnAdvFraction', sizeEdges: [-8, -6] },
    labels: perLabel(() => ({
      overall: [0.4, 0.2, 0.1, -0.05],
      cells: { '0:0': [0.5, 0.3, 0.2, 0.1], '1:0': [0.2, 0.1, 0, -0.1], '2:1': [0.6, 0.4, 0.3, 0.2] },
    })),
  },
  regimes: {
    inputs: ['risk300Bps', 'halfSpreadBps'],
    scaler: { mean: [10, 1], scale: [5, 0.5] },
    components: 2,
    weights: [0.7, 0.3],
    means: [
      [-0.5, -0.2],
      [1.5, 0.8],
    ],
    precisionsCholesky: [
      [
        [1.2, 0.3],
        [0, 0.9],
      ],
      [
        [0.6, -0.1],
        [0, 0.7],
      ],
    ],
    names: ['calm', 'stressed'],
  },
  reach: { advFractionMax: 0.01, horizonSecondsMin: 5, horizonSecondsMax: 900 },
  training: { source: 'factory', sha256: sha256('set'), days: ['2013-10-07'], rows: 1_000, seed: 7 },
  outOfSample: [{ label: 'slippage', baseline: 'qr4', skill: 0.02, low: 0.01, high: 0.03, n: 500, fold: '2013-10-10' }],
  notes: [],
  ...overrides,
});

/** What a model of the factory might have done on rows that it had not seen. */
export const heldOutFigures = (): Required<HeldOutFigures> => ({
  reliability: perLabel(() => ({
    n: 500,
    observed: PROBABILITIES,
    low: PROBABILITIES.map((p) => p / 2),
    high: PROBABILITIES.map((p) => (1 + p) / 2),
  })),
  pit: { slippage: new Array<number>(PIT_BINS).fill(25), peak: new Array<number>(PIT_BINS).fill(25) },
  importance: [
    { label: 'slippage', input: 'halfSpreadBps', points: 20, low: 15, high: 25 },
    { label: 'slippage', input: 'imbalanceBest', points: -0.1, low: -0.5, high: 0.3 },
  ],
});

/** A stump: `below` where the input is at most the threshold, `above` beyond it. */
export const stump = (
  column: number,
  threshold: number,
  below: number,
  above: number,
  cover: readonly [number, number] = [50, 50],
): RegressionTree => ({
  feature: [column],
  threshold: [Math.fround(threshold)],
  left: [-1],
  right: [-2],
  value: [below, above],
  cover,
});

/**
 * A model of the factory's inputs that rises with size and spreads with risk: half-spread + .5 sqrt law + z (2 + .8 risk), and a
 * stump on the size in units of the risk.
 */
export const additiveDocument = (): AdditiveDocument => {
  const scores = [-2.33, -1.64, -1.28, -0.67, 0, 0.67, 1.28, 1.64, 2.33];
  const form = (share: number): AdditiveForm => ({
    probabilities: PROBABILITIES,
    linear: scores.map((z) => [0, 0, 0.5 * share + 0.05 * Math.max(z, 0), share, 0.8 * z, -0.2, 0]),
    intercept: scores.map((z) => 2 * z),
    scale: { weights: [0, 0, 0, 0, 0.1, 0, 0], intercept: 0.2 },
    trees: scores.map(() => [stump(0, -7, -0.3, 0.4), stump(2, 4, 0, 0.2, [70, 30])]),
  });
  return { labels: perLabel((label) => form(label === 'slippage' ? 0.7 : 1)) };
};

/** The features of the factory's market: a calm one unless told otherwise. Values by name; the rest is missing. */
export const features = (values: Readonly<Record<string, number>> = {}): FeatureSnapshot => {
  const known: Readonly<Record<string, number>> = {
    spreadBps: 1,
    volatility60sBpsPerSqrtSecond: 0.5,
    volatility300sBpsPerSqrtSecond: 0.5,
    volatility1800sBpsPerSqrtSecond: 0.5,
    imbalanceBest: 0.2,
    ...values,
  };
  return {
    instrumentId: 'TEST',
    set: FEATURE_SET_V1.version,
    asOf: '2024-03-05T15:00:00.000000000Z',
    values: FEATURE_SET_V1.definitions.map(({ name }) => known[name] ?? null),
  };
};

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalQuantile } from '#domain/core';
import { FEATURE_SET_V1, featureSetJson } from '#domain/features';
import { IMPACT_INPUTS_VERSION, IMPACT_LABELS, impactInputsJson, type ModelManifest } from '#domain/impact';
import { linearOnnx } from './linear-onnx.js';

/** What of a written model is other than usual. */
export interface ModelOptions {
  readonly name?: string;
  readonly version?: string;
  readonly definition?: ModelManifest['definition'];
  readonly instruments?: readonly string[] | null;
  /** Added to every quantile, in bps: tells versions apart. */
  readonly shiftBps?: number;
  /** Weight of `sqrtImpactBps` in every label. */
  readonly impactWeight?: number;
  readonly withCompiled?: boolean;
  readonly opset?: number;
  /** Of the file, where it is another than the manifest says. */
  readonly fileOpset?: number;
  /** Last word on the manifest, after everything in it was computed. */
  readonly edit?: (manifest: ModelManifest) => object;
}

export interface WrittenModel {
  readonly folder: string;
  readonly manifest: ModelManifest;
}

const INPUTS = ['lnAdvFraction', 'lnHorizonSeconds', 'sqrtImpactBps', 'riskOfDayBps', 'halfSpreadBps'] as const;
const PROBABILITIES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const RANGES: Readonly<Record<(typeof INPUTS)[number], readonly [number, number]>> = {
  lnAdvFraction: [-14, 2],
  lnHorizonSeconds: [0, 11],
  sqrtImpactBps: [0, 600],
  riskOfDayBps: [0, 2_000],
  halfSpreadBps: [0, 200],
};

const GOLDEN_ROWS = 12;
const NO_OFFSETS = { overall: [0, 0, 0, 0], cells: {} };

export const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

/**
 * Writes the folder of a small linear model, `root/<name>/<version>`: quantiles are spread plus a share of the square-root
 * law plus the normal score of the probability times the day's risk, per label a little less.
 */
export const writeModel = (root: string, options: ModelOptions = {}): WrittenModel => {
  const { name = 'linear', version = '1.0.0', withCompiled = true, opset = 17 } = options;
  const folder = join(root, name, version);
  mkdirSync(folder, { recursive: true });
  const fitted = coefficients(options);
  const put = (file: string, content: Uint8Array | string): { file: string; sha256: string } => {
    writeFileSync(join(folder, file), content);
    return { file, sha256: sha256(content) };
  };
  const onnx = linearOnnx({ input: 'inputs', output: 'quantiles', ...fitted, opset: options.fileOpset ?? opset });
  const compiled = withCompiled ? { compiled: put('compiled.json', compiledJson(fitted)) } : {};
  const manifest: ModelManifest = {
    name,
    version,
    modelVersion: `${name}/${version}`,
    kind: 'ONNX',
    identification: 'SIMULATED',
    definition: options.definition ?? 'M',
    instruments: options.instruments === undefined ? null : options.instruments,
    model: { ...put('model.onnx', onnx), opset },
    golden: put('golden.json', goldenJson(fitted)),
    ...compiled,
    featureSet: { version: FEATURE_SET_V1.version, sha256: sha256(featureSetJson(FEATURE_SET_V1)) },
    inputSet: { version: IMPACT_INPUTS_VERSION, sha256: sha256(impactInputsJson()) },
    inputs: INPUTS.map((input) => {
      const [low, high] = RANGES[input];
      return { name: input, imputeWith: low, low, high };
    }),
    input: 'inputs',
    output: 'quantiles',
    labels: IMPACT_LABELS,
    probabilities: PROBABILITIES,
    families: { slippage: 'linear', peak: 'linear', perm1: 'linear', perm5: 'linear', perm15: 'linear' },
    calibration: {
      method: 'CQR',
      cells: { sizeInput: 'lnAdvFraction', sizeEdges: [] },
      labels: { slippage: NO_OFFSETS, peak: NO_OFFSETS, perm1: NO_OFFSETS, perm5: NO_OFFSETS, perm15: NO_OFFSETS },
    },
    regimes: null,
    reach: { advFractionMax: 1, horizonSecondsMin: 1, horizonSecondsMax: 23_400 },
    training: { source: 'made up', sha256: 'a'.repeat(64), days: ['2024-03-05'], rows: 1, seed: 1 },
    outOfSample: [],
    notes: ['A factory wrote it.'],
  };
  put('manifest.json', JSON.stringify(options.edit?.(manifest) ?? manifest));
  put('card.md', `# ${manifest.modelVersion}\n`);
  return { folder, manifest };
};

interface Coefficients {
  /** [F][L x K], single precision. */
  readonly weights: readonly (readonly number[])[];
  /** [L x K], single precision. */
  readonly intercept: readonly number[];
}

const coefficients = ({ shiftBps = 0, impactWeight = 0.5 }: ModelOptions): Coefficients => {
  const columns = IMPACT_LABELS.flatMap((label, l) =>
    PROBABILITIES.map((probability) => ({
      sqrtImpactBps: impactWeight * (1 - 0.1 * l),
      riskOfDayBps: 0.5 * normalQuantile(probability),
      halfSpreadBps: label === 'slippage' ? 1 : 0,
    })),
  );
  return {
    weights: INPUTS.map((input) =>
      columns.map((column) => Math.fround((column as Readonly<Record<string, number>>)[input] ?? 0)),
    ),
    intercept: columns.map(() => Math.fround(shiftBps)),
  };
};

/** Answers in double precision to rows within the ranges. */
const goldenJson = ({ weights, intercept }: Coefficients): string => {
  const vectors = Array.from({ length: GOLDEN_ROWS }, (_, row) => {
    const inputs = INPUTS.map((input, i) => {
      const [low, high] = RANGES[input];
      return Math.fround(low + (high - low) * ((0.37 * (row + 1) * (i + 1)) % 1));
    });
    const quantiles = intercept.map((constant, column) =>
      inputs.reduce((sum, value, i) => sum + value * weights[i]![column]!, constant),
    );
    return { inputs, quantiles };
  });
  return JSON.stringify({ absoluteToleranceBps: 0.01, vectors });
};

const compiledJson = ({ weights, intercept }: Coefficients): string => {
  const count = PROBABILITIES.length;
  const labels = IMPACT_LABELS.map((label, l) => {
    const columns = PROBABILITIES.map((_, k) => l * count + k);
    return [
      label,
      {
        probabilities: PROBABILITIES,
        linear: columns.map((column) => weights.map((row) => row[column]!)),
        intercept: columns.map((column) => intercept[column]!),
        scale: null,
        trees: PROBABILITIES.map(() => []),
      },
    ];
  });
  return JSON.stringify({ labels: Object.fromEntries(labels) as object });
};

import { normalQuantile } from '#domain/core';
import { calibrationTable, type CalibrationTable } from '../calibration/calibration-table.js';
import { IMPACT_INPUTS, type ImpactInput } from '../inputs/index.js';
import { mixtureTable, type MixtureTable } from '../regimes/mixture-table.js';
import { calibrationFigures } from './calibration-figures.js';
import { type ModelManifest } from './model-manifest.js';
import { reachOf, type Reach } from './reach.js';
import { type CalibrationFigures } from './trained-detail.js';

/** A manifest laid out for serving: what `prepareForecast` and `trainedForecast` read, computed once. */
export interface TrainedModel {
  readonly manifest: ModelManifest;
  readonly isAdditive: boolean;
  readonly inputNames: readonly string[];
  /** [F] */
  readonly inputs: readonly ImpactInput[];
  /** [F] single precision, as the row is. */
  readonly imputeWith: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** [F] 1 where the input rises with the quantity. */
  readonly rises: Uint8Array;
  /** [K] standard normal quantiles at the probabilities. */
  readonly normalScores: readonly number[];
  readonly reach: Reach;
  readonly calibration: CalibrationTable;
  /** [size class][regime] what a forecast says of its calibration. */
  readonly calibrationFigures: readonly (readonly CalibrationFigures[])[];
  readonly mixture: MixtureTable | null;
}

export const trainedModel = (manifest: ModelManifest): TrainedModel => {
  const inputNames = manifest.inputs.map(({ name }) => name);
  const inputs = inputNames.map((name) => IMPACT_INPUTS.find((input) => input.name === name)!);
  const calibration = calibrationTable(
    manifest.calibration,
    inputNames,
    Math.floor(manifest.probabilities.length / 2),
    manifest.regimes?.components ?? 1,
  );
  return {
    manifest,
    isAdditive: manifest.compiled !== undefined,
    inputNames,
    inputs,
    imputeWith: Float32Array.from(manifest.inputs, ({ imputeWith }) => imputeWith),
    low: Float32Array.from(manifest.inputs, ({ low }) => low),
    high: Float32Array.from(manifest.inputs, ({ high }) => high),
    rises: Uint8Array.from(inputs, ({ inQuantity }) => (inQuantity === 'UP' ? 1 : 0)),
    normalScores: manifest.probabilities.map(normalQuantile),
    reach: reachOf(manifest),
    calibration,
    calibrationFigures: calibrationFigures(manifest, calibration),
    mixture: manifest.regimes === null ? null : mixtureTable(manifest.regimes, inputNames),
  };
};

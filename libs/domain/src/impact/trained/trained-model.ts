import { normalQuantile } from '#domain/core';
import { calibrationTable, type CalibrationTable } from '../calibration/calibration-table.js';
import { IMPACT_INPUTS } from '../inputs/index.js';
import { mixtureTable, type MixtureTable } from '../regimes/mixture-table.js';
import { type ModelManifest } from './model-manifest.js';
import { reachOf, type Reach } from './reach.js';

/** A manifest laid out for serving: what `prepareForecast` and `trainedForecast` read, computed once. */
export interface TrainedModel {
  readonly manifest: ModelManifest;
  readonly isAdditive: boolean;
  readonly inputNames: readonly string[];
  /** [F] index in `IMPACT_INPUTS`. */
  readonly columns: Int32Array;
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
  readonly mixture: MixtureTable | null;
}

export const trainedModel = (manifest: ModelManifest): TrainedModel => {
  const inputNames = manifest.inputs.map(({ name }) => name);
  const columns = inputNames.map((name) => IMPACT_INPUTS.findIndex((input) => input.name === name));
  return {
    manifest,
    isAdditive: manifest.compiled !== undefined,
    inputNames,
    columns: Int32Array.from(columns),
    imputeWith: Float32Array.from(manifest.inputs, ({ imputeWith }) => imputeWith),
    low: Float32Array.from(manifest.inputs, ({ low }) => low),
    high: Float32Array.from(manifest.inputs, ({ high }) => high),
    rises: Uint8Array.from(columns, (column) => (IMPACT_INPUTS[column]!.inQuantity === 'UP' ? 1 : 0)),
    normalScores: manifest.probabilities.map(normalQuantile),
    reach: reachOf(manifest),
    calibration: calibrationTable(
      manifest.calibration,
      inputNames,
      Math.floor(manifest.probabilities.length / 2),
      manifest.regimes?.components ?? 1,
    ),
    mixture: manifest.regimes === null ? null : mixtureTable(manifest.regimes, inputNames),
  };
};

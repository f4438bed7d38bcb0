import { type Analogue } from '../trained/model-manifest.js';
import { type PreparedForecast } from '../trained/prepare-forecast.js';
import { type TrainedModel } from '../trained/trained-model.js';

/** Orders of the training rows that resemble the one asked, and what came out of them. */
export interface NearAnalogue extends Analogue {
  /** Root mean square distance over the inputs, each in widths of its training range. */
  readonly distance: number;
}

/** The nearest prototypes of the manifest, the nearest first; none where it has none. Constant inputs tell nothing. */
export const nearestAnalogues = (
  { manifest, low, high }: TrainedModel,
  { row }: PreparedForecast,
  count: number,
): readonly NearAnalogue[] => {
  const distanceTo = (inputs: readonly number[]): number => {
    let [squares, told] = [0, 0];
    for (const [i, value] of inputs.entries()) {
      const width = high[i]! - low[i]!;
      if (width === 0) continue;
      squares += ((row.inputs[i]! - value) / width) ** 2;
      told += 1;
    }
    return Math.sqrt(squares / Math.max(1, told));
  };
  return (manifest.analogues ?? [])
    .map((analogue) => ({ ...analogue, distance: distanceTo(analogue.inputs) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count);
};

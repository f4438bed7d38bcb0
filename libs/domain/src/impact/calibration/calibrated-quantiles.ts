import { type CalibrationTable } from './calibration-table.js';

/**
 * One label's quantiles from a model's output: sorted, since a model may let them cross; each pair moved apart by its
 * conformal offset; sorted again. `raw` holds K of them from `rawAt` on, the table the offsets from `offsetsFrom` on.
 */
export const calibratedQuantilesBps = (
  raw: ArrayLike<number>,
  rawAt: number,
  count: number,
  table: CalibrationTable,
  offsetsFrom: number,
): number[] => {
  const quantiles = new Array<number>(count);
  for (let k = 0; k < count; k += 1) quantiles[k] = raw[rawAt + k]!;
  sortInPlace(quantiles);
  for (let pair = 0; pair < table.pairs; pair += 1) {
    const offset = table.offsetsBps[offsetsFrom + pair]!;
    quantiles[pair]! -= offset;
    quantiles[count - 1 - pair]! += offset;
  }
  return sortInPlace(quantiles);
};

/** By insertion: a few numbers that mostly are in order. */
const sortInPlace = (values: number[]): number[] => {
  for (let i = 1; i < values.length; i += 1) {
    const value = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > value; at -= 1) values[at] = values[at - 1]!;
    values[at] = value;
  }
  return values;
};

import { IMPACT_LABELS } from '../trained/impact-label.js';
import { cellName, type ConformalCalibration } from './conformal-calibration.js';

/** A calibration laid out for serving. */
export interface CalibrationTable {
  /** Column of the size input in the model's row. */
  readonly sizeColumn: number;
  readonly sizeEdges: readonly number[];
  readonly regimes: number;
  readonly pairs: number;
  /** [label][size class][regime][pair], in bps. */
  readonly offsetsBps: Float64Array;
  /** [size class][regime] cells of the slippage that have offsets of their own. */
  readonly ownCells: readonly string[];
}

/**
 * The offset of a cell is its own, or the overall one where it has none, but never less than that of a smaller size class
 * in the same regime: with a smaller one the upper quantiles of a larger order could lie below those of a smaller.
 */
export const calibrationTable = (
  { cells, labels }: ConformalCalibration,
  inputNames: readonly string[],
  pairs: number,
  regimes: number,
): CalibrationTable => {
  const sizes = cells.sizeEdges.length + 1;
  const offsetsBps = new Float64Array(IMPACT_LABELS.length * sizes * regimes * pairs);
  const stride = regimes * pairs;
  for (const [l, label] of IMPACT_LABELS.entries()) {
    for (let size = 0; size < sizes; size += 1) {
      for (let regime = 0; regime < regimes; regime += 1) {
        const own = labels[label].cells[cellName(size, regime)] ?? labels[label].overall;
        for (let pair = 0; pair < pairs; pair += 1) {
          const at = (l * sizes + size) * stride + regime * pairs + pair;
          const ofSmaller = size === 0 ? -Infinity : offsetsBps[at - stride]!;
          offsetsBps[at] = Math.max(own[pair]!, ofSmaller);
        }
      }
    }
  }
  return {
    sizeColumn: inputNames.indexOf(cells.sizeInput),
    sizeEdges: cells.sizeEdges,
    regimes,
    pairs,
    offsetsBps,
    ownCells: Object.keys(labels.slippage.cells),
  };
};

/** How many edges are at or below the value. */
export const sizeClassOf = ({ sizeEdges }: CalibrationTable, value: number): number => {
  let sizeClass = 0;
  while (sizeClass < sizeEdges.length && sizeEdges[sizeClass]! <= value) sizeClass += 1;
  return sizeClass;
};

/** Where the offsets of a label's cell begin in `offsetsBps`. */
export const offsetsAt = (table: CalibrationTable, label: number, sizeClass: number, regime: number): number =>
  ((label * (table.sizeEdges.length + 1) + sizeClass) * table.regimes + regime) * table.pairs;

import { offsetsAt, type CalibrationTable } from '../calibration/calibration-table.js';
import { cellName } from '../calibration/conformal-calibration.js';
import { IMPACT_LABELS } from './impact-label.js';
import { type ModelManifest } from './model-manifest.js';
import { type CalibrationFigures } from './trained-detail.js';

/** How the slippage of a forecast is calibrated, [size class][regime]: all that a model can answer. */
export const calibrationFigures = (
  { probabilities }: Pick<ModelManifest, 'probabilities'>,
  calibration: CalibrationTable,
): readonly (readonly CalibrationFigures[])[] =>
  Array.from({ length: calibration.sizeEdges.length + 1 }, (_size, sizeClass) =>
    Array.from({ length: calibration.regimes }, (_regime, regime) =>
      cellFigures(probabilities, calibration, sizeClass, regime),
    ),
  );

const cellFigures = (
  probabilities: readonly number[],
  calibration: CalibrationTable,
  sizeClass: number,
  regime: number,
): CalibrationFigures => {
  const cell = cellName(sizeClass, regime);
  const from = offsetsAt(calibration, IMPACT_LABELS.indexOf('slippage'), sizeClass, regime);
  const offsets = Array.from({ length: calibration.pairs }, (_, pair) => ({
    lower: probabilities[pair]!,
    upper: probabilities.at(-1 - pair)!,
    offsetBps: calibration.offsetsBps[from + pair]!,
  }));
  return {
    method: 'CQR',
    cell: calibration.ownCells.includes(cell) ? cell : 'overall',
    offsets,
  };
};

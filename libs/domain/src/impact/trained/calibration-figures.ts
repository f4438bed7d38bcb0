import { offsetsAt } from '../calibration/calibration-table.js';
import { cellName } from '../calibration/conformal-calibration.js';
import { IMPACT_LABELS } from './impact-label.js';
import { type PreparedForecast } from './prepare-forecast.js';
import { type CalibrationFigures } from './trained-detail.js';
import { type TrainedModel } from './trained-model.js';

/** How the slippage of this forecast was calibrated. */
export const calibrationFigures = (
  { manifest, calibration }: TrainedModel,
  { sizeClass, regime }: PreparedForecast,
): CalibrationFigures => {
  const cell = cellName(sizeClass, regime);
  const from = offsetsAt(calibration, IMPACT_LABELS.indexOf('slippage'), sizeClass, regime);
  const offsets = Array.from({ length: calibration.pairs }, (_, pair) => ({
    lower: manifest.probabilities[pair]!,
    upper: manifest.probabilities.at(-1 - pair)!,
    offsetBps: calibration.offsetsBps[from + pair]!,
  }));
  return {
    method: 'CQR',
    cell: calibration.ownCells.includes(cell) ? cell : 'overall',
    offsets,
  };
};

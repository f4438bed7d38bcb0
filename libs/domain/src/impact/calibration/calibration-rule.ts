import { and, finite, listOf, mapOf, objectOf, oneOf, rising, text, type DocumentFault } from '../document/rule.js';
import { IMPACT_INPUTS } from '../inputs/index.js';
import { IMPACT_LABELS } from '../trained/impact-label.js';
import { type ModelInput } from '../trained/model-input.js';
import { type RegimeMixture } from '../regimes/regime-mixture.js';
import { cellName, type ConformalCalibration } from './conformal-calibration.js';

const offsets = listOf(finite);

export const CALIBRATION_RULE = objectOf({
  method: oneOf('CQR'),
  cells: objectOf({ sizeInput: text, sizeEdges: and(listOf(finite), rising) }),
  labels: objectOf(
    Object.fromEntries(IMPACT_LABELS.map((label) => [label, objectOf({ overall: offsets, cells: mapOf(offsets) })])),
  ),
});

interface Calibrated {
  readonly inputs: readonly ModelInput[];
  readonly probabilities: readonly number[];
  readonly calibration: ConformalCalibration;
  readonly regimes: RegimeMixture | null;
}

/** Whether a calibration agrees with the rest of its manifest. */
export const calibrationFault = (manifest: Calibrated): DocumentFault | undefined =>
  sizeInputFault(manifest) ?? offsetsFault(manifest);

const sizeInputFault = ({ inputs, calibration }: Calibrated): DocumentFault | undefined => {
  const { sizeInput } = calibration.cells;
  const rises = IMPACT_INPUTS.some(({ name, inQuantity }) => name === sizeInput && inQuantity === 'UP');
  if (rises && inputs.some(({ name }) => name === sizeInput)) return undefined;
  return { at: 'calibration.cells.sizeInput', allowed: 'one of inputs that rises with the quantity' };
};

const offsetsFault = ({ probabilities, calibration, regimes }: Calibrated): DocumentFault | undefined => {
  const pairs = Math.floor(probabilities.length / 2);
  const cells = new Set<string>();
  for (let size = 0; size <= calibration.cells.sizeEdges.length; size += 1) {
    for (let regime = 0; regime < (regimes?.components ?? 1); regime += 1) cells.add(cellName(size, regime));
  }
  for (const label of IMPACT_LABELS) {
    const at = `calibration.labels.${label}`;
    const { overall, cells: own } = calibration.labels[label];
    if (overall.length !== pairs) return { at: `${at}.overall`, allowed: `a list of ${pairs}, one per pair` };
    for (const [cell, ofCell] of Object.entries(own)) {
      if (!cells.has(cell)) return { at: `${at}.cells.${cell}`, allowed: `one of the cells ${[...cells].join(', ')}` };
      if (ofCell.length !== pairs) return { at: `${at}.cells.${cell}`, allowed: `a list of ${pairs}, one per pair` };
    }
  }
  return undefined;
};

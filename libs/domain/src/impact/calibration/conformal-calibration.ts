import { type ImpactLabel } from '../trained/impact-label.js';

/**
 * Offsets of conformalised quantile regression (reference 7): `E` widens the interval between a pair of quantiles, `lower - E`
 * and `upper + E`, so that it covers what its probabilities say; a negative one narrows it.
 */
export interface ConformalCalibration {
  readonly method: 'CQR';
  readonly cells: CalibrationCells;
  readonly labels: Readonly<Record<ImpactLabel, LabelOffsets>>;
}

/** Offsets in bps, one per pair of probabilities (p, 1 - p) from the outermost pair in. The median has none. */
export type PairOffsetsBps = readonly number[];

/** Size classes; with the regimes they make the cells. */
export interface CalibrationCells {
  /** The input that tells the size class: one that rises with the quantity. */
  readonly sizeInput: string;
  /** Rising; a value belongs to the class numbered by how many edges are at or below it. */
  readonly sizeEdges: readonly number[];
}

export interface LabelOffsets {
  /** For a cell of too few rows to have its own. */
  readonly overall: PairOffsetsBps;
  /** By `<size class>:<regime>`, both from 0; the regime is 0 where the model has none. */
  readonly cells: Readonly<Record<string, PairOffsetsBps>>;
}

/** How a manifest names a cell. */
export const cellName = (sizeClass: number, regime: number): string => `${sizeClass}:${regime}`;

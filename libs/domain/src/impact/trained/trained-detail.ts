import { type CostDistribution } from '../distribution/cost-distribution.js';
import { type MarketRegime } from '../regimes/regime-mixture.js';
import { type ForecastFlag } from './forecast-flag.js';

/** Distribution of how far the mid stands from arrival some time after the order's end, in its own direction. */
export interface PermanentImpact {
  readonly afterSeconds: number;
  readonly distribution: CostDistribution;
}

/** What a trained model says beyond the slippage. */
export interface TrainedDetail {
  /** The mid when the order ends against arrival, in its own direction. */
  readonly peak: CostDistribution;
  /** The same 60, 300 and 900 s after the end. */
  readonly permanent: readonly PermanentImpact[];
  /** Expected share of the peak that is gone `afterSeconds` after the end: mean of the peak - mean of that permanent. */
  readonly temporary: { readonly afterSeconds: number; readonly meanBps: number };
  readonly level: ForecastLevel;
  /** Null where the model knows none. */
  readonly regime: MarketRegime | null;
  /** Empty when nothing is to be said. */
  readonly flags: readonly ForecastFlag[];
  readonly calibration: CalibrationFigures;
}

/**
 * Where the means of a forecast come from. PUBLISHED_COEFFICIENTS: from formulas that were fitted on orders of real parents, since
 * the model's own would count the flow around the orders of a tape as theirs. MODEL: its own.
 */
export interface ForecastLevel {
  readonly source: 'PUBLISHED_COEFFICIENTS' | 'MODEL';
  /** Expected slippage as the model itself has it. */
  readonly modelMeanBps: number;
}

/** How the slippage of this forecast was calibrated. How the model did on rows it had not seen stands in its manifest. */
export interface CalibrationFigures {
  readonly method: 'CQR';
  /** `<size class>:<regime>`, or `overall` where that cell had too few rows. */
  readonly cell: string;
  /** What was added to the upper quantile of each interval and taken from its lower one. */
  readonly offsets: readonly { readonly lower: number; readonly upper: number; readonly offsetBps: number }[];
}

import {
  type CalibrationFigures,
  type ForecastLevel,
  type ImpactForecast,
  type MarketRegime,
  type TrainedDetail,
} from '#domain/impact';
import { costView, type CostView } from './forecast-view.js';

/** Where the mid stands some time after the order's end, in the order's own direction. */
export interface HorizonView {
  /** 0: the moment at which the order ends, the peak. */
  readonly afterSeconds: number;
  /** The mid against arrival: what is permanent by then. */
  readonly shift: CostView;
  /** Expected part of the peak that has gone by then: mean of the peak less mean of `shift`. */
  readonly temporaryBps: number;
}

/** What only a trained model tells of a block. */
export interface TrainedView {
  readonly horizons: readonly HorizonView[];
  readonly level: ForecastLevel;
  /** Absent where the model knows none. */
  readonly regime?: MarketRegime;
  readonly calibration: CalibrationFigures;
}

/** Undefined where the published formulas answered. */
export const trainedView = ({ trained }: ImpactForecast): TrainedView | undefined =>
  trained && {
    horizons: horizonsOf(trained),
    level: trained.level,
    ...(trained.regime !== null && { regime: trained.regime }),
    calibration: trained.calibration,
  };

const horizonsOf = ({ peak, permanent }: TrainedDetail): readonly HorizonView[] =>
  [{ afterSeconds: 0, distribution: peak }, ...permanent].map(({ afterSeconds, distribution }) => ({
    afterSeconds,
    shift: costView(distribution),
    temporaryBps: peak.meanBps - distribution.meanBps,
  }));

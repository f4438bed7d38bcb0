import { ALMGREN_2005, type AlmgrenCoefficients } from './almgren.js';
import { I_STAR_KISSELL, type IStarCoefficients } from './i-star.js';

/** Every number that the parametric forecast rests on. A version is never edited: new numbers, new version. */
export interface ParametricCoefficients {
  /** Folder under `models/`, where the same numbers stand with their sources. */
  readonly modelVersion: string;
  readonly squareRoot: {
    /** Y. */
    readonly prefactor: number;
    /** What the average fill pays of the peak: the mean of `sqrt(q/Q)` over the fills. */
    readonly averageFillToPeak: number;
    /** What is left of the peak at the day's close. */
    readonly closeToPeak: number;
  };
  readonly almgren: AlmgrenCoefficients;
  readonly iStar: IStarCoefficients;
  /** Q/V below which the concave laws are linear. */
  readonly crossoverDays: number;
  /** Least standard deviation of the expected impact, as a share of it, however well the members agree. */
  readonly modelUncertaintyFloor: number;
  /** Factor by which an estimated term is off with one standard deviation, up or down. */
  readonly estimateErrorFactor: {
    readonly averageDailyVolume: number;
    readonly dailyVolatility: number;
    readonly sharesOutstanding: number;
  };
}

export const PARAMETRIC_COEFFICIENTS: ParametricCoefficients = {
  modelVersion: 'parametric/1.0.0',
  squareRoot: { prefactor: 0.75, averageFillToPeak: 2 / 3, closeToPeak: 0.66 },
  almgren: ALMGREN_2005,
  iStar: I_STAR_KISSELL,
  crossoverDays: 1e-3,
  modelUncertaintyFloor: 0.19,
  estimateErrorFactor: { averageDailyVolume: 1.5, dailyVolatility: 1.5, sharesOutstanding: 2 },
};

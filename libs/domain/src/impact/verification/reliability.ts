/** Equal bins of stated probabilities. */
export const RELIABILITY_BINS = 10;

/** The bin of a stated probability in [0, 1]; 1 belongs to the last. */
export const reliabilityBin = (probability: number): number =>
  Math.min(Math.floor(probability * RELIABILITY_BINS), RELIABILITY_BINS - 1);

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015): mean over forecasts of |stated - happened|, both averaged
 * within bins of the stated probability. `gaps` [B]: by bin, the sum of stated probabilities less the number of events.
 */
export const expectedCalibrationError = (gaps: readonly number[], forecasts: number): number => {
  let sum = 0;
  for (const gap of gaps) sum += Math.abs(gap);
  return sum / forecasts;
};

/** Brier score of one forecast: the squared error of a stated probability (Brier 1950). */
export const brierScore = (probability: number, happened: boolean): number => (probability - Number(happened)) ** 2;

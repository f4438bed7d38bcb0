import { BPS } from '#domain/core';
import { type ImpactSituation } from './definition.js';
import { feature, type Reading } from './market-feature.js';

/** A window without a move has no volatility of zero: prices move in ticks. Reference 10. */
const FLOOR_BPS_PER_SQRT_SECOND = 0.03;

const floored = (name: string): Reading => {
  const read = feature(name);
  return (situation) => read(situation) + FLOOR_BPS_PER_SQRT_SECOND;
};

/** v_w of reference 10: realised volatility over the last w seconds plus its floor, in bps per sqrt(s). */
export const volatility60 = floored('volatility60sBpsPerSqrtSecond');
export const volatility300 = floored('volatility300sBpsPerSqrtSecond');
export const volatility1800 = floored('volatility1800sBpsPerSqrtSecond');

/** The daily volatility in the same unit. */
export const volatilityOfDay = ({ dailyVolatility, sessionSeconds }: ImpactSituation): number =>
  (BPS * dailyVolatility) / Math.sqrt(sessionSeconds);

const volumeRate300 = feature('volumeRate300sUnitsPerSecond');

/** After minutes without a trade an order would be infinitely large: the rate is at least this share of the day's mean. */
const VOLUME_RATE_LEAST = 0.05;

/** Volume per second of the last 300 s, at least a twentieth of the mean over a day. */
export const volumeRate = (situation: ImpactSituation): number => {
  const { averageDailyVolume, sessionSeconds } = situation;
  return Math.max(volumeRate300(situation), (VOLUME_RATE_LEAST * averageDailyVolume) / sessionSeconds);
};

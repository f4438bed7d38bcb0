const SECONDS_PER_DAY = 86_400;

/** No estimate divides by less than the first minute's share: one early print is not a day's volume. */
const FIRST_SECONDS = 60;

/**
 * Share of a day's volume traded by `elapsedSeconds` after the open, in [0, 1].
 *
 * A market with hours trades more at both ends; the density assumed here is the parabola `0.6 + 1.2 (2x - 1)^2` over the
 * session, three times as busy at the ends as in the middle. It is a stylised shape, not fitted to anything; a market
 * that never closes is taken as even.
 */
export const volumeShare = (elapsedSeconds: number, sessionSeconds: number): number => {
  const x = Math.min(Math.max(elapsedSeconds / sessionSeconds, 0), 1);
  return sessionSeconds >= SECONDS_PER_DAY ? x : 0.6 * x + 0.2 * ((2 * x - 1) ** 3 + 1);
};

/**
 * A day's volume from the `volume` traded between two moments of it, in seconds after the open: what traded over the
 * share of the day that usually trades in that time, where the share is at least that of the first minute.
 */
export const dayVolume = (volume: number, fromSeconds: number, toSeconds: number, sessionSeconds: number): number => {
  const share = volumeShare(toSeconds, sessionSeconds) - volumeShare(fromSeconds, sessionSeconds);
  return volume / Math.max(share, volumeShare(FIRST_SECONDS, sessionSeconds));
};

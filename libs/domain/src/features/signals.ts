import { type SessionTimeNs } from '#domain/market-data';

/**
 * Series that come from outside the market (implied volatility, sentiment, a calendar), as they were known at a time.
 * Session times; NaN where nothing was known.
 */
export interface SignalLookup {
  /** The last value of a series known strictly before or at `timeNs`; of the instrument itself, or else of its market. */
  value(name: string, timeNs: SessionTimeNs): number;
  /** Seconds from `timeNs` to the next scheduled event that was announced by then. */
  secondsToNextEvent(timeNs: SessionTimeNs): number;
}

export const NO_SIGNALS: SignalLookup = { value: () => NaN, secondsToNextEvent: () => NaN };

import { err, ok, type Failure, type Result } from '#domain/core';
import { type InvalidSchedule } from '#domain/execution';
import { FEATURE_SET_V1, type FeatureSnapshot } from '#domain/features';
import { type InstrumentTerms } from '#domain/market-data';
import { type StatedOrder } from './stated-order.js';

export type NoSessionClock = Failure<'NO_FEATURES'>;

const SINCE_OPEN = FEATURE_SET_V1.definitions.findIndex(({ name }) => name === 'sinceOpenSeconds');
const DAY_SECONDS = 86_400;

/**
 * Seconds since the regular open, as the features of the moment say; of a market that never closes 0, since every time of its day is like
 * any other. NO_FEATURES where nobody knows it.
 */
export const sinceOpenSeconds = (
  { instrumentId, sessionSeconds }: InstrumentTerms,
  features: FeatureSnapshot | null,
): Result<number, NoSessionClock> => {
  if (sessionSeconds >= DAY_SECONDS) return ok(0);
  const seconds = features?.set === FEATURE_SET_V1.version ? features.values[SINCE_OPEN] : null;
  return typeof seconds === 'number'
    ? ok(seconds)
    : err({
        code: 'NO_FEATURES',
        field: 'instrumentId',
        message: `nobody knows how long ago ${instrumentId} opened`,
        allowed: 'a moment within regular trading hours',
      });
};

/** What is wrong with the times of an order that is planned at `nowSeconds` of a session, if anything. */
export const timesFault = (
  { startInSeconds, horizonSeconds, auctions }: Pick<StatedOrder, 'startInSeconds' | 'horizonSeconds' | 'auctions'>,
  nowSeconds: number,
  sessionSeconds: number,
): InvalidSchedule | undefined => {
  if (!(horizonSeconds > 0)) return invalid('horizonSeconds', 'positive: the horizon is in the past', horizonSeconds);
  const leftSeconds = sessionSeconds - nowSeconds;
  if (!(horizonSeconds <= leftSeconds)) {
    return invalid('horizonSeconds', `at most ${leftSeconds}, when the session closes`, horizonSeconds);
  }
  if (!(startInSeconds >= 0 && startInSeconds < horizonSeconds)) {
    return invalid('startInSeconds', `from 0 on, and below ${horizonSeconds}`, startInSeconds);
  }
  const outside = auctions.findIndex(({ inSeconds }) => !(inSeconds >= startInSeconds && inSeconds <= horizonSeconds));
  if (outside < 0) return undefined;
  const within = `within [${startInSeconds}, ${horizonSeconds}]`;
  return invalid(`auctions.${outside}.inSeconds`, within, auctions[outside]!.inSeconds);
};

const invalid = (field: string, allowed: string, value: number): InvalidSchedule => ({
  code: 'INVALID_SCHEDULE',
  field,
  message: `${field} must be ${allowed}, got ${value}`,
  allowed,
});

import { err, formatInstant, ok, parseInstant, type Failure, type Instant, type Result } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { unknownInstrument, type UnknownInstrument } from '#application/decidable-market';
import { type FeatureHistory, type InstrumentStates, type MarketState } from '#application/ports';
import { UnreadableHistory } from './unreadable-history.js';

export interface ReadFeaturesPorts {
  readonly market: MarketState & InstrumentStates;
  readonly history: FeatureHistory;
}

export type NoFeatures = Failure<'NO_FEATURES'>;
export type FeaturesFailure = UnknownInstrument | NoFeatures;

/** No record is later. */
const END_OF_TIME = parseInstant('2200-01-01T00:00:00Z')!;

/**
 * The features of an instrument as they were known at `at`, or now when it is not given: from memory where the latest is old
 * enough, else the last that was recorded by then, as after a restart before the feed is heard. Never one of a later moment; of one that
 * has not come there are none.
 * Rejects with UnreadableHistory.
 */
export const readFeatures = async (
  { market, history }: ReadFeaturesPorts,
  instrumentId: string,
  at?: Instant,
): Promise<Result<FeatureSnapshot, FeaturesFailure>> => {
  const latest = market.state(instrumentId)?.features;
  if (at !== undefined && isToCome(market, at, latest)) return err(toCome(market, at));
  if (latest !== undefined && (at === undefined || at >= parseInstant(latest.asOf)!)) return ok(latest);
  const recorded = await history.lastAt(instrumentId, at ?? END_OF_TIME).catch((error: unknown) => {
    throw new UnreadableHistory(instrumentId, error);
  });
  if (recorded !== undefined) return ok(recorded);
  if (latest === undefined) return err(unknownInstrument(market, instrumentId, 'instrumentId'));
  return err({
    code: 'NO_FEATURES',
    field: 'at',
    message: `no features of ${instrumentId} were recorded at or before then`,
    allowed: `a moment from the first recorded on; the latest is of ${latest.asOf}`,
  });
};

/** What is known already has come, whatever the clock says; before the feed is heard nobody knows what time it is. */
const isToCome = (market: MarketState, at: Instant, latest: FeatureSnapshot | undefined): boolean =>
  market.feedSilenceMs() < Infinity && at > market.now() && !(latest !== undefined && at <= parseInstant(latest.asOf)!);

const toCome = (market: MarketState, at: Instant): NoFeatures => ({
  code: 'NO_FEATURES',
  field: 'at',
  message: `${formatInstant(at)} has not come yet`,
  allowed: `at most ${formatInstant(market.now())}, the time of the session`,
});

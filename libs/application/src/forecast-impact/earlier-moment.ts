import { BPS, err, formatInstant, ok, type Instant, type Result } from '#domain/core';
import { FEATURE_SET_V1, type FeatureSnapshot } from '#domain/features';
import { midPrice, type TwoSidedMarket } from '#domain/market-data';
import {
  readFeatures,
  type FeaturesFailure,
  type NoFeatures,
  type ReadFeaturesPorts,
} from '#application/read-features';

/** A market and its features as a model is asked with them. */
export interface AskedMoment {
  readonly market: TwoSidedMarket;
  readonly features: FeatureSnapshot | null;
}

const SPREAD = FEATURE_SET_V1.definitions.findIndex(({ name }) => name === 'spreadBps');

/**
 * The market of `at` as its recorded features tell it: their spread around the mid of now, which no figure in bps depends on.
 * Terms of the instrument are those of now. NO_FEATURES where nothing was recorded by then, or no two-sided quote stood.
 * Rejects with UnreadableHistory.
 */
export const earlierMoment = async (
  ports: ReadFeaturesPorts,
  now: TwoSidedMarket,
  at: Instant,
): Promise<Result<AskedMoment, FeaturesFailure>> => {
  const { instrumentId } = now.terms;
  const features = await readFeatures(ports, instrumentId, at);
  if (!features.ok) return features;
  const spreadBps = features.value.values[SPREAD] ?? null;
  if (spreadBps === null) return err(unquoted(instrumentId, at));
  const [mid, half] = [midPrice(now), spreadBps / 2 / BPS];
  const [bid, ask] = [now.bids[0], now.asks[0]];
  const market: TwoSidedMarket = {
    ...now,
    exchangeTime: features.value.asOf,
    bids: [{ ...bid, price: mid * (1 - half) }],
    asks: [{ ...ask, price: mid * (1 + half) }],
  };
  return ok({ market, features: features.value });
};

const unquoted = (instrumentId: string, at: Instant): NoFeatures => ({
  code: 'NO_FEATURES',
  field: 'at',
  message: `no two-sided quote of ${instrumentId} stood at ${formatInstant(at)}`,
  allowed: 'a moment at which both sides are quoted',
});

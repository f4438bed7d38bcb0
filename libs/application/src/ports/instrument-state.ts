import { type FeatureSnapshot } from '#domain/features';
import { type MarketQuality, type MarketSnapshot } from '#domain/market-data';

/** How an instrument's feed fares, with the time as an instant, ISO 8601 with nanoseconds. */
export interface QualityReport extends Omit<MarketQuality, 'sinceNs'> {
  /** Since when its validity is what it is. */
  readonly since: string;
}

/** Everything that is known of one instrument at one moment of a playing session. */
export interface InstrumentState {
  readonly market: MarketSnapshot;
  readonly features: FeatureSnapshot;
  readonly quality: QualityReport;
}

/** The latest state of every instrument, held in memory. */
export interface InstrumentStates {
  /** Undefined when the instrument is not in this session. */
  state(instrumentId: string): InstrumentState | undefined;
}

import { type FeatureSnapshot } from '#domain/features';
import { type MarketQuality, type MarketSnapshot, type SimulatedAuction } from '#domain/market-data';

/** How an instrument's feed fares, with the time as an instant, ISO 8601 with nanoseconds. */
export interface QualityReport extends Omit<MarketQuality, 'sinceNs'> {
  /** Since when its validity is what it is. */
  readonly since: string;
}

/** A simulated auction that is over, with its times as instants, ISO 8601 with nanoseconds. */
export interface AuctionReport extends Omit<SimulatedAuction, 'requestedNs' | 'endedNs' | 'knownNs'> {
  readonly requestedAt: string;
  readonly endedAt: string;
  readonly knownAt: string;
}

/** Everything that is known of one instrument at one moment of a playing session. */
export interface InstrumentState {
  readonly market: MarketSnapshot;
  readonly features: FeatureSnapshot;
  readonly quality: QualityReport;
  /** The last ones, newest first; absent where the session has none, as a recording. */
  readonly auctions?: readonly AuctionReport[];
}

/** The latest state of every instrument, held in memory. */
export interface InstrumentStates {
  /** Undefined when the instrument is not in this session. */
  state(instrumentId: string): InstrumentState | undefined;
  /** Calls back whenever states were replaced, until what it returns is called. */
  listen(listener: () => void): () => void;
}

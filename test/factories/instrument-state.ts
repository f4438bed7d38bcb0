import { FEATURE_SET_V1 } from '#domain/features';
import { FAULTS, type Fault, type MarketSnapshot } from '#domain/market-data';
import { type InstrumentState } from '#application/ports';

/** The state of an instrument whose market is this one: a clean feed, and feature i has the value i / 8, every fifth none. */
export const instrumentState = (market: MarketSnapshot, overrides: Partial<InstrumentState> = {}): InstrumentState => ({
  market,
  features: {
    instrumentId: market.terms.instrumentId,
    set: FEATURE_SET_V1.version,
    asOf: market.exchangeTime,
    values: FEATURE_SET_V1.definitions.map((_, i) => (i % 5 === 3 ? null : i / 8)),
  },
  quality: {
    validity: 'VALID',
    since: market.exchangeTime,
    rows: { taken: 12, applied: 10, ignored: 1, quarantined: 1, held: 0 },
    faults: Object.fromEntries(FAULTS.map((fault, i) => [fault, i])) as Record<Fault, number>,
    staleSeconds: 0,
    skewMs: 0,
  },
  ...overrides,
});

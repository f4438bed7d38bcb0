import { startOfUtcDay } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { syntheticEvents, syntheticInstruments, syntheticTerms, type SyntheticParameters } from '#domain/simulation';
import { asAsync } from './as-async.js';

/** An invented day: every synthetic session opens at 14:30 UTC on 2025-01-02. */
const OPEN = startOfUtcDay(2025, 1, 2) + 52_200_000_000_000n;

/** The market that plays when no recording is given: a pure function of the seed, labelled as simulated. */
export const syntheticMarket = (seed: number): readonly MarketSession[] =>
  syntheticInstruments(seed).map((parameters) => syntheticSession(parameters));

const syntheticSession = (parameters: SyntheticParameters): MarketSession => {
  const batches = syntheticEvents(parameters);
  return {
    instrumentId: parameters.instrumentId,
    source: { kind: 'SIMULATED', name: `synthetic session, seed ${parameters.seed}` },
    origin: OPEN,
    openNs: 0,
    closeNs: parameters.sessionSeconds * 1e9,
    priceUnitsPerCurrency: 1 / parameters.tickSize,
    sizeUnitsPerUnit: 1,
    tickUnits: 1,
    depth: 'LEVELS',
    terms: syntheticTerms(parameters),
    events: () => asAsync(batches),
  };
};

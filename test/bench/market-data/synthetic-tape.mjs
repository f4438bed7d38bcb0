import { syntheticEvents, syntheticInstruments, syntheticTerms } from '#domain/simulation';
import { BinaryEvents } from './binary-events.mjs';

const SEED = 7;

/**
 * A synthetic market with so many times the usual flow, as binary events; every event is a message of its own, which costs
 * the most: features are brought up to date after every message.
 */
export const syntheticTape = (flow, sessionSeconds) => {
  const usual = syntheticInstruments(SEED)[0];
  const parameters = {
    ...usual,
    limitOrdersPerSecond: usual.limitOrdersPerSecond * flow,
    marketOrdersPerSecond: usual.marketOrdersPerSecond * flow,
    sessionSeconds,
    dailyVolatility: usual.dailyVolatility * Math.sqrt(sessionSeconds / usual.sessionSeconds),
  };
  const session = {
    instrumentId: parameters.instrumentId,
    source: { kind: 'SIMULATED', name: 'bench' },
    origin: 0n,
    openNs: 0,
    closeNs: sessionSeconds * 1e9,
    priceUnitsPerCurrency: 100,
    sizeUnitsPerUnit: 1,
    tickUnits: 1,
    depth: 'LEVELS',
    terms: syntheticTerms(parameters),
  };
  return { events: BinaryEvents.of(syntheticEvents(parameters)), session };
};

import { startOfUtcDay } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { simulatedEvents, type MarketParameters } from '#domain/simulation';
import { asAsync } from '#application/play-session';

/** A session of the market of agents, without a history. */
export const simulatedSession = (parameters: MarketParameters, seed: number): MarketSession => {
  const events = simulatedEvents(parameters, seed);
  if (!events.ok) throw new Error(events.error.message);
  return {
    instrumentId: 'SIM',
    source: { kind: 'SIMULATED', name: `seed ${seed}` },
    origin: startOfUtcDay(2025, 1, 2),
    openNs: 0,
    closeNs: parameters.sessionSeconds * 1e9,
    priceUnitsPerCurrency: 1 / parameters.tickSize,
    sizeUnitsPerUnit: 1,
    tickUnits: 1,
    depth: 'ORDERS',
    events: () => asAsync(events.value),
  };
};

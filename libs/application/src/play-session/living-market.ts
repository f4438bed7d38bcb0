import { startOfUtcDay } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import {
  LIVING_INSTRUMENTS,
  livingClients,
  livingSeed,
  livingSession,
  type LivingInstrument,
} from '#domain/simulation';
import { asAsync } from './as-async.js';

/** An invented day: every session opens at 14:30 UTC on 2025-01-02. */
const OPEN = startOfUtcDay(2025, 1, 2) + 52_200_000_000_000n;
/** Round figure: no flow depends on it. */
const SHARES_OUTSTANDING = 900_000_000;

/**
 * The market that plays when no recording is given: agents, dealers and their clients together, a pure function of the seed, labelled as
 * simulated. Nothing is simulated before it is asked for.
 */
export const livingMarket = (seed: number): readonly MarketSession[] =>
  LIVING_INSTRUMENTS.map((instrument) => sessionOf(instrument, seed));

const sessionOf = (instrument: LivingInstrument, seed: number): MarketSession => {
  const { instrumentId, parameters, averageDailyVolume, dailyVolatility } = instrument;
  const { tickSize, sessionSeconds } = parameters.market;
  const own = livingSeed(instrument, seed);
  const told = livingSession(parameters, own, livingClients(own));
  if (!told.ok) throw new RangeError(`livingMarket: ${told.error.message}`);
  const living = told.value;
  return {
    instrumentId,
    source: { kind: 'SIMULATED', name: `market of agents and dealers, seed ${seed}` },
    origin: OPEN,
    openNs: 0,
    closeNs: sessionSeconds * 1e9,
    priceUnitsPerCurrency: 1 / tickSize,
    sizeUnitsPerUnit: 1,
    tickUnits: 1,
    depth: 'ORDERS',
    terms: {
      kind: 'EQUITY',
      currency: 'USD',
      tickSize,
      lotSize: 1,
      contractMultiplier: 1,
      sessionSeconds,
      averageDailyVolume,
      dailyVolatility,
      sharesOutstanding: SHARES_OUTSTANDING,
      feesAndSettlementBps: 0,
    },
    events: () => asAsync(living.events),
    auctions: () => living.auctions(),
    tradeOutside: (block) => {
      living.tradeOutside(block);
    },
  };
};

import { type Instant } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { type Quarantine } from '../quarantine.js';
import { tapeBatches } from '../tape-batches.js';
import { PRICE_UNITS_PER_CURRENCY, SIZE_UNITS_PER_UNIT } from './bitstamp-row.js';
import { BitstampTape, type BitstampDays } from './bitstamp-tape.js';

const NS_PER_MS = 1_000_000n;

/** Bitstamp orders as a market session of whole UTC days: the market never closes. */
export const bitstampSession = (instrumentId: string, days: BitstampDays, quarantine: Quarantine): MarketSession => {
  const day = new Date(days.originMs).toISOString().slice(0, 10);
  const origin: Instant = BigInt(days.originMs) * NS_PER_MS;
  return {
    instrumentId,
    source: { kind: 'RECORDED', name: `Bitstamp ${instrumentId} ${day}` },
    origin,
    openNs: 0,
    closeNs: days.endNs,
    priceUnitsPerCurrency: PRICE_UNITS_PER_CURRENCY,
    sizeUnitsPerUnit: SIZE_UNITS_PER_UNIT,
    tickUnits: 1,
    depth: 'ORDERS',
    terms: { kind: 'SPOT', currency: 'USD', sessionSeconds: 86_400 },
    files: days.sources.map(({ path }) => path),
    events: () => tapeBatches(new BitstampTape(days, quarantine)),
  };
};

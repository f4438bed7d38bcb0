import { type Instant } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { type Quarantine } from '../quarantine.js';
import { tapeBatches } from '../tape-batches.js';
import { US_EQUITY_HOURS, US_EQUITY_PRICES, US_EQUITY_TERMS } from '../us-equities.js';
import { LobsterTape, type LobsterDay } from './lobster-tape.js';

/**
 * A LOBSTER day as a market session: levels 1 to N from its messages, the orders that were seen to come, executions and
 * halts. `origin` is its midnight.
 */
export const lobsterSession = (day: LobsterDay, origin: Instant, quarantine: Quarantine): MarketSession => ({
  instrumentId: day.symbol,
  source: { kind: 'RECORDED', name: `LOBSTER ${day.symbol} ${day.date}` },
  origin,
  ...US_EQUITY_HOURS,
  ...US_EQUITY_PRICES,
  depth: 'LEVELS_AND_ORDERS',
  files: [...new Set([day.messages.path, day.orderBook.path])],
  terms: US_EQUITY_TERMS,
  events: () => tapeBatches(new LobsterTape(day, quarantine)),
});

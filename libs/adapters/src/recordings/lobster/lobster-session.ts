import { type Instant } from '#domain/core';
import { EventBatch, type MarketSession } from '#domain/market-data';
import { type Quarantine } from '../quarantine.js';
import { US_EQUITY_HOURS, US_EQUITY_PRICES, US_EQUITY_TERMS } from '../us-equities.js';
import { LobsterTape, type LobsterDay } from './lobster-tape.js';

const BATCH_EVENTS = 1024;

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
  events: () => play(day, quarantine),
});

async function* play(day: LobsterDay, quarantine: Quarantine): AsyncGenerator<EventBatch> {
  const tape = new LobsterTape(day, quarantine);
  try {
    const batch = new EventBatch(BATCH_EVENTS + tape.rowsPerStepMax);
    while (await tape.step(batch)) {
      if (batch.length < BATCH_EVENTS) continue;
      yield batch;
      batch.clear();
    }
    if (batch.length > 0) yield batch;
  } finally {
    tape.close();
  }
}

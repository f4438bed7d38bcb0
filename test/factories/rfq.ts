import { parseInstant, type Instant } from '#domain/core';
import {
  decideRfq,
  foldRfq,
  type RfqCommand,
  type RfqEvent,
  type RfqQuote,
  type RfqState,
  type RfqTerms,
} from '#domain/rfq';

/** Session time of the examples: `seconds` after the request is opened. */
export const rfqTime = (seconds: number): Instant => OPENED_AT + BigInt(Math.round(seconds * 1e9));

const OPENED_AT = parseInstant('2024-03-05T15:00:00Z')!;

/** A client buys 1,000 lots and asks three dealers, for a minute. */
export const rfqTerms = (overrides: Partial<RfqTerms> = {}): RfqTerms => ({
  legs: [{ instrumentId: 'TEST', side: 'BUY', lotsPerLot: 1 }],
  side: 'BUY',
  lots: 1_000,
  allOrNone: false,
  dealers: ['A', 'B', 'C'],
  expiresAt: rfqTime(60),
  horizonSeconds: 1_800,
  isDifference: false,
  ...overrides,
});

/** A firm offer of 1,000 lots at 100.05, valid for half a minute. */
export const rfqQuote = (quoteId: string, overrides: Partial<RfqQuote> = {}): RfqQuote => ({
  quoteId,
  offer: { price: 100.05, lots: 1_000 },
  allOrNone: false,
  validUntil: rfqTime(30),
  lastLookMs: 0,
  ...overrides,
});

/** The request after the commands, each of which is accepted. */
export const rfqAfter = (...commands: readonly RfqCommand[]): RfqState => foldRfq(rfqEventsOf(commands))!;

export const rfqEventsOf = (commands: readonly RfqCommand[]): readonly RfqEvent[] =>
  commands.reduce<readonly RfqEvent[]>((events, command) => {
    const decided = decideRfq(foldRfq(events), command);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.message}`);
    return [...events, ...decided.value];
  }, []);

import { type Instant } from '#domain/core';
import { type DailyBar } from './daily-bars.js';
import { type EventBatch } from './event-batch.js';
import { type SessionTimeNs } from './events.js';
import { type KnownTerms } from './instrument-table.js';
import { type KnownAuctions, type OutsideBlock } from './simulated-auction.js';
import { type MarketSource } from './snapshot.js';

/**
 * What a session's events say of the book. TOP: the best prices only. LEVELS: size by price. ORDERS: every order, from
 * which the levels follow. LEVELS_AND_ORDERS: the levels of a limited depth, and the orders that changed them.
 */
export type SessionDepth = 'TOP' | 'LEVELS' | 'ORDERS' | 'LEVELS_AND_ORDERS';

/** One instrument's events of one day (or of one stretch, where a market never closes), from a recording or a generator. */
export interface MarketSession {
  readonly instrumentId: string;
  readonly source: MarketSource;
  /** The instant of time 0. */
  readonly origin: Instant;
  /** Regular trading hours, as session times. */
  readonly openNs: SessionTimeNs;
  readonly closeNs: SessionTimeNs;
  /** Integer price units per unit of currency, e.g. 10,000 for prices in 1/10,000 USD. */
  readonly priceUnitsPerCurrency: number;
  /** Integer size units per unit of the instrument: 1 for shares, 1e8 for sizes in 1e-8 coins. */
  readonly sizeUnitsPerUnit: number;
  /** Smallest price step, in price units. */
  readonly tickUnits: number;
  readonly depth: SessionDepth;
  /** What the source itself vouches for about the instrument; an override file wins over it. */
  readonly terms?: KnownTerms;
  /** Bars of days strictly before this one, oldest first, where the source has them. */
  readonly dailyBars?: readonly DailyBar[];
  /** The files on disk that it is read from; absent where it is generated. */
  readonly files?: readonly string[];
  /** The events in order of decision time. A batch is valid until the next is asked for. */
  events(): AsyncIterable<EventBatch>;
  /** The auctions of a simulated session; absent where there are none, as in any recording. */
  auctions?(): KnownAuctions;
  /**
   * One of its simulated dealers has traded a block with a client from outside: he hedges it in this playing of the session, from
   * where its events have been read to. Absent where there are none.
   */
  tradeOutside?(block: OutsideBlock): void;
}

/** Trading time of a day: what somebody states of the instrument, or else the regular hours of the session. */
export const sessionSecondsOf = (
  { openNs, closeNs }: Pick<MarketSession, 'openNs' | 'closeNs'>,
  known: KnownTerms,
): number => known.sessionSeconds ?? (closeNs - openNs) / 1e9;

import { type Instant } from '#domain/core';
import { type KnownTerms } from './instrument-table.js';
import { type MarketSource, type TradingStatus } from './snapshot.js';

/** Which side of the book rests there. */
export type BookSide = 'BID' | 'ASK';

/** Time of an event: nanoseconds since its session's origin, an exact double for 104 days. */
export type SessionTimeNs = number;

/** The total resting size at one price is now `size`; 0 removes the level. Price in integer price units. */
export interface LevelEvent {
  readonly kind: 'LEVEL';
  readonly instrumentId: string;
  readonly timeNs: SessionTimeNs;
  readonly side: BookSide;
  readonly price: number;
  readonly size: number;
}

/** The best price of one side is now this one and nothing better rests there (a top-of-book feed); size 0: the side is empty. */
export interface BestEvent {
  readonly kind: 'BEST';
  readonly instrumentId: string;
  readonly timeNs: SessionTimeNs;
  readonly side: BookSide;
  readonly price: number;
  readonly size: number;
}

/**
 * An execution. `OFF_EXCHANGE` prints and executions of hidden orders count in volume and change no displayed size;
 * an `IRREGULAR` print (late, out of sequence, at a derived price) counts in volume only.
 */
export interface TradeEvent {
  readonly kind: 'TRADE';
  readonly instrumentId: string;
  readonly timeNs: SessionTimeNs;
  readonly price: number;
  readonly size: number;
  readonly condition: 'DISPLAYED' | 'HIDDEN' | 'OFF_EXCHANGE' | 'AUCTION' | 'IRREGULAR';
}

export interface StatusEvent {
  readonly kind: 'STATUS';
  readonly instrumentId: string;
  readonly timeNs: SessionTimeNs;
  readonly status: TradingStatus;
}

export type MarketEvent = LevelEvent | BestEvent | TradeEvent | StatusEvent;

/** Why a row of a recording was set aside. */
export interface QuarantinedRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** One instrument's events of one day, from a file or a generator; streamed in batches, in time order. */
export interface MarketSession {
  readonly instrumentId: string;
  readonly source: MarketSource;
  /** The instant of `timeNs = 0`. */
  readonly origin: Instant;
  /** Regular trading hours, as session times. */
  readonly openNs: SessionTimeNs;
  readonly closeNs: SessionTimeNs;
  /** Integer price units per unit of currency, e.g. 10,000 for prices in 1/10,000 USD. */
  readonly priceUnitsPerCurrency: number;
  /** Smallest price step, in price units. */
  readonly tickUnits: number;
  /** What the source itself vouches for about the instrument; an override file wins over it. */
  readonly terms?: KnownTerms;
  events(): AsyncIterable<readonly MarketEvent[]>;
}

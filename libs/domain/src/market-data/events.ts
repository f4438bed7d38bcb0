import { type Instant } from '#domain/core';
import { type BookSide, type EventBatch, type OrderActionName, type TradeConditionName } from './event-batch.js';
import { type DailyBar } from './daily-bars.js';
import { type KnownTerms } from './instrument-table.js';
import { type MarketSource, type TradingStatus } from './snapshot.js';

/** Time of an event: nanoseconds since its session's origin, an exact double for 104 days. */
export type SessionTimeNs = number;

/** One row of an `EventBatch` as an object: for people and tests. `timeNs` is the decision time; see the batch for the rest. */
interface Stamp {
  readonly timeNs: SessionTimeNs;
  readonly exchangeNs?: SessionTimeNs;
  readonly receiveNs?: SessionTimeNs;
  readonly sequence?: number;
  readonly firstSequence?: number;
  readonly previousSequence?: number;
  readonly moreFollows?: boolean;
  readonly fromSnapshot?: boolean;
}

export interface LevelEvent extends Stamp {
  readonly kind: 'LEVEL';
  readonly side: BookSide;
  readonly price: number;
  readonly size: number;
}

export interface BestEvent extends Stamp {
  readonly kind: 'BEST';
  readonly side: BookSide;
  readonly price: number;
  readonly size: number;
}

export interface TradeEvent extends Stamp {
  readonly kind: 'TRADE';
  readonly price: number;
  readonly size: number;
  readonly condition: TradeConditionName;
  /** Only of an OFF_EXCHANGE trade: see `IRREGULAR_PRICE`. */
  readonly irregularPrice?: boolean;
  /** The side that was hit; absent where the source does not say. */
  readonly side?: BookSide;
}

export interface StatusEvent extends Stamp {
  readonly kind: 'STATUS';
  readonly status: TradingStatus;
}

export interface OrderEvent extends Stamp {
  readonly kind: 'ORDER';
  readonly side: BookSide;
  readonly price: number;
  /** What is left of the order. */
  readonly size: number;
  readonly action: OrderActionName;
  readonly orderId: number;
}

export interface ClearEvent extends Stamp {
  readonly kind: 'CLEAR';
  readonly side?: BookSide;
}

export type MarketEvent = LevelEvent | BestEvent | TradeEvent | StatusEvent | OrderEvent | ClearEvent;

/** Why a row of a recording was set aside. */
export interface QuarantinedRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

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
}

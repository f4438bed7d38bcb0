import { type BookSide, type OrderActionName, type StatusName, type TradeConditionName } from './event-codes.js';

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
  readonly status: StatusName;
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

import { type InstrumentTable, type MarketSession } from '#domain/market-data';
import {
  type DeskLatency,
  type FeeSchedule,
  type ImpactDecay,
  type OrderResult,
  type QueueWeight,
  type ScheduleName,
  type ScheduleParameters,
  type Tactic,
  type WaySummary,
} from '#domain/simulation';
import { type TextRow } from '#domain/training';
import { type OrderFault } from '#application/forecast-orders';

/** How the orders of a list are worked: each sent as it stands there, or by a schedule. */
export type Way = 'AS_STATED' | ScheduleName;

/** How queues are told. AUTO: order by order where the recording tells orders, risk-averse elsewhere. */
export type FillChoice =
  | { readonly kind: 'AUTO' }
  | { readonly kind: 'RISK_AVERSE' }
  | { readonly kind: 'PROBABILISTIC'; readonly weight: QueueWeight }
  | { readonly kind: 'ORDER_BY_ORDER' };

export interface BacktestSettings extends ScheduleParameters {
  /** All of them on every order, each alone in the market; differences are against the first. */
  readonly ways: readonly Way[];
  readonly tactic: Tactic;
  readonly fill: FillChoice;
  readonly latency: DeskLatency;
  readonly fees: FeeSchedule;
  /** Absent: our executions move no later price. */
  readonly overlay: ImpactDecay | undefined;
  /** Draws queues, delays and intervals. */
  readonly seed: number;
}

/** A list of orders, the recordings that they are worked in, and how. */
export interface BacktestOrdersPlan {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<TextRow>;
  readonly sessions: readonly MarketSession[];
  /** Terms that win over what a session says of its instrument. */
  readonly overrides: InstrumentTable;
  readonly settings: BacktestSettings;
}

export interface BacktestOrdersPorts {
  readonly observer: BacktestOrdersObserver;
  /** Takes the orders of a day, in the order of the list, each by all ways; resolves when it has room for more. */
  write(orders: readonly BacktestedOrder[]): Promise<void>;
}

/** Hears how far the work is. */
export interface BacktestOrdersObserver {
  /** The `index`-th of `days` days with orders begins, 0 the first. */
  working(day: string, index: number, days: number): void;
  /** Of the orders that could be read and placed, so many are worked or refused. */
  settled(orders: number, of: number): void;
  refused(line: number, fault: OrderFault): void;
}

/** What became of one order by one way: prices in currency, sizes in units of the instrument. */
export interface BacktestedOrder extends Pick<OrderResult, 'fills' | 'shortfallBps' | 'queue' | 'markoutsBps'> {
  readonly id: string;
  readonly instrumentId: string;
  /** YYYY-MM-DD of the exchange. */
  readonly day: string;
  readonly way: Way;
  readonly side: 'BUY' | 'SELL';
  readonly orderedUnits: number;
  readonly filledUnits: number;
  readonly postedFilledUnits: number;
  readonly arrivalMid: number;
  /** NaN without a fill. */
  readonly averagePrice: number;
}

/** The path of one order by one way, for a picture; times in seconds since its start, prices in currency. */
export interface ExecutionPath {
  readonly id: string;
  readonly instrumentId: string;
  readonly way: Way;
  readonly side: 'BUY' | 'SELL';
  readonly orderedUnits: number;
  readonly horizonSeconds: number;
  readonly arrivalMid: number;
  readonly mids: readonly (readonly [seconds: number, mid: number])[];
  readonly fills: readonly {
    readonly seconds: number;
    readonly price: number;
    readonly units: number;
    readonly isPosted: boolean;
  }[];
}

export interface BacktestOrdersSummary {
  /** Rows of the list. */
  readonly orders: number;
  readonly worked: number;
  readonly refused: number;
  readonly ways: readonly WaySummary[];
  /** Everything that the numbers rest on and the recording does not say. */
  readonly assumptions: readonly string[];
  /** Of the largest order of an instrument, for the first few of them. */
  readonly paths: readonly ExecutionPath[];
}

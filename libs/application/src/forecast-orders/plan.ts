import { type MarketSession } from '#domain/market-data';
import { type TextRow } from '#domain/training';
import { type Surroundings } from '#application/play-session';
import { type ImpactModel } from '#application/ports';
import { type LabelQuantiles } from './label-quantiles.js';
import { type OrderKind } from './order-kind.js';
import { type OrderFault } from './stated-order.js';

/** A desk's list of orders and the recordings of the market they arrive in. */
export interface ForecastOrdersPlan {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<TextRow>;
  readonly sessions: readonly MarketSession[];
  readonly surroundings: Surroundings;
}

/** The models of a list: for orders that are worked, and for windows of flow. */
export interface OrderModels {
  modelFor(kind: OrderKind): ImpactModel;
}

export interface ForecastOrdersPorts {
  readonly models: OrderModels;
  readonly observer: ForecastOrdersObserver;
  /** Takes the forecasts in the order of the list; resolves when it has room for more. */
  write(forecasts: readonly OrderForecast[]): Promise<void>;
}

/** Hears how far the work is. */
export interface ForecastOrdersObserver {
  /** The `index`-th of `days` days with orders begins, 0 the first. */
  working(day: string, index: number, days: number): void;
  /** Of the orders that could be read and placed, so many are forecast or refused. */
  settled(orders: number, of: number): void;
  refused(line: number, fault: OrderFault): void;
}

/** What is forecast of one order. */
export interface OrderForecast {
  readonly id: string;
  readonly labels: readonly LabelQuantiles[];
}

export interface ForecastOrdersSummary {
  /** Rows of the list. */
  readonly orders: number;
  readonly forecast: number;
  readonly refused: number;
  /** Forecasts by model version, tier and, where it is not the first of the chain, why. */
  readonly answeredBy: Readonly<Record<string, number>>;
  /** Forecasts by the parametric formulas: of these the list holds the slippage only. */
  readonly slippageOnly: number;
}

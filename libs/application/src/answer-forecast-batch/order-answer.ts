import { type ExecutionProvider } from '#domain/impact';
import { type QuoteRequest } from '#domain/rfq';
import { type ForecastView } from '#application/forecast-impact';
import { type ForecastUnavailable } from '#application/ports';
import { type OrderFailure } from '#application/request-forecast-batch';

/** An order's forecast, without the parts that only a single forecast shows. */
export interface OrderForecast extends Omit<ForecastView, 'residual' | 'members'> {
  /** Its number in the batch, from 0. */
  readonly order: number;
  readonly request: QuoteRequest;
  /** What ran the model, or the formulas. */
  readonly provider: ExecutionProvider;
}

/** Why an order has no forecast, with a field such as `orders.3.quantity`. */
export type FailedOrder = OrderFailure | ForecastUnavailable;

/** What becomes of an order. */
export type OrderAnswer = OrderForecast | FailedOrder;

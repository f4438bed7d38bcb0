import { type Result } from '#domain/core';
import { type ExecutionProvider, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type QuoteRequest } from '#domain/rfq';
import { forecastView, type ForecastView } from '#application/forecast-impact';
import { type ForecastUnavailable, type ImpactModel } from '#application/ports';
import { type ForecastBatchInputs, type ForecastOrder, type OrderFailure } from '#application/request-forecast-batch';

/** An order's forecast, without the parts that only a single forecast shows. */
export interface OrderForecast extends Omit<ForecastView, 'residual' | 'members'> {
  /** Its number in the batch, from 0. */
  readonly order: number;
  readonly request: QuoteRequest;
  /** What ran the model, or the formulas. */
  readonly provider: ExecutionProvider;
}

/** What becomes of an order: its forecast, or why there is none, with a field such as `orders.3.quantity`. */
export type OrderAnswer = OrderForecast | OrderFailure | ForecastUnavailable;

interface AskedOrder {
  readonly number: number;
  readonly order: ForecastOrder;
  readonly request: ImpactRequest;
}

/** Answers of the orders of the numbers [from, to), by one call of the model. Rejects when the model fails. */
export const orderAnswers = async (
  model: ImpactModel,
  { moments, orders }: ForecastBatchInputs,
  from: number,
  to: number,
): Promise<readonly OrderAnswer[]> => {
  const momentOf = new Map(moments.map((moment) => [moment.market.terms.instrumentId, moment]));
  const answers = new Array<OrderAnswer>(to - from);
  const asked: AskedOrder[] = [];
  for (let number = from; number < to; number += 1) {
    const order = orders[number]!;
    if ('code' in order) {
      answers[number - from] = order;
      continue;
    }
    const { side, quantity, horizonSeconds, aggression } = order;
    const moment = momentOf.get(order.instrumentId)!;
    asked.push({ number, order, request: { side, quantity, horizonSeconds, aggression, ...moment } });
  }
  for (const [i, answer] of (await askTogether(model, asked)).entries()) answers[asked[i]!.number - from] = answer;
  return answers;
};

/** A model refuses all of a call for one order out of its range: then each is asked by itself. */
const askTogether = async (model: ImpactModel, asked: readonly AskedOrder[]): Promise<readonly OrderAnswer[]> => {
  const together = await model.forecast(asked.map(({ request }) => request));
  if (together.ok) return asked.map((one, i) => forecastOf(one, together.value[i]!));
  const answers: OrderAnswer[] = [];
  for (const one of asked) answers.push(answerOf(one, await model.forecast([one.request])));
  return answers;
};

const answerOf = (
  one: AskedOrder,
  forecasts: Result<readonly ImpactForecast[], ForecastUnavailable>,
): OrderForecast | ForecastUnavailable =>
  forecasts.ok ? forecastOf(one, forecasts.value[0]!) : { ...forecasts.error, field: `orders.${one.number}` };

const forecastOf = ({ number, order }: AskedOrder, forecast: ImpactForecast): OrderForecast => {
  const { instrumentId, side, quantity, horizonSeconds } = order;
  const { residual: _, members: __, ...view } = forecastView(forecast);
  const request = { instrumentId, side, quantity, horizonSeconds };
  return { order: number, request, provider: forecast.accelerator ?? 'CPU', ...view };
};

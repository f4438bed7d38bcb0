import { type ImpactRequest } from '#domain/impact';
import { type ImpactModel } from '#application/ports';
import { type ForecastBatchInputs, type ForecastOrder } from '#application/request-forecast-batch';
import { type PartOfAnswers } from './kept-answers.js';

interface AskedOrder {
  readonly number: number;
  readonly order: ForecastOrder;
  readonly request: ImpactRequest;
}

/** Puts the answers of the orders of the numbers [from, to) into their part, by one call of the model. Rejects when the model fails. */
export const answerOrders = async (
  model: ImpactModel,
  { moments, orders }: ForecastBatchInputs,
  from: number,
  to: number,
  part: PartOfAnswers,
): Promise<void> => {
  const momentOf = new Map(moments.map((moment) => [moment.market.terms.instrumentId, moment]));
  const asked: AskedOrder[] = [];
  for (let number = from; number < to; number += 1) {
    const order = orders[number]!;
    if ('code' in order) {
      part.fail(number, order);
      continue;
    }
    const { side, quantity, horizonSeconds, aggression } = order;
    const { market, features } = momentOf.get(order.instrumentId)!;
    asked.push({ number, order, request: { side, quantity, horizonSeconds, aggression, market, features } });
  }
  await askTogether(model, asked, part);
};

/** A model refuses all of a call for one order out of its range: then each is asked by itself. */
const askTogether = async (model: ImpactModel, asked: readonly AskedOrder[], part: PartOfAnswers): Promise<void> => {
  const together = await model.forecast(asked.map(({ request }) => request));
  if (!together.ok) return askOneByOne(model, asked, part);
  for (const [i, { number, order }] of asked.entries()) part.forecast(number, order, together.value[i]!);
};

const askOneByOne = async (model: ImpactModel, asked: readonly AskedOrder[], part: PartOfAnswers): Promise<void> => {
  for (const { number, order, request } of asked) {
    const own = await model.forecast([request]);
    if (own.ok) part.forecast(number, order, own.value[0]!);
    else part.fail(number, { ...own.error, field: `orders.${number}` });
  }
};

import { type JobHandler, type Jobs } from '#application/jobs';
import { type ForecastBatchStore, type ImpactModel } from '#application/ports';
import { type ForecastBatchInputs } from '#application/request-forecast-batch';
import { answerOrders } from './answer-orders.js';
import { keptAnswers, PartOfAnswers } from './kept-answers.js';
import { type OrderAnswer } from './order-answer.js';

export { type OrderAnswer, type OrderForecast } from './order-answer.js';

/**
 * Orders of one call of the model: enough that a thread's work outweighs handing it over, few enough that the thread that asks is
 * free again after milliseconds, and that what it holds of them is gone before the garbage collector has to copy it.
 */
const ORDERS_PER_CALL = 128;
/** Orders of one part that is kept: a commit costs the database as much as hundreds of answers. */
const ORDERS_PER_PART = 8 * ORDERS_PER_CALL;

export interface AnswerForecastBatchPorts {
  readonly forecastBatches: ForecastBatchStore;
  readonly model: ImpactModel;
}

type BatchKey = Omit<Jobs['impact.forecastBatch'], 'priority'>;

/**
 * Answers the orders of a stored batch part by part. A repeat goes on after the last part that was kept, so that what an attempt
 * computed is lost to none after it. A batch that is settled already, or meanwhile, stays as it is; one whose deadline has
 * passed is EXPIRED, before its first part or after the one in hand.
 *
 * Rejects when the store or the model fails, which another attempt may cure, and when there is no such batch.
 */
export const answerForecastBatch = async (ports: AnswerForecastBatchPorts, key: BatchKey): Promise<void> => {
  const { forecastBatches, model } = ports;
  const { deskId, batchId } = key;
  const started = await forecastBatches.advance(deskId, batchId, { status: 'RUNNING' });
  if (started === 'OVERDUE') return expire(ports, key);
  if (started === 'REFUSED') return;
  const batch = await forecastBatches.find(deskId, batchId);
  const text = await forecastBatches.inputs(deskId, batchId);
  if (batch === undefined || text === undefined) throw new Error(`desk ${deskId} has no forecast batch ${batchId}`);
  const inputs = JSON.parse(text) as ForecastBatchInputs;
  for (let from = batch.answered; from < batch.orders; from += ORDERS_PER_PART) {
    const to = Math.min(from + ORDERS_PER_PART, batch.orders);
    const answers = await partText(model, inputs, from, to);
    const kept = await forecastBatches.keepPart(deskId, batchId, { firstOrder: from, orders: to - from, answers });
    if (kept === 'OVERDUE') return expire(ports, key);
    if (kept === 'REFUSED') return; // cancelled, or given up
  }
  await forecastBatches.advance(deskId, batchId, { status: 'DONE' });
};

const partText = async (model: ImpactModel, inputs: ForecastBatchInputs, from: number, to: number): Promise<string> => {
  const part = new PartOfAnswers(from);
  for (let at = from; at < to; at += ORDERS_PER_CALL)
    await answerOrders(model, inputs, at, Math.min(at + ORDERS_PER_CALL, to), part);
  return part.text();
};

const expire = async ({ forecastBatches }: AnswerForecastBatchPorts, { deskId, batchId }: BatchKey): Promise<void> => {
  await forecastBatches.advance(deskId, batchId, { status: 'EXPIRED' });
};

export const answerForecastBatchHandler = (ports: AnswerForecastBatchPorts): JobHandler<BatchKey> => ({
  run: (key) => answerForecastBatch(ports, key),
  abandon: async ({ deskId, batchId }, failureReason) => {
    await ports.forecastBatches.advance(deskId, batchId, { status: 'FAILED', failureReason });
  },
});

/** The answers that are there of the orders of the numbers [from, from + count), in order. */
export const orderAnswersOf = async (
  store: ForecastBatchStore,
  deskId: string,
  batchId: string,
  from: number,
  count: number,
): Promise<readonly OrderAnswer[]> => {
  const parts = await store.parts(deskId, batchId, from, from + count);
  const first = parts[0]?.firstOrder ?? from;
  const answers = parts.flatMap((part) => keptAnswers(part.answers));
  return answers.slice(from - first, from - first + count);
};

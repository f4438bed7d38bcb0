import { canonicalJson, err, formatInstant, ok, type Failure, type Result } from '#domain/core';
import { type JobPriority } from '#application/jobs';
import {
  type ForecastBatchRecord,
  type ForecastBatchStore,
  type Identifiers,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { sameRequest, type IdempotencyConflict } from '#application/record-decision';
import {
  forecastBatchInputs,
  type ForecastBatchInputs,
  type OrderCommand,
  type OrderFailure,
} from './forecast-batch-inputs.js';

export * from './forecast-batch-inputs.js';

/** Orders of one batch at most: so many fit the body that the api reads, and reading them takes it some 20 ms of processor time. */
export const FORECAST_BATCH_ORDERS_MAX = 2_000;

/** Orders of one desk that wait for an answer at most: some minutes of a worker's time. */
export const ORDERS_WAITING_MAX = 100_000;

/** Orders whose impact is to be forecast together, as a client sends them. */
export interface RequestForecastBatchCommand {
  /** 1 to FORECAST_BATCH_ORDERS_MAX. */
  readonly orders: readonly OrderCommand[];
  /** BULK when absent. */
  readonly priority?: JobPriority;
  /** Wall time from the request on after which the answers are of no use. */
  readonly withinSeconds?: number;
  readonly idempotencyKey: string;
}

export interface ForecastBatchRequestPorts {
  readonly market: MarketState & InstrumentStates;
  readonly forecastBatches: ForecastBatchStore;
  readonly identifiers: Identifiers;
}

type TooManyWaiting = Failure<'TOO_MANY_WAITING'>;
export type RequestForecastBatchFailure = OrderFailure | IdempotencyConflict | TooManyWaiting;
export type UnknownForecastBatch = Failure<'UNKNOWN_FORECAST_BATCH'>;

/**
 * Stores a batch in the markets of this moment and, with it, the job that forecasts it. Answers when both are durable; the
 * forecasts come later. An order that cannot be forecast is answered with its failure; when none can, or the desk has too many
 * waiting, the request is refused. Requests that arrive together may each find room for itself.
 */
export const requestForecastBatch = async (
  ports: ForecastBatchRequestPorts,
  deskId: string,
  command: RequestForecastBatchCommand,
): Promise<Result<ForecastBatchRecord, RequestForecastBatchFailure>> => {
  const { market, forecastBatches, identifiers } = ports;
  const { idempotencyKey, orders, priority = 'BULK', withinSeconds } = command;
  const requestHash = identifiers.digest(canonicalJson(command));
  const inputs = admitted(forecastBatchInputs(market, orders), await forecastBatches.waitingOrders(deskId));
  if (!inputs.ok) {
    const earlier = await forecastBatches.findByIdempotencyKey(deskId, idempotencyKey);
    return earlier === undefined ? inputs : sameRequest(earlier, requestHash, `forecast batch ${earlier.batchId}`);
  }
  const batchId = identifiers.newId();
  const batch = {
    batchId,
    deskId,
    idempotencyKey,
    requestHash,
    requestedAt: formatInstant(market.now()),
    orders: orders.length,
    priority,
    ...(withinSeconds === undefined ? {} : { withinSeconds }),
    inputs: JSON.stringify(inputs.value),
  };
  const outcome = await forecastBatches.create(batch, [
    { name: 'impact.forecastBatch', payload: { deskId, batchId, priority } },
  ]);
  if (outcome.kind === 'EXISTS') {
    return sameRequest(outcome.record, requestHash, `forecast batch ${outcome.record.batchId}`);
  }
  const created = await forecastBatches.find(deskId, batchId);
  if (created === undefined) throw new Error(`forecast batch ${batchId} vanished after it was created`);
  return ok(created);
};

/** Wants no more of a batch; one that is settled stays as it is. The answers that it has are kept. */
export const cancelForecastBatch = async (
  { forecastBatches }: Pick<ForecastBatchRequestPorts, 'forecastBatches'>,
  deskId: string,
  batchId: string,
): Promise<Result<ForecastBatchRecord, UnknownForecastBatch>> => {
  await forecastBatches.advance(deskId, batchId, { status: 'CANCELLED' });
  const batch = await forecastBatches.find(deskId, batchId);
  return batch === undefined ? err(unknownForecastBatch(batchId)) : ok(batch);
};

/** The inputs, where there is room for their orders beside those that wait. */
const admitted = (
  inputs: Result<ForecastBatchInputs, OrderFailure>,
  waiting: number,
): Result<ForecastBatchInputs, OrderFailure | TooManyWaiting> => {
  if (!inputs.ok || waiting + inputs.value.orders.length <= ORDERS_WAITING_MAX) return inputs;
  return err({
    code: 'TOO_MANY_WAITING',
    field: 'orders',
    message: `${waiting} orders of this desk wait for their forecasts already`,
    allowed: `${Math.max(0, ORDERS_WAITING_MAX - waiting)} orders now, ${ORDERS_WAITING_MAX} when none waits`,
  });
};

export const unknownForecastBatch = (batchId: string): UnknownForecastBatch => ({
  code: 'UNKNOWN_FORECAST_BATCH',
  field: 'id',
  message: `this desk has no forecast batch ${JSON.stringify(batchId)}`,
  allowed: 'the batchId of a request made by this desk',
});

import { canonicalJson, formatInstant, ok, type Failure, type Result } from '#domain/core';
import {
  type ForecastBatchRecord,
  type ForecastBatchStore,
  type Identifiers,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { sameRequest, type IdempotencyConflict } from '#application/record-decision';
import { forecastBatchInputs, type OrderCommand, type OrderFailure } from './forecast-batch-inputs.js';

export * from './forecast-batch-inputs.js';

/** Orders of one batch at most: so many fit the body that the api reads, and reading them takes it some 20 ms of processor time. */
export const FORECAST_BATCH_ORDERS_MAX = 2_000;

/** Orders whose impact is to be forecast together, as a client sends them. */
export interface RequestForecastBatchCommand {
  /** 1 to FORECAST_BATCH_ORDERS_MAX. */
  readonly orders: readonly OrderCommand[];
  readonly idempotencyKey: string;
}

export interface ForecastBatchRequestPorts {
  readonly market: MarketState & InstrumentStates;
  readonly forecastBatches: ForecastBatchStore;
  readonly identifiers: Identifiers;
}

export type RequestForecastBatchFailure = OrderFailure | IdempotencyConflict;
export type UnknownForecastBatch = Failure<'UNKNOWN_FORECAST_BATCH'>;

/**
 * Stores a batch in the markets of this moment and, with it, the job that forecasts it. Answers when both are durable; the
 * forecasts come later. An order that cannot be forecast is answered with its failure; when none can, the request is refused.
 */
export const requestForecastBatch = async (
  ports: ForecastBatchRequestPorts,
  deskId: string,
  command: RequestForecastBatchCommand,
): Promise<Result<ForecastBatchRecord, RequestForecastBatchFailure>> => {
  const { market, forecastBatches, identifiers } = ports;
  const { idempotencyKey, orders } = command;
  const requestHash = identifiers.digest(canonicalJson(command));
  const inputs = forecastBatchInputs(market, orders);
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
    inputs: JSON.stringify(inputs.value),
  };
  const outcome = await forecastBatches.create(batch, [{ name: 'impact.forecastBatch', payload: { deskId, batchId } }]);
  if (outcome.kind === 'EXISTS') {
    return sameRequest(outcome.record, requestHash, `forecast batch ${outcome.record.batchId}`);
  }
  const created = await forecastBatches.find(deskId, batchId);
  if (created === undefined) throw new Error(`forecast batch ${batchId} vanished after it was created`);
  return ok(created);
};

export const unknownForecastBatch = (batchId: string): UnknownForecastBatch => ({
  code: 'UNKNOWN_FORECAST_BATCH',
  field: 'id',
  message: `this desk has no forecast batch ${JSON.stringify(batchId)}`,
  allowed: 'the batchId of a request made by this desk',
});

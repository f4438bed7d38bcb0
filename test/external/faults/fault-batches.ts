import { type ForecastBatch, type ForecastBatchStore } from '#application/ports';
import { BATCH_INPUTS, commitBatch } from '../../factories/batch-requests.js';

/** Of the order that takes a poisoned worker down. */
export const DEADLY_QUANTITY = 66_600;

const ORDERS = 10;

/** A batch of ten orders. */
export const commitSmallBatch = (
  batches: ForecastBatchStore,
  overrides: Partial<ForecastBatch> = {},
): Promise<string> =>
  commitBatch(batches, { orders: ORDERS, inputs: inputsOf(BATCH_INPUTS.orders.slice(0, ORDERS)), ...overrides });

/** A batch that takes every worker down that touches it. */
export const commitDeadlyBatch = (batches: ForecastBatchStore): Promise<string> => {
  const orders = [{ ...BATCH_INPUTS.orders[0], quantity: DEADLY_QUANTITY }];
  return commitBatch(batches, { orders: 1, inputs: inputsOf(orders) });
};

/** A batch whose inputs nobody can read. */
export const commitUnreadableBatch = (batches: ForecastBatchStore): Promise<string> =>
  commitBatch(batches, { orders: 1, inputs: '{"moments":' });

const inputsOf = (orders: readonly unknown[]): string => JSON.stringify({ ...BATCH_INPUTS, orders });

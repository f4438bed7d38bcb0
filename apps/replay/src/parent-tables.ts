import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type WorkedParent } from '#application/simulate-sessions';
import { formatInstant } from '#domain/core';
import { FILL_COLUMNS, ORDER_COLUMNS, type Fill, type OrderColumn, type ParentOrder } from '#domain/training';
import { csvText } from '#adapters/csv';

/** Below a tenth of a millionth of any price; digits beyond are those of the division. */
const PRICE_DECIMALS = 8;

/** Writes `orders.csv` and `fills.csv` into the folder, as `export-training-set --orders --fills` takes them; earlier ones go. */
export const writeParentTables = async (folder: string, parents: readonly WorkedParent[]): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const orders = parents.map(({ order }) => orderValues(order));
  const fills = parents.flatMap((parent) => parent.fills.map(fillValues));
  await writeFile(join(folder, 'orders.csv'), table(ORDER_COLUMNS, orders));
  await writeFile(join(folder, 'fills.csv'), table(FILL_COLUMNS, fills));
};

type Values = Readonly<Record<string, string>>;

const orderValues = ({ orderId, instrumentId, side, quantityUnits, arrival, end, strategy }: ParentOrder): Values => ({
  orderId,
  instrumentId,
  side,
  quantityUnits: String(quantityUnits),
  arrivalTime: formatInstant(arrival),
  endTime: formatInstant(end),
  strategy,
});

const fillValues = ({ orderId, time, quantityUnits, price }: Fill): Values => ({
  orderId,
  time: formatInstant(time),
  quantityUnits: String(quantityUnits),
  price: String(Number(price.toFixed(PRICE_DECIMALS))),
});

const table = (columns: readonly OrderColumn[], rows: readonly Values[]): string => {
  const names = columns.map(({ name }) => name).filter((name) => rows.some((row) => name in row));
  return [names, ...rows.map((row) => names.map((name) => csvText(row[name] ?? '')))]
    .map((values) => `${values.join(',')}\n`)
    .join('');
};

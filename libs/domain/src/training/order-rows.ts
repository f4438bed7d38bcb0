import { parseInstant, type Instant, type Side } from '#domain/core';

/** A row of a table as it was written, before anybody believes it. Columns that are empty or absent are ''. */
export interface TextRow {
  /** As a person counts it in the file: the header of a CSV is line 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  /** Set when the row has more or fewer columns than the header. */
  readonly hasWrongColumnCount?: boolean;
}

/** One column of a table that a desk hands in. */
export interface OrderColumn {
  readonly name: string;
  readonly isRequired: boolean;
  readonly allowed: string;
}

const TIME = 'ISO 8601 with a zone, up to nanoseconds (2013-10-07T10:15:00.250-04:00), or nanoseconds since 1970 UTC';

/** The columns of a table of parent orders. */
export const ORDER_COLUMNS: readonly OrderColumn[] = [
  { name: 'orderId', isRequired: true, allowed: 'a text, unique in the table' },
  { name: 'instrumentId', isRequired: true, allowed: "an instrument as the recording's session names it (BAC)" },
  { name: 'side', isRequired: true, allowed: 'BUY or SELL' },
  { name: 'quantityUnits', isRequired: true, allowed: 'a number above 0: shares, coins' },
  { name: 'arrivalTime', isRequired: true, allowed: TIME },
  { name: 'endTime', isRequired: true, allowed: `${TIME}; not before arrivalTime` },
  { name: 'limitPrice', isRequired: false, allowed: 'a number above 0, in currency per unit' },
  { name: 'strategy', isRequired: false, allowed: 'a text' },
];

/** The columns of a table of fills. */
export const FILL_COLUMNS: readonly OrderColumn[] = [
  { name: 'orderId', isRequired: true, allowed: 'an orderId of the table of orders' },
  { name: 'time', isRequired: true, allowed: `${TIME}; from arrivalTime to endTime of the order` },
  { name: 'quantityUnits', isRequired: true, allowed: 'a number above 0; all fills together not more than the order' },
  { name: 'price', isRequired: true, allowed: 'a number above 0, in currency per unit' },
  { name: 'venue', isRequired: false, allowed: 'a text' },
];

/** A parent order as the desk sent it. */
export interface ParentOrder {
  readonly orderId: string;
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantityUnits: number;
  readonly arrival: Instant;
  readonly end: Instant;
  /** In currency per unit. */
  readonly limitPrice?: number;
  readonly strategy: string;
}

export interface Fill {
  readonly orderId: string;
  readonly time: Instant;
  readonly quantityUnits: number;
  /** In currency per unit. */
  readonly price: number;
}

/** What is wrong with a single row, and what would be right. */
export interface RowFault {
  readonly reason:
    | 'WRONG_COLUMN_COUNT'
    | 'MISSING_VALUE'
    | 'BAD_SIDE'
    | 'BAD_TIME'
    | 'BAD_QUANTITY'
    | 'BAD_PRICE'
    | 'END_BEFORE_ARRIVAL';
  readonly message: string;
}

/** A parent order out of a row, or the first thing that is wrong with it. */
export const readOrder = (row: TextRow): ParentOrder | RowFault => {
  const { orderId = '', instrumentId = '', side, limitPrice = '', strategy = '' } = row.values;
  const missing = missingValue(row, ORDER_COLUMNS);
  if (missing !== undefined) return missing;
  if (side !== 'BUY' && side !== 'SELL') return fault('BAD_SIDE', ORDER_COLUMNS, 'side', row);
  const quantityUnits = positive(row.values.quantityUnits);
  if (quantityUnits === undefined) return fault('BAD_QUANTITY', ORDER_COLUMNS, 'quantityUnits', row);
  const arrival = readTime(row.values.arrivalTime);
  if (arrival === undefined) return fault('BAD_TIME', ORDER_COLUMNS, 'arrivalTime', row);
  const end = readTime(row.values.endTime);
  if (end === undefined) return fault('BAD_TIME', ORDER_COLUMNS, 'endTime', row);
  if (end < arrival) return fault('END_BEFORE_ARRIVAL', ORDER_COLUMNS, 'endTime', row);
  const limit = limitPrice === '' ? NaN : positive(limitPrice);
  if (limit === undefined) return fault('BAD_PRICE', ORDER_COLUMNS, 'limitPrice', row);
  return {
    orderId,
    instrumentId,
    side,
    quantityUnits,
    arrival,
    end,
    strategy,
    ...(!Number.isNaN(limit) && { limitPrice: limit }),
  };
};

/** A fill out of a row, or the first thing that is wrong with it. */
export const readFill = (row: TextRow): Fill | RowFault => {
  const missing = missingValue(row, FILL_COLUMNS);
  if (missing !== undefined) return missing;
  const time = readTime(row.values.time);
  if (time === undefined) return fault('BAD_TIME', FILL_COLUMNS, 'time', row);
  const quantityUnits = positive(row.values.quantityUnits);
  if (quantityUnits === undefined) return fault('BAD_QUANTITY', FILL_COLUMNS, 'quantityUnits', row);
  const price = positive(row.values.price);
  if (price === undefined) return fault('BAD_PRICE', FILL_COLUMNS, 'price', row);
  return { orderId: row.values.orderId!, time, quantityUnits, price };
};

export const isFault = (read: object): read is RowFault => 'reason' in read;

const missingValue = (row: TextRow, columns: readonly OrderColumn[]): RowFault | undefined => {
  if (row.hasWrongColumnCount === true) {
    return { reason: 'WRONG_COLUMN_COUNT', message: 'the row has more or fewer columns than the header' };
  }
  const missing = columns.find(({ name, isRequired }) => isRequired && (row.values[name] ?? '') === '');
  return missing === undefined ? undefined : fault('MISSING_VALUE', columns, missing.name, row);
};

const fault = (reason: RowFault['reason'], columns: readonly OrderColumn[], name: string, row: TextRow): RowFault => ({
  reason,
  message: `${name} is "${row.values[name] ?? ''}"; expected ${columns.find((column) => column.name === name)!.allowed}`,
});

const positive = (text = ''): number | undefined => {
  const value = /^\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
  return value > 0 && value < Infinity ? value : undefined;
};

const readTime = (text = ''): Instant | undefined => (/^\d{16,19}$/.test(text) ? BigInt(text) : parseInstant(text));

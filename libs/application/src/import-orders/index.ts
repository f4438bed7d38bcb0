import { err, ok, type Failure, type Result } from '#domain/core';
import {
  checkDeskOrders,
  FILL_COLUMNS,
  ORDER_COLUMNS,
  type DeskOrder,
  type OrderColumn,
  type RefusedRow,
  type TextRow,
} from '#domain/training';

/** A table of text as it lies in a file. */
export interface TextTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly TextRow[];
}

/** A desk's own parent orders, checked against their fills; not yet against a market. */
export interface DeskOrders {
  /** The tables, for their hashes. */
  readonly files: readonly string[];
  readonly orderRows: number;
  readonly fillRows: number;
  readonly accepted: readonly DeskOrder[];
  readonly refused: readonly RefusedRow[];
}

export type TableRefusal = Failure<'UNKNOWN_COLUMN'> | Failure<'MISSING_COLUMN'>;

/**
 * Takes a desk's tables of parent orders and of fills. A table with a column that nobody knows, or without one that is
 * needed, is refused whole; otherwise each row is taken or refused for itself.
 */
export const importOrders = (orders: TextTable, fills: TextTable): Result<DeskOrders, TableRefusal> => {
  const refusal = columnFault(orders, ORDER_COLUMNS) ?? columnFault(fills, FILL_COLUMNS);
  if (refusal !== undefined) return err(refusal);
  return ok({
    files: [orders.file, fills.file],
    orderRows: orders.rows.length,
    fillRows: fills.rows.length,
    ...checkDeskOrders(orders.rows, fills.rows),
  });
};

const columnFault = ({ file, columns }: TextTable, known: readonly OrderColumn[]): TableRefusal | undefined => {
  const allowed = known.map(({ name, isRequired }) => (isRequired ? name : `${name} (optional)`)).join(', ');
  const unknown = columns.find((name) => !known.some((column) => column.name === name));
  if (unknown !== undefined) {
    return { code: 'UNKNOWN_COLUMN', message: `${file}: unknown column "${unknown}"; known are ${allowed}`, allowed };
  }
  const missing = known.find(({ name, isRequired }) => isRequired && !columns.includes(name));
  if (missing === undefined) return undefined;
  return {
    code: 'MISSING_COLUMN',
    message: `${file}: column ${missing.name} is missing; needed are ${allowed}`,
    allowed,
  };
};

import { sideSign } from '#domain/core';
import { isFault, readFill, readOrder, type Fill, type ParentOrder, type TextRow } from './order-rows.js';

/** A parent order with what its fills come to. */
export interface DeskOrder {
  readonly line: number;
  readonly order: ParentOrder;
  readonly filledUnits: number;
  /** Share-weighted, in currency per unit. */
  readonly fillPrice: number;
  readonly fills: number;
}

/** Why a row of a desk's tables makes no training row. */
export const REFUSAL_REASONS = [
  'WRONG_COLUMN_COUNT',
  'MISSING_VALUE',
  'BAD_SIDE',
  'BAD_TIME',
  'BAD_QUANTITY',
  'BAD_PRICE',
  'END_BEFORE_ARRIVAL',
  // Several orders carry this id: which of them is meant nobody can tell.
  'DUPLICATE_ORDER',
  'UNKNOWN_ORDER',
  // The order it belongs to was refused itself.
  'ORDER_REFUSED',
  'FILL_OUTSIDE_ORDER',
  'PRICE_BEYOND_LIMIT',
  'OVERFILL',
  // One of its fills was refused, so what it paid is not known.
  'FILL_REFUSED',
  'NO_FILLS',
  'NO_SESSION',
  'OUTSIDE_TRADING_HOURS',
  'AFTER_THE_RECORDING',
  'NO_MID_BEFORE_THE_START',
  // Fills at less than half or more than twice the arrival mid: another instrument, currency or unit.
  'PRICE_FAR_FROM_MARKET',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface RefusedRow {
  readonly table: 'orders' | 'fills';
  readonly line: number;
  readonly orderId: string;
  readonly reason: RefusalReason;
  readonly message: string;
}

/** Fills may add up to the order's quantity within the last digits of a sum of doubles. */
const OVERFILL_TOLERANCE = 1e-9;

/**
 * Checks a desk's tables row by row. An order is taken with all its fills or not at all: with one of them missing its cost
 * would be another.
 */
export const checkDeskOrders = (
  orderRows: readonly TextRow[],
  fillRows: readonly TextRow[],
): { readonly accepted: readonly DeskOrder[]; readonly refused: readonly RefusedRow[] } => {
  const check = new DeskOrderCheck();
  check.readOrders(orderRows);
  for (const row of fillRows) check.addFill(row);
  return { accepted: check.filledOrders(), refused: check.refused };
};

interface OpenOrder {
  readonly line: number;
  readonly order: ParentOrder;
  filledUnits: number;
  notional: number;
  fills: number;
  hasRefusedFill: boolean;
}

class DeskOrderCheck {
  readonly refused: RefusedRow[] = [];
  private readonly orders = new Map<string, OpenOrder>();
  private readonly refusedOrders = new Set<string>();

  readOrders(rows: readonly TextRow[]): void {
    const repeated = repeatedIds(rows);
    for (const row of rows) {
      const order = readOrder(row);
      if (isFault(order)) this.refuseOrder(row, order.reason, order.message);
      else if (repeated.has(order.orderId)) {
        this.refuseOrder(row, 'DUPLICATE_ORDER', `several rows have the orderId ${order.orderId}`);
      } else {
        const { line } = row;
        this.orders.set(order.orderId, { line, order, filledUnits: 0, notional: 0, fills: 0, hasRefusedFill: false });
      }
    }
  }

  addFill(row: TextRow): void {
    const orderId = row.values.orderId ?? '';
    const open = this.orders.get(orderId);
    const fill = readFill(row);
    const fault = isFault(fill) ? fill : this.faultOf(fill, open);
    if (fault !== undefined) {
      if (open !== undefined) open.hasRefusedFill = true;
      this.refuse('fills', row.line, orderId, fault.reason, fault.message);
      return;
    }
    const { quantityUnits, price } = fill as Fill;
    open!.filledUnits += quantityUnits;
    open!.notional += quantityUnits * price;
    open!.fills += 1;
  }

  filledOrders(): readonly DeskOrder[] {
    const accepted: DeskOrder[] = [];
    for (const { line, order, filledUnits, notional, fills, hasRefusedFill } of this.orders.values()) {
      if (hasRefusedFill) this.refuse('orders', line, order.orderId, 'FILL_REFUSED', 'one of its fills was refused');
      else if (fills === 0) this.refuse('orders', line, order.orderId, 'NO_FILLS', 'no row of the fills names it');
      else accepted.push({ line, order, filledUnits, fillPrice: notional / filledUnits, fills });
    }
    return accepted;
  }

  private faultOf(
    fill: Fill,
    open: OpenOrder | undefined,
  ): { readonly reason: RefusalReason; readonly message: string } | undefined {
    if (open === undefined) {
      return this.refusedOrders.has(fill.orderId)
        ? { reason: 'ORDER_REFUSED', message: `order ${fill.orderId} was refused` }
        : { reason: 'UNKNOWN_ORDER', message: `no order has the orderId ${fill.orderId}` };
    }
    const { order } = open;
    if (fill.time < order.arrival || fill.time > order.end) {
      return { reason: 'FILL_OUTSIDE_ORDER', message: 'time is before the arrival or after the end of its order' };
    }
    if (order.limitPrice !== undefined && sideSign(order.side) * (fill.price - order.limitPrice) > 0) {
      return { reason: 'PRICE_BEYOND_LIMIT', message: `price ${fill.price} is beyond the limit ${order.limitPrice}` };
    }
    if (open.filledUnits + fill.quantityUnits > order.quantityUnits * (1 + OVERFILL_TOLERANCE)) {
      return { reason: 'OVERFILL', message: `with it more than ${order.quantityUnits} units are filled` };
    }
    return undefined;
  }

  private refuseOrder(row: TextRow, reason: RefusalReason, message: string): void {
    const orderId = row.values.orderId ?? '';
    this.refusedOrders.add(orderId);
    this.refuse('orders', row.line, orderId, reason, message);
  }

  private refuse(
    table: RefusedRow['table'],
    line: number,
    orderId: string,
    reason: RefusalReason,
    message: string,
  ): void {
    this.refused.push({ table, line, orderId, reason, message });
  }
}

const repeatedIds = (rows: readonly TextRow[]): ReadonlySet<string> => {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { values } of rows) {
    const { orderId = '' } = values;
    if (seen.has(orderId)) repeated.add(orderId);
    seen.add(orderId);
  }
  return repeated;
};

import { sideSign } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { type ParentOrder } from '#domain/simulation';
import { type TextRow } from '#domain/training';
import {
  isFault,
  readStatedOrder,
  type OrderFault,
  type OrderSessions,
  type StatedOrder,
} from '#application/forecast-orders';

const NS_PER_MS = 1e6;
const NS_PER_SECOND = 1e9;
/** Half a millionth of the smallest size or step: what a decimal loses as a double. */
const ROUNDING = 1e-6;

/** An order of the list in the session in which it is worked. */
export interface PlacedOrder {
  readonly line: number;
  readonly stated: StatedOrder;
  readonly session: MarketSession;
  readonly order: ParentOrder;
  /** In price units; undefined for a market order. */
  readonly limitPrice: number | undefined;
}

/** Reads and places a row of the list, or says what is wrong with it. An order that would last beyond the close ends just before it. */
export const placedOrder = (
  row: TextRow,
  sessions: OrderSessions,
  orderLatencyNs: number,
): PlacedOrder | OrderFault => {
  const stated = readStatedOrder(row);
  const arrival = isFault(stated) ? stated : sessions.find(stated);
  if (isFault(arrival)) return arrival;
  const { session, startMs, order } = arrival;
  const size = wholeSize(order, session);
  if (isFault(size)) return size;
  const limitPrice = limitPriceOf(row.values.price ?? '', session);
  if (isFault(limitPrice)) return limitPrice;
  const startNs = startMs * NS_PER_MS;
  // Its last message still finds the market open.
  const endNs = Math.min(startNs + order.horizonSeconds * NS_PER_SECOND, session.closeNs - orderLatencyNs - 1);
  if (endNs <= startNs) {
    return {
      field: 'start_ms',
      message: 'it is too close to the close',
      allowed: 'earlier by the latency of an order',
    };
  }
  return {
    line: row.line,
    stated: order,
    session,
    order: { sign: sideSign(order.side), size: size.units, startNs, endNs: Math.round(endNs) },
    limitPrice: limitPrice.units,
  };
};

const wholeSize = (
  { quantityUnits }: StatedOrder,
  { sizeUnitsPerUnit }: MarketSession,
): InUnits<number> | OrderFault => {
  const exact = quantityUnits * sizeUnitsPerUnit;
  const units = Math.round(exact);
  if (units >= 1 && Math.abs(units - exact) <= ROUNDING * Math.max(1, exact) && Number.isSafeInteger(units)) {
    return { units };
  }
  return {
    field: 'shares',
    message: `it is ${quantityUnits}`,
    allowed: `a multiple of ${1 / sizeUnitsPerUnit}, the smallest size of the session`,
  };
};

interface InUnits<T> {
  readonly units: T;
}

const limitPriceOf = (
  text: string,
  { priceUnitsPerCurrency, tickUnits }: MarketSession,
): InUnits<number | undefined> | OrderFault => {
  if (text === '') return { units: undefined };
  const price = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  const exact = (price * priceUnitsPerCurrency) / tickUnits;
  const ticks = Math.round(exact);
  if (ticks >= 1 && Math.abs(ticks - exact) <= ROUNDING * exact) return { units: ticks * tickUnits };
  return {
    field: 'price',
    message: `it is ${JSON.stringify(text)}`,
    allowed: `a limit price above 0, a multiple of ${tickUnits / priceUnitsPerCurrency}, or nothing for a market order`,
  };
};

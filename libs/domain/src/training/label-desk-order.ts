import { sideSign } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { type DayTape } from './day-tape.js';
import { type DeskOrder, type RefusalReason } from './desk-orders.js';
import { labelled } from './labels.js';
import { DURATION_SECONDS_MIN } from './rules.js';
import { type ExecutedOrder, type TrainingOrder } from './training-order.js';

/** What a price may be away from the market before it is of something else. */
const PRICE_FACTOR_MAX = 2;

const NS_PER_MS = 1_000_000n;

/** Whether an order arrived in a session's trading hours. */
export const arrivedIn = ({ order }: DeskOrder, { instrumentId, origin, openNs, closeNs }: MarketSession): boolean =>
  order.instrumentId === instrumentId &&
  order.arrival >= origin + BigInt(openNs) &&
  order.arrival < origin + BigInt(closeNs);

/**
 * A desk's order with the labels of the day's market, or why it has none. Times count to the millisecond, as everywhere on
 * a tape: the start is that of the arrival's millisecond, and the order is over when its last millisecond is.
 */
export const labelDeskOrder = (
  desk: DeskOrder,
  tape: DayTape,
  session: MarketSession,
): TrainingOrder | RefusalReason => {
  const executed = executedOrder(desk, tape, session);
  if (desk.order.end > session.origin + BigInt(session.closeNs)) return 'OUTSIDE_TRADING_HOURS';
  if (executed.endMs > tape.coveredMs) return 'AFTER_THE_RECORDING';
  const row = labelled(executed, tape);
  if (row === undefined) return 'NO_MID_BEFORE_THE_START';
  const ratio = row.fillPrice / row.arrivalMid;
  return ratio > PRICE_FACTOR_MAX || ratio < 1 / PRICE_FACTOR_MAX ? 'PRICE_FAR_FROM_MARKET' : row;
};

const executedOrder = (
  { order, filledUnits, fillPrice, fills }: DeskOrder,
  tape: DayTape,
  { origin, sizeUnitsPerUnit, priceUnitsPerCurrency }: MarketSession,
): ExecutedOrder => ({
  definition: 'P',
  config: order.strategy,
  sign: sideSign(order.side),
  startMs: Number((order.arrival - origin) / NS_PER_MS),
  // An order that ends with the close ends there.
  endMs: Math.min(Number((order.end - origin) / NS_PER_MS) + 1, tape.closeMs),
  durationSeconds: Math.max(DURATION_SECONDS_MIN, Number(order.end - order.arrival) / 1e9),
  size: filledUnits * sizeUnitsPerUnit,
  orderedSize: order.quantityUnits * sizeUnitsPerUnit,
  children: fills,
  fillPrice: fillPrice * priceUnitsPerCurrency,
  onGrid: true,
  orderId: order.orderId,
});

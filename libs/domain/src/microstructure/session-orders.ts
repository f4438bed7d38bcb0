import { NS_PER_MS, type TrainingOrder } from '#domain/training';
import { blockOf } from './blocks.js';
import { type ImpactRows } from './impact-curve.js';
import { type OrderSpans } from './impact-decay.js';
import { type MarketTape } from './market-tape.js';

/** The orders that were cut out of one session's tape. */
export interface SessionOrders {
  readonly tape: MarketTape;
  readonly orders: readonly TrainingOrder[];
  /** Units of the instrument. */
  readonly averageDailyVolume: number;
}

/** Size and peak impact of the orders of several sessions; orders without a mid at their end are left out. */
export const impactRows = (sessions: readonly SessionOrders[]): ImpactRows => {
  const rows = sessions.flatMap(({ tape, orders, averageDailyVolume }, session) =>
    orders
      .filter(({ labels }) => !Number.isNaN(labels.peakBps))
      .map(({ size, sign, startMs, labels }) => ({
        participation: size / tape.sizeUnitsPerUnit / averageDailyVolume,
        impactBps: labels.peakBps,
        side: sign,
        block: blockOf(session, tape, startMs * NS_PER_MS),
      })),
  );
  return {
    participation: Float64Array.from(rows, ({ participation }) => participation),
    impactBps: Float64Array.from(rows, ({ impactBps }) => impactBps),
    side: Float64Array.from(rows, ({ side }) => side),
    block: Float64Array.from(rows, ({ block }) => block),
  };
};

/** When the orders of a session were worked. Their end is the last moment before `endMs`, as labels are taken. */
export const orderSpans = ({ orders }: SessionOrders): OrderSpans => ({
  startNs: Float64Array.from(orders, ({ startMs }) => startMs * NS_PER_MS),
  endNs: Float64Array.from(orders, ({ endMs }) => endMs * NS_PER_MS - 1),
  side: Float64Array.from(orders, ({ sign }) => sign),
  arrivalMid: Float64Array.from(orders, ({ arrivalMid }) => arrivalMid),
});

import { BPS } from '#domain/core';
import { midBefore, volumeBetween, type DayTape, type SessionTimeMs } from './day-tape.js';
import { type ExecutedOrder, type TrainingOrder } from './training-order.js';

const MINUTE_MS = 60_000;

/**
 * An order with its labels; undefined when no mid stands before it, as then nothing can be measured against arrival.
 * "At" a time is the last mid strictly before it, so that an order's end contains the answer of its last millisecond.
 */
export const labelled = (order: ExecutedOrder, tape: DayTape): TrainingOrder | undefined => {
  const { startMs, endMs, sign, fillPrice } = order;
  const arrivalMid = midBefore(tape, startMs);
  if (Number.isNaN(arrivalMid)) return undefined;
  const markAt = (timeMs: SessionTimeMs): number => (timeMs > tape.coveredMs ? NaN : midBefore(tape, timeMs));
  // Adding zero turns -0 into 0: equal numbers are written with equal bytes.
  const costBps = (price: number): number => (sign * (price - arrivalMid) * BPS) / arrivalMid + 0;
  return {
    ...order,
    arrivalMid,
    marketVolume: volumeBetween(tape, startMs, endMs),
    labels: {
      slippageBps: costBps(fillPrice),
      peakBps: costBps(markAt(endMs)),
      perm1Bps: costBps(markAt(endMs + MINUTE_MS)),
      perm5Bps: costBps(markAt(endMs + 5 * MINUTE_MS)),
      perm15Bps: costBps(markAt(endMs + 15 * MINUTE_MS)),
      permCloseBps: costBps(markAt(tape.closeMs)),
    },
  };
};

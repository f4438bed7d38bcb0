import { WINDOW_SECONDS, type OrderDefinition } from '#domain/training';
import { type StatedOrder } from './stated-order.js';

/** M: an order that is worked; W: a window of flow (reference 10). */
export type OrderKind = Extract<OrderDefinition, 'M' | 'W'>;

const WINDOW_STARTS_MS = 30_000;

/** An order that has the length of a window and starts where windows start is one; any other is worked. */
export const kindOf = ({ startMs, horizonSeconds }: StatedOrder): OrderKind =>
  startMs % WINDOW_STARTS_MS === 0 && (WINDOW_SECONDS as readonly number[]).includes(horizonSeconds) ? 'W' : 'M';

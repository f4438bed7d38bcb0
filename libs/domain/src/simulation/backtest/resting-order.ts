import { type QueuePosition } from './queue/queue-position.js';
import { type Sign } from './own-order.js';

/** What is left of one of our orders in the book. */
export interface RestingOrder {
  readonly orderId: number;
  readonly sign: Sign;
  /** Price units. */
  readonly limitPrice: number;
  left: number;
  /** The recorded price whose queue it stands in: its limit, less what the overlay has moved the market. */
  level: number;
  queue: QueuePosition;
}

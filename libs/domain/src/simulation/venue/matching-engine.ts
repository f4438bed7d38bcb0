import { type BookSide } from '#domain/market-data';
import { type BookEvents, type ReasonCode } from '../order-book/index.js';

/** What a venue sends its members' requests to. Each returns why it was refused, and leaves what it did in `events`. */
export interface MatchingEngine {
  readonly events: BookEvents;
  issueId(): number;
  /** `part`: what is displayed of an order of a lit book; what a pool executes of it at least. */
  submit(
    orderId: number,
    owner: number,
    side: BookSide,
    type: number,
    price: number,
    quantity: number,
    part: number,
  ): ReasonCode;
  cancel(orderId: number, owner: number): ReasonCode;
  replace(orderId: number, owner: number, price: number, quantity: number): ReasonCode;
}

/** What a model of queues by price assumes about size that was cancelled: the book says how much left, not whose it was. */
export interface QueueRule {
  /** How much of `cancelled` was ahead of an order that has `ahead` before and `behind` after it. */
  cancelledAhead(cancelled: number, ahead: number, behind: number): number;
}

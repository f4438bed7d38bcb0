/**
 * What a member hears about an order of its own: a row of `BookEvents` from its side. Written over by the next report.
 * `price` is on the grid of the venue, quantities in units, the fee in currency (negative: a rebate).
 */
export interface ExecutionReport {
  owner: number;
  orderId: number;
  /** A `BookEventKind`. */
  kind: number;
  /** A `Reason`. */
  reason: number;
  price: number;
  quantity: number;
  left: number;
  /** An execution in which its order had rested. */
  isMaker: boolean;
  fee: number;
  /** When it happened at the venue, and when the member hears of it. */
  venueNs: number;
  arrivalNs: number;
}

export const emptyReport = (): ExecutionReport => ({
  owner: 0,
  orderId: 0,
  kind: 0,
  reason: 0,
  price: 0,
  quantity: 0,
  left: 0,
  isMaker: false,
  fee: 0,
  venueNs: 0,
  arrivalNs: 0,
});

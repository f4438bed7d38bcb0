import { type Rng } from '#domain/core';
import { firstOf, mustNotBeNegative, type Verdict } from '../impossible-parameters.js';
import { checkLatency, Line, type Latency } from '../venue/latency.js';

/** Delays between the desk and the venue. */
export interface DeskLatency {
  /** From the venue's book to what the desk decides on, constant; on top of what the recording's own decision times hold. */
  readonly feedNs: number;
  /** From the decision to the arrival of an order, a cancel or a move. */
  readonly order: Latency;
  /** From an execution or an expiry to the desk's knowing of it. */
  readonly report: Latency;
}

export const checkDeskLatency = ({ feedNs, order, report }: DeskLatency): Verdict =>
  firstOf(mustNotBeNegative('feedNs', feedNs), checkLatency('order', order), checkLatency('report', report));

/** The connection of one order's desk, with draws of its own. */
export class DeskConnection {
  readonly feedNs: number;
  private readonly orders: Line;
  private readonly reports: Line;

  constructor({ feedNs, order, report }: DeskLatency, orderRng: Rng, reportRng: Rng) {
    this.feedNs = feedNs;
    this.orders = new Line(order, orderRng);
    this.reports = new Line(report, reportRng);
  }

  /** When a message arrives at the venue that is sent now. */
  arrivalNs(sentNs: number): number {
    return Math.round(this.orders.arrivalNs(sentNs));
  }

  /** When the desk knows of what happens now. */
  knownNs(venueNs: number): number {
    return this.reports.arrivalNs(venueNs);
  }
}

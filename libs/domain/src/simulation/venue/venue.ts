import { type Rng } from '#domain/core';
import { type BookSide } from '#domain/market-data';
import { MessageQueue } from '../clock/index.js';
import { firstOf, mustBePositive, type Verdict } from '../impossible-parameters.js';
import { ANONYMOUS, BookEventKind } from '../order-book/index.js';
import { emptyReport, type ExecutionReport } from './execution-report.js';
import { checkFeeSchedule, feeOf, type FeeSchedule } from './fee-schedule.js';
import { checkLatency, Line, type Latency } from './latency.js';
import { type MatchingEngine } from './matching-engine.js';
import { ReportQueue } from './report-queue.js';

export interface VenueParameters {
  readonly fees: FeeSchedule;
  /** From a member to the venue, and back. */
  readonly orderLatency: Latency;
  readonly reportLatency: Latency;
  /** From the venue to everybody who listens to its feed. */
  readonly feedLatency: Latency;
  /** Currency of one step of the venue's price grid: the tick of a lit book, half of it of a midpoint pool. */
  readonly priceStep: number;
}

/** What makes a venue impossible; undefined when nothing does. */
export const checkVenue = (parameters: VenueParameters): Verdict =>
  firstOf(
    checkFeeSchedule(parameters.fees),
    checkLatency('orderLatency', parameters.orderLatency),
    checkLatency('reportLatency', parameters.reportLatency),
    checkLatency('feedLatency', parameters.feedLatency),
    mustBePositive('priceStep', parameters.priceStep),
  );

const SUBMIT = 0;
const CANCEL = 1;
const REPLACE = 2;

const KIND = 0;
const ORDER_ID = 1;
const OWNER = 2;
const SIDE = 3;
const TYPE = 4;
const PRICE = 5;
const QUANTITY = 6;
const PART = 7;
const WIDTH = 8;

interface Session {
  readonly toVenue: Line;
  readonly toMember: Line;
}

/**
 * A matching engine behind lines with latency, and what it charges. Requests are on their way until `processNext` lets the
 * first of them arrive: by time, and in the order they were sent where times are equal. What comes of it goes back to the
 * members concerned as reports, which take their time too.
 *
 * Assumptions: messages of one member keep their order; each line has random delays of its own (`rngOf`), so that what one
 * member sends never changes another's; the venue itself takes no time. Times are nanoseconds of the session.
 */
export class Venue<Engine extends MatchingEngine> {
  /** When the last request arrived. */
  nowNs = -Infinity;
  private readonly requests = new MessageQueue(WIDTH);
  private readonly reports = new ReportQueue();
  private readonly sessions = new Map<number, Session>();
  private readonly feed: Line;
  private readonly report = emptyReport();

  /** RangeError where the venue is impossible. `rngOf` gives a stream of random numbers by name; it is asked once for each. */
  constructor(
    readonly engine: Engine,
    private readonly parameters: VenueParameters,
    private readonly rngOf: (name: string) => Rng,
  ) {
    const fault = checkVenue(parameters);
    if (fault !== undefined) throw new RangeError(`Venue: ${fault.message}`);
    this.feed = new Line(parameters.feedLatency, rngOf('feed'));
  }

  /** When the next request arrives; Infinity where none is on its way. */
  get nextRequestNs(): number {
    return this.requests.nextTime;
  }

  /** When the next report reaches a member; Infinity where none is on its way. */
  get nextReportNs(): number {
    return this.reports.nextNs;
  }

  /** Sends a new order; its id, by which it can be cancelled before anything was heard of it. 0 where no id is left. */
  submit(
    sentNs: number,
    owner: number,
    side: BookSide,
    type: number,
    price: number,
    quantity: number,
    part: number,
  ): number {
    const orderId = this.engine.issueId();
    const row = this.post(sentNs, owner, SUBMIT, orderId, price, quantity);
    const { fields } = this.requests;
    fields[row + SIDE] = side;
    fields[row + TYPE] = type;
    fields[row + PART] = part;
    return orderId;
  }

  cancel(sentNs: number, owner: number, orderId: number): void {
    this.post(sentNs, owner, CANCEL, orderId, 0, 0);
  }

  replace(sentNs: number, owner: number, orderId: number, price: number, quantity: number): void {
    this.post(sentNs, owner, REPLACE, orderId, price, quantity);
  }

  /** Lets the next request arrive; what it did is in the engine's `events`. RangeError where none is on its way. */
  processNext(): void {
    this.nowNs = this.requests.nextTime;
    const row = this.requests.take();
    this.apply(row);
    this.requests.release(row);
    this.reportEvents();
  }

  /** When everybody else hears of what has happened at a time: just now, if it is not said. */
  feedArrivalNs(eventNs = this.nowNs): number {
    return this.feed.arrivalNs(eventNs);
  }

  /** The next report, which the one after it writes over. RangeError where none is on its way. */
  takeReport(): Readonly<ExecutionReport> {
    this.reports.take(this.report);
    return this.report;
  }

  /**
   * Reports what the engine did outside of a request, at a time: a pool that traded as its reference moved, a flow that acts
   * at the venue itself.
   */
  reportAt(nowNs: number): void {
    this.nowNs = nowNs;
    this.reportEvents();
  }

  private post(sentNs: number, owner: number, kind: number, orderId: number, price: number, quantity: number): number {
    const row = this.requests.post(this.session(owner).toVenue.arrivalNs(sentNs));
    const { fields } = this.requests;
    fields[row + KIND] = kind;
    fields[row + ORDER_ID] = orderId;
    fields[row + OWNER] = owner;
    fields[row + PRICE] = price;
    fields[row + QUANTITY] = quantity;
    return row;
  }

  private apply(row: number): void {
    const { fields } = this.requests;
    const kind = fields[row + KIND]!;
    const [orderId, owner] = [fields[row + ORDER_ID]!, fields[row + OWNER]!];
    const [price, quantity] = [fields[row + PRICE]!, fields[row + QUANTITY]!];
    if (kind === CANCEL) this.engine.cancel(orderId, owner);
    else if (kind === REPLACE) this.engine.replace(orderId, owner, price, quantity);
    else {
      const side = fields[row + SIDE]! as BookSide;
      this.engine.submit(orderId, owner, side, fields[row + TYPE]!, price, quantity, fields[row + PART]!);
    }
  }

  private reportEvents(): void {
    const { events } = this.engine;
    const { fees, priceStep } = this.parameters;
    for (let row = 0; row < events.length; row += 1) {
      const isExecution = events.kind(row) === BookEventKind.EXECUTED;
      const [price, units] = [events.price(row) * priceStep, events.quantity(row)];
      const owner = events.owner(row);
      if (owner !== ANONYMOUS) {
        const fee = isExecution ? feeOf(fees.taker, price, units) : 0;
        this.reports.post(this.session(owner).toMember.arrivalNs(this.nowNs), this.nowNs, events, row, fee);
      }
      const maker = isExecution ? events.makerOwner(row) : ANONYMOUS;
      if (maker !== ANONYMOUS) {
        const fee = feeOf(fees.maker, price, units);
        this.reports.postToMaker(this.session(maker).toMember.arrivalNs(this.nowNs), this.nowNs, events, row, fee);
      }
    }
  }

  private session(owner: number): Session {
    const known = this.sessions.get(owner);
    if (known !== undefined) return known;
    const { orderLatency, reportLatency } = this.parameters;
    const session = {
      toVenue: new Line(orderLatency, this.rngOf(`orders of ${owner}`)),
      toMember: new Line(reportLatency, this.rngOf(`reports to ${owner}`)),
    };
    this.sessions.set(owner, session);
    return session;
  }
}

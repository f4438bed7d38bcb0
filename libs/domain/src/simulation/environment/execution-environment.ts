import { BPS, err, ok, sideSign, type Result } from '#domain/core';
import { type DisplayedTop, type Observation, type Request } from '#domain/execution';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { type MarketParameters } from '../market/market-parameters.js';
import { FIRST_DESK, SimulatedMarket } from '../market/simulated-market.js';
import { OrderType } from '../order-book/index.js';
import { DIRECT_ACCESS, SimulatedVenues } from '../trading-venues/index.js';
import { DeskOrders } from './desk-orders.js';
import { checkTask, type ExecutionTask } from './execution-task.js';
import { type Reject } from './policy.js';

/** How a task ended. */
export interface ExecutionResult {
  readonly seed: number;
  readonly arrivalMidTicks: number;
  /** Units; less than the quantity only where the book ran dry. */
  readonly filled: number;
  /** Of that elsewhere than in the agents' book. */
  readonly filledElsewhere: number;
  /** Sum of units times price in ticks: whole or half, so exact. */
  readonly paidTicks: number;
  /** Average price against the arrival mid, without fees, bps, positive is worse; NaN where nothing was filled. */
  readonly shortfallBps: number;
  /** Less rebates, of what was filled at the arrival mid; NaN where nothing was filled. */
  readonly feesBps: number;
  /** Units that were left at the end of the horizon and taken then. */
  readonly completedAtEnd: number;
  readonly endMidTicks: number;
  /** Share of the lit book's volume over the horizon. */
  readonly participationRate: number;
  readonly rejects: readonly Reject[];
  /** Of every event of the market. */
  readonly hash: string;
}

const NS_PER_SECOND = 1e9;
/** Limits that any mid is within. */
const ANY_BID = 2 ** 30 - 1;
const ANY_ASK = 1;

/**
 * One task in one simulated market: `observe`, decide, `step`, until `isDone`. What a policy asks for is checked before a venue hears of
 * it; the books (filled, paid, waiting) are kept from the venues' reports alone, so that nothing a policy says can bend them. At the
 * end of the horizon what waits is cancelled, and when that is confirmed what is left is taken from the lit book at any price.
 *
 * Requests, reports and the feed take the time that the task's venues say: a policy decides on what was.
 */
export class ExecutionEnvironment {
  readonly arrivalMidTicks: number;
  private decision = 0;
  private completedAtEnd = 0;
  private readonly unitsBefore: number;
  private readonly bookSide: BookSide;

  /** The market stands at the start of the task. `seed`: an integer in [0, 2^32). */
  static open(
    parameters: MarketParameters,
    task: ExecutionTask,
    seed: number,
  ): Result<ExecutionEnvironment, ImpossibleParameters> {
    const wrong = checkTask(task, parameters);
    if (wrong !== undefined) return err(wrong);
    const market = SimulatedMarket.open(parameters, seed);
    if (!market.ok) return market;
    market.value.advanceTo(task.startSeconds);
    const orders = new DeskOrders();
    const venues = SimulatedVenues.open(market.value, task.venues ?? [DIRECT_ACCESS], seed, (venue, report) => {
      if (report.owner === FIRST_DESK) orders.hear(venue, report);
    });
    return venues.ok ? ok(new ExecutionEnvironment(market.value, venues.value, orders, task, seed)) : venues;
  }

  private constructor(
    readonly market: SimulatedMarket,
    private readonly venues: SimulatedVenues,
    private readonly orders: DeskOrders,
    readonly task: ExecutionTask,
    private readonly seed: number,
  ) {
    this.arrivalMidTicks = market.best.midTicks;
    this.unitsBefore = market.tradedUnits;
    this.bookSide = task.side === 'BUY' ? BID : ASK;
  }

  /** Of all requests so far that were refused and are known to be. */
  get rejects(): readonly Reject[] {
    return this.orders.rejects;
  }

  /** Units, as reported. */
  get filled(): number {
    return this.orders.filled;
  }

  get isDone(): boolean {
    return this.decision === this.task.decisions;
  }

  observe(): Observation {
    const { task, decision, orders } = this;
    const { filled, filledElsewhere } = orders;
    const elapsedSeconds = (task.horizonSeconds * decision) / task.decisions;
    const { bidTicks, askTicks, bidUnits, askUnits, tradedUnits } = this.venues.seen(0);
    // Until the feed brings something, nothing is known of the volume.
    const marketVolume = Math.max(0, tradedUnits - this.unitsBefore);
    return {
      decision,
      decisions: task.decisions,
      elapsedSeconds,
      leftSeconds: task.horizonSeconds - elapsedSeconds,
      side: task.side,
      quantity: task.quantity,
      filled,
      filledElsewhere,
      resting: orders.resting(),
      arrivalMidTicks: this.arrivalMidTicks,
      bidTicks,
      askTicks,
      bidUnits,
      askUnits,
      tops: Array.from({ length: this.venues.count }, (_, venue) => topOf(this.venues.seen(venue))),
      marketVolume,
      othersVolume: marketVolume - (filled - filledElsewhere),
    };
  }

  /** Sends what a policy asks for, and lets the market go on to its next decision. Throws when the task is done. */
  step(requests: readonly Request[]): void {
    if (this.isDone) throw new Error('ExecutionEnvironment: the task is done');
    for (const request of requests) this.send(request);
    const { startSeconds, horizonSeconds, decisions } = this.task;
    const next = this.decision + 1;
    this.venues.advanceTo((startSeconds + (horizonSeconds * next) / decisions) * NS_PER_SECOND);
    this.decision = next;
    if (next === decisions) this.complete();
  }

  /** How the task ended. Throws while it is not done. */
  result(): ExecutionResult {
    if (!this.isDone) throw new Error('ExecutionEnvironment: the task is not done');
    const { market, arrivalMidTicks, orders } = this;
    const { filled, filledElsewhere, paidTicks, fees } = orders;
    const average = paidTicks / filled;
    return {
      seed: this.seed,
      arrivalMidTicks,
      filled,
      filledElsewhere,
      paidTicks,
      shortfallBps: (sideSign(this.task.side) * (average - arrivalMidTicks) * BPS) / arrivalMidTicks,
      feesBps: (fees * BPS) / (filled * arrivalMidTicks * market.parameters.tickSize),
      completedAtEnd: this.completedAtEnd,
      endMidTicks: market.best.midTicks,
      participationRate: (filled - filledElsewhere) / (market.tradedUnits - this.unitsBefore),
      rejects: this.rejects,
      hash: market.hash(),
    };
  }

  private send(request: Request): void {
    const { task, venues, decision, bookSide } = this;
    const venue = request.venue ?? 0;
    if (!Number.isInteger(venue) || venue < 0 || venue >= venues.count) {
      this.orders.rejects.push({ decision, request, reason: 'NO_SUCH_VENUE' });
      return;
    }
    if (request.kind === 'CANCEL') {
      this.orders.sent(decision, request, venue, request.orderId);
      venues.cancel(venue, FIRST_DESK, request.orderId);
    } else if (request.units > this.left()) {
      this.orders.rejects.push({ decision, request, reason: 'OVERSIZE' });
      return;
    } else {
      const isPool = task.venues?.[venue]?.kind === 'DARK';
      const { type, priceTicks } = isPool ? poolTerms(request, bookSide) : litTerms(request);
      const least = request.leastUnits ?? 1;
      const orderId = venues.submit(venue, FIRST_DESK, bookSide, type, priceTicks, request.units, least);
      this.orders.sent(decision, request, venue, orderId);
    }
    // What takes no time has happened before the next request is looked at.
    venues.settleNow();
  }

  /** Units that are neither filled nor asked for. */
  private left(): number {
    return this.task.quantity - this.orders.filled - this.orders.working;
  }

  private complete(): void {
    const { orders, venues } = this;
    for (const { venue, orderId } of orders.open()) this.send({ kind: 'CANCEL', venue, orderId });
    venues.settle();
    const before = orders.filled;
    const left = this.task.quantity - before;
    if (left > 0) this.send({ kind: 'MARKET', units: left });
    venues.settle();
    this.completedAtEnd = orders.filled - before;
  }
}

const topOf = ({ bidTicks, askTicks, bidUnits, askUnits }: DisplayedTop): DisplayedTop => ({
  bidTicks,
  askTicks,
  bidUnits,
  askUnits,
});

const litTerms = (request: NewOrder): OrderTerms =>
  request.kind === 'MARKET'
    ? { type: OrderType.MARKET, priceTicks: 0 }
    : { type: OrderType.LIMIT, priceTicks: request.priceTicks };

const poolTerms = (request: NewOrder, side: BookSide): OrderTerms =>
  request.kind === 'MARKET'
    ? { type: OrderType.IMMEDIATE_OR_CANCEL, priceTicks: side === BID ? ANY_BID : ANY_ASK }
    : { type: OrderType.LIMIT, priceTicks: request.priceTicks };

type NewOrder = Exclude<Request, { readonly kind: 'CANCEL' }>;

interface OrderTerms {
  readonly type: number;
  readonly priceTicks: number;
}

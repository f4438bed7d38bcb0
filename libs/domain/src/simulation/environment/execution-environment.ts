import { BPS, err, ok, sideSign, type Result } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { type MarketParameters } from '../market/market-parameters.js';
import { FIRST_DESK, SimulatedMarket } from '../market/simulated-market.js';
import { BookEventKind, OrderType, Reason, type BookEvents, type ReasonName } from '../order-book/index.js';
import { checkTask, type ExecutionTask } from './execution-task.js';
import { type Observation, type Reject, type Request, type RestingOrder } from './policy.js';

/** How a task ended. */
export interface ExecutionResult {
  readonly seed: number;
  readonly arrivalMidTicks: number;
  /** Units; less than the quantity only where the book ran dry. */
  readonly filled: number;
  /** Sum of units times price in ticks: whole, so exact. */
  readonly paidTicks: number;
  /** Average price against the arrival mid, bps, positive is worse; NaN where nothing was filled. */
  readonly shortfallBps: number;
  /** Units that were left at the end of the horizon and taken then. */
  readonly completedAtEnd: number;
  readonly endMidTicks: number;
  /** Share of all volume over the horizon. */
  readonly participationRate: number;
  readonly rejects: readonly Reject[];
  /** Of every event of the market. */
  readonly hash: string;
}

const NAMES = new Map(Object.entries(Reason).map(([name, code]) => [code as number, name as ReasonName]));

/**
 * One task in one simulated market: `observe`, decide, `step`, until `isDone`. What a policy asks for is checked before the market
 * hears of it; the books (filled, paid, waiting) are kept from executions alone, so that nothing a policy says can bend them. At
 * the end of the horizon what waits is cancelled and what is left is taken at any price.
 *
 * Requests reach the market without delay.
 */
export class ExecutionEnvironment {
  readonly rejects: Reject[] = [];
  filled = 0;
  paidTicks = 0;
  readonly arrivalMidTicks: number;
  private decision = 0;
  private completedAtEnd = 0;
  private readonly waiting = new Set<number>();
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
    return market.ok ? ok(new ExecutionEnvironment(market.value, task, seed)) : market;
  }

  private constructor(
    readonly market: SimulatedMarket,
    readonly task: ExecutionTask,
    private readonly seed: number,
  ) {
    market.advanceTo(task.startSeconds);
    this.arrivalMidTicks = market.best.midTicks;
    this.unitsBefore = market.tradedUnits;
    this.bookSide = task.side === 'BUY' ? BID : ASK;
    market.listen((events) => {
      this.account(events);
    });
  }

  get isDone(): boolean {
    return this.decision === this.task.decisions;
  }

  observe(): Observation {
    const { market, task, decision } = this;
    const elapsedSeconds = (task.horizonSeconds * decision) / task.decisions;
    const marketVolume = market.tradedUnits - this.unitsBefore;
    return {
      decision,
      decisions: task.decisions,
      elapsedSeconds,
      leftSeconds: task.horizonSeconds - elapsedSeconds,
      side: task.side,
      quantity: task.quantity,
      filled: this.filled,
      resting: this.resting(),
      arrivalMidTicks: this.arrivalMidTicks,
      bidTicks: market.book.bestTicks(BID),
      askTicks: market.book.bestTicks(ASK),
      bidUnits: market.book.bestUnits(BID),
      askUnits: market.book.bestUnits(ASK),
      marketVolume,
      othersVolume: marketVolume - this.filled,
    };
  }

  /** Sends what a policy asks for, and lets the market go on to its next decision. Throws when the task is done. */
  step(requests: readonly Request[]): void {
    if (this.isDone) throw new Error('ExecutionEnvironment: the task is done');
    for (const request of requests) this.send(request);
    const { startSeconds, horizonSeconds, decisions } = this.task;
    const next = this.decision + 1;
    this.market.advanceTo(startSeconds + (horizonSeconds * next) / decisions);
    this.decision = next;
    if (next === decisions) this.complete();
  }

  /** How the task ended. Throws while it is not done. */
  result(): ExecutionResult {
    if (!this.isDone) throw new Error('ExecutionEnvironment: the task is not done');
    const { market, arrivalMidTicks, filled, paidTicks } = this;
    const average = paidTicks / filled;
    return {
      seed: this.seed,
      arrivalMidTicks,
      filled,
      paidTicks,
      shortfallBps: (sideSign(this.task.side) * (average - arrivalMidTicks) * BPS) / arrivalMidTicks,
      completedAtEnd: this.completedAtEnd,
      endMidTicks: market.best.midTicks,
      participationRate: filled / (market.tradedUnits - this.unitsBefore),
      rejects: this.rejects,
      hash: market.hash(),
    };
  }

  private send(request: Request): void {
    const { market, bookSide } = this;
    if (request.kind === 'CANCEL') {
      this.note(request, market.cancel(FIRST_DESK, request.orderId));
      return;
    }
    if (request.units > this.left()) {
      this.rejects.push({ decision: this.decision, request, reason: 'OVERSIZE' });
      return;
    }
    const isMarket = request.kind === 'MARKET';
    const { orderId, reason } = market.send(
      FIRST_DESK,
      bookSide,
      isMarket ? OrderType.MARKET : OrderType.LIMIT,
      isMarket ? 0 : request.priceTicks,
      request.units,
    );
    this.note(request, reason);
    if (market.book.has(orderId)) this.waiting.add(orderId);
  }

  private note(request: Request, reason: number): void {
    if (reason === Reason.NONE) return;
    this.rejects.push({ decision: this.decision, request, reason: NAMES.get(reason)! });
  }

  /** Units that are neither filled nor asked for. */
  private left(): number {
    return this.resting().reduce((left, { units }) => left - units, this.task.quantity - this.filled);
  }

  private resting(): readonly RestingOrder[] {
    const { book } = this.market;
    const orders: RestingOrder[] = [];
    for (const orderId of this.waiting) {
      if (book.has(orderId))
        orders.push({ orderId, priceTicks: book.priceOf(orderId), units: book.unitsLeft(orderId) });
      else this.waiting.delete(orderId);
    }
    return orders;
  }

  private complete(): void {
    for (const { orderId } of this.resting()) this.market.cancel(FIRST_DESK, orderId);
    const before = this.filled;
    const left = this.task.quantity - before;
    if (left > 0) this.market.send(FIRST_DESK, this.bookSide, OrderType.MARKET, 0, left);
    this.completedAtEnd = this.filled - before;
  }

  private account(events: BookEvents): void {
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) !== BookEventKind.EXECUTED) continue;
      if (events.owner(row) !== FIRST_DESK && events.makerOwner(row) !== FIRST_DESK) continue;
      this.filled += events.quantity(row);
      this.paidTicks += events.quantity(row) * events.price(row);
    }
  }
}

import { KeyedRng } from '#domain/core';
import { TradeCondition, type MarketListener, type MarketView, type SessionTimeNs } from '#domain/market-data';
import { type FeeSchedule } from '../venue/fee-schedule.js';
import { DeskConnection, type DeskLatency } from './latency.js';
import { MidHistory } from './mid-history.js';
import { MARKOUT_SECONDS, measureOrder, type OrderResult } from './order-result.js';
import { type Execution } from './own-order.js';
import { type OwnImpact } from './own-impact.js';
import { type QueueModel } from './replayed-venue.js';
import { type ParentOrder, type WorkPlan } from './work-plan.js';
import { WorkedOrder } from './worked-order.js';

/** An order that will be worked, alone in its market. */
export interface PlannedOrder {
  readonly order: ParentOrder;
  readonly plan: WorkPlan;
  readonly queueModel: QueueModel;
  /** Names the draws of its delays: orders of one key have the same. */
  readonly key: number;
  /** Made when the order begins, from what is known then. */
  readonly ownImpact: () => OwnImpact;
}

/** Why an order was not worked: no quote before its start, or the recording ends before it does. */
export type NotWorked = 'NO_QUOTE' | 'RECORDING_ENDS';

/** Hears what became of the planned orders, by their place in the list. */
export interface BacktestListener {
  /** `mids`: of the session so far. */
  settled(index: number, result: OrderResult, executions: readonly Execution[], mids: MidHistory): void;
  notWorked(index: number, why: NotWorked): void;
}

/** What all orders of a session share. */
export interface BacktestTerms {
  readonly latency: DeskLatency;
  readonly fees: FeeSchedule;
  readonly sizeUnitsPerUnit: number;
  readonly priceUnitsPerCurrency: number;
  /** Draws the delays. */
  readonly seed: number;
}

const NS_PER_SECOND = 1e9;
/** Streams of draws beside those of the children, whose numbers count from 0. */
const ORDER_DRAWS = -1;
const REPORT_DRAWS = -2;
const LONGEST_MARKOUT_NS = Math.max(...MARKOUT_SECONDS) * NS_PER_SECOND;

/** An order between its first look at the market and its last markout. */
interface Running {
  readonly index: number;
  readonly planned: PlannedOrder;
  work: WorkedOrder | undefined;
  /** When its last markout is known, once it has ended. */
  settlesNs: SessionTimeNs;
}

/**
 * The orders of one session, each in a market of its own: none sees another. Follows the session as a listener; whoever plays it
 * calls `step` when time has come to `nextNs`, before any event at it.
 */
export class SessionBacktest implements MarketListener {
  private readonly mids = new MidHistory();
  private readonly waiting: readonly Running[];
  private begun = 0;
  private running: Running[] = [];
  private ended: Running[] = [];
  private othersVolume = 0;
  private nextRunningNs: SessionTimeNs = Infinity;

  constructor(
    planned: readonly PlannedOrder[],
    private readonly terms: BacktestTerms,
    private readonly view: MarketView,
    private readonly listener: BacktestListener,
  ) {
    this.waiting = planned
      .map((order, index) => ({ index, planned: order, work: undefined, settlesNs: Infinity }))
      .sort((a, b) => a.planned.order.startNs - b.planned.order.startNs || a.index - b.index);
  }

  /** When something is due; Infinity when all orders are settled. */
  get nextNs(): SessionTimeNs {
    return Math.min(this.nextBeginNs, this.nextRunningNs, this.ended[0]?.settlesNs ?? Infinity);
  }

  /** Does everything that is due at `nextNs`. */
  step(): void {
    const nowNs = this.nextNs;
    while (this.nextBeginNs <= nowNs) this.begin();
    for (const running of this.running) {
      while (running.work!.nextNs <= nowNs) running.work!.step();
    }
    this.retire();
    while ((this.ended[0]?.settlesNs ?? Infinity) <= nowNs) this.settle(this.ended.shift()!, nowNs);
  }

  /** The recording is over; mids are known until then. */
  finish(knownUntilNs: SessionTimeNs): void {
    for (const { index } of [...this.running, ...this.waiting.slice(this.begun)]) {
      this.listener.notWorked(index, 'RECORDING_ENDS');
    }
    this.running = [];
    this.begun = this.waiting.length;
    for (const running of this.ended) this.settle(running, knownUntilNs);
    this.ended = [];
    this.nextRunningNs = Infinity;
  }

  onBook(view: MarketView): void {
    this.mids.onBook(view);
    for (const { work } of this.running) work!.venue.onBook(view);
  }

  onTrade(view: MarketView): void {
    if (isVolume(view.tradeCondition)) this.othersVolume += view.tradeSize;
    for (const { work } of this.running) work!.venue.onTrade(view);
  }

  onSecond(): void {
    for (const { work } of this.running) work!.venue.onSecond();
  }

  private get nextBeginNs(): SessionTimeNs {
    const next = this.waiting[this.begun];
    return next === undefined ? Infinity : next.planned.order.startNs - this.terms.latency.feedNs;
  }

  private begin(): void {
    const running = this.waiting[this.begun]!;
    this.begun += 1;
    const { order, plan, queueModel, key, ownImpact } = running.planned;
    if (Number.isNaN(this.mids.before(order.startNs))) {
      this.listener.notWorked(running.index, 'NO_QUOTE');
      return;
    }
    running.work = new WorkedOrder(order, plan, {
      view: this.view,
      mids: this.mids,
      queueModel,
      ownImpact: ownImpact(),
      connection: this.connectionOf(key),
      othersVolume: () => this.othersVolume,
    });
    this.running.push(running);
    this.nextRunningNs = Math.min(this.nextRunningNs, running.work.nextNs);
  }

  private connectionOf(key: number): DeskConnection {
    const { latency, seed } = this.terms;
    const draws = (stream: number): KeyedRng => new KeyedRng(seed).select(key, stream);
    return new DeskConnection(latency, draws(ORDER_DRAWS), draws(REPORT_DRAWS));
  }

  /** Takes the orders that are over out of the market, and finds out what is due next. */
  private retire(): void {
    this.nextRunningNs = Infinity;
    const still: Running[] = [];
    for (const running of this.running) {
      const { nextNs } = running.work!;
      if (nextNs < Infinity) {
        still.push(running);
        this.nextRunningNs = Math.min(this.nextRunningNs, nextNs);
      } else this.end(running);
    }
    this.running = still;
  }

  private end(running: Running): void {
    const lastFillNs = running.work!.executions.at(-1)?.timeNs ?? -Infinity;
    running.settlesNs = Math.max(lastFillNs, this.view.timeNs) + LONGEST_MARKOUT_NS;
    const at = this.ended.findIndex(({ settlesNs }) => settlesNs > running.settlesNs);
    this.ended.splice(at < 0 ? this.ended.length : at, 0, running);
  }

  private settle({ index, work }: Running, knownUntilNs: SessionTimeNs): void {
    const { mids, terms, view } = this;
    // After the close there is no mid.
    const result = measureOrder(work!, { mids, knownUntilNs: Math.min(knownUntilNs, view.closeNs), ...terms });
    this.listener.settled(index, result, work!.executions, mids);
  }
}

const isVolume = (condition: number): boolean =>
  condition === TradeCondition.DISPLAYED ||
  condition === TradeCondition.HIDDEN ||
  condition === TradeCondition.OFF_EXCHANGE;

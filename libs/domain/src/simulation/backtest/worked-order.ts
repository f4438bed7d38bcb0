import { type MarketView, type SessionTimeNs } from '#domain/market-data';
import { bestPrice, ownSide } from './displayed.js';
import { type DeskConnection } from './latency.js';
import { type MidHistory } from './mid-history.js';
import { type OwnImpact } from './own-impact.js';
import { type Execution, type OwnOrder, type OwnOrderListener, type QueueEntry } from './own-order.js';
import { ReplayedVenue, type QueueModel } from './replayed-venue.js';
import { decisionTimes, targetSize, type ParentOrder, type ScheduledPlan, type WorkPlan } from './work-plan.js';

/** What is on its way to the venue. */
type Message = { readonly arrivesNs: SessionTimeNs } & (
  | { readonly kind: 'SUBMIT'; readonly order: OwnOrder }
  | { readonly kind: 'CANCEL'; readonly orderId: number }
  | { readonly kind: 'MOVE'; readonly orderId: number; readonly limitPrice: number | undefined }
);

/** What is on its way to the desk: so much of an order was executed, or expired. */
interface Report {
  readonly knownNs: SessionTimeNs;
  readonly orderId: number;
  readonly size: number;
  readonly isExpiry: boolean;
}

/** A child order as the desk knows it. */
interface Child {
  readonly size: number;
  /** Where the desk last sent it; undefined: to the market. */
  limitPrice: number | undefined;
  knownDone: number;
}

/** What the desk knows of the market when it decides. */
interface Sight {
  /** Best price of its own side; NaN where there was none. */
  readonly price: number;
  /** Traded by others since the session began. */
  readonly volume: number;
}

/** An order of ours that stood in a queue. */
export interface RestedChild extends QueueEntry {
  readonly restedNs: SessionTimeNs;
}

/** What a desk with one order to work needs of a market. */
export interface WorkSurroundings {
  readonly view: MarketView;
  /** Of the session so far; it has one. */
  readonly mids: MidHistory;
  readonly queueModel: QueueModel;
  readonly ownImpact: OwnImpact;
  readonly connection: DeskConnection;
  /** Volume that others have traded in the session so far, size units. */
  readonly othersVolume: () => number;
}

/**
 * One order worked in a market of its own: decisions at set moments on what the desk knew then (the book as of the feed's delay
 * before, executions that had been reported), messages that arrive later, and the venue that answers them. What happens at a
 * moment sees the events strictly before it.
 *
 * The desk never has more under way than its target: size counts as done from the moment it is sent, until it is known that it
 * expired.
 */
export class WorkedOrder implements OwnOrderListener {
  readonly venue: ReplayedVenue;
  readonly executions: Execution[] = [];
  /** The orders that stood in a queue, one entry each time that they joined one. */
  readonly entries: RestedChild[] = [];
  /** Size that came back: cancelled, or not displayed when it was to be taken. */
  expiredSize = 0;
  /** What our own executions had moved the market by when the order was to end, bps. */
  endShiftBps = 0;
  private readonly decisionsNs: readonly SessionTimeNs[];
  private readonly children: Child[] = [];
  private readonly messages: Message[] = [];
  private readonly reports: Report[] = [];
  private nextLook = 0;
  private nextDecision = 0;
  private nextReport = 0;
  /** Sent, less what is known to have expired. */
  private committed = 0;
  /** What was seen for each decision. */
  private readonly seen: Sight[] = [];

  constructor(
    readonly order: ParentOrder,
    private readonly plan: WorkPlan,
    private readonly around: WorkSurroundings,
  ) {
    this.decisionsNs = decisionTimes(order, plan);
    this.venue = new ReplayedVenue(around.queueModel, around.ownImpact, this, around.view, around.mids);
  }

  /** When something is due next; Infinity when nothing will be. */
  get nextNs(): SessionTimeNs {
    return Math.min(this.lookNs, this.decisionNs, this.messages[0]?.arrivesNs ?? Infinity);
  }

  /** Does what is due at `nextNs`; time has come to it in the market. */
  step(): void {
    const nowNs = this.nextNs;
    if (this.lookNs === nowNs) this.look();
    else if (this.decisionNs === nowNs) this.decide(nowNs);
    else this.arrive(this.messages.shift()!);
  }

  executed(execution: Execution): void {
    this.executions.push(execution);
    this.report(execution.orderId, execution.size, execution.timeNs, false);
  }

  rested(entry: QueueEntry): void {
    this.entries.push({ ...entry, restedNs: this.around.view.timeNs });
  }

  expired(orderId: number, size: number, timeNs: number): void {
    this.expiredSize += size;
    this.report(orderId, size, timeNs, true);
  }

  private get lookNs(): SessionTimeNs {
    return (this.decisionsNs[this.nextLook] ?? Infinity) - this.around.connection.feedNs;
  }

  private get decisionNs(): SessionTimeNs {
    return this.decisionsNs[this.nextDecision] ?? Infinity;
  }

  private look(): void {
    const { view, othersVolume } = this.around;
    const price = view.isOpen ? bestPrice(view, ownSide(this.order.sign)) : NaN;
    this.seen.push({ price, volume: othersVolume() });
    this.nextLook += 1;
  }

  private decide(nowNs: SessionTimeNs): void {
    this.readReports(nowNs);
    const k = this.nextDecision;
    this.nextDecision += 1;
    const isLast = this.nextDecision === this.decisionsNs.length;
    const { plan, order } = this;
    if (isLast) this.endShiftBps = this.around.ownImpact.shiftBps(nowNs);
    if (plan.kind === 'SCHEDULED') this.follow(plan, k, isLast, nowNs);
    else if (isLast) this.cancelOpen(nowNs);
    else this.submit(order.size, plan.limitPrice, nowNs);
  }

  private follow(plan: ScheduledPlan, k: number, isLast: boolean, nowNs: SessionTimeNs): void {
    const target = targetSize(this.order.size, plan.pace, k, this.seen[k]!.volume - this.seen[0]!.volume);
    const missing = target - this.committed;
    if (plan.tactic === 'TAKE') this.submit(missing, undefined, nowNs);
    else if (!isLast) this.post(missing, this.seen[k]!.price, nowNs);
    else if (plan.tactic === 'POST') this.cancelOpen(nowNs);
    else {
      this.moveOpen(undefined, nowNs);
      this.submit(missing, undefined, nowNs);
    }
  }

  private post(missing: number, price: number, nowNs: SessionTimeNs): void {
    // Where nobody bids there is no price to join; the next decision makes up for it.
    if (Number.isNaN(price)) return;
    this.moveOpen(price, nowNs);
    this.submit(missing, price, nowNs);
  }

  private submit(size: number, limitPrice: number | undefined, nowNs: SessionTimeNs): void {
    if (!(size > 0)) return;
    const orderId = this.children.length;
    this.children.push({ size, limitPrice, knownDone: 0 });
    this.committed += size;
    const order = { orderId, sign: this.order.sign, size, limitPrice };
    this.messages.push({ kind: 'SUBMIT', order, arrivesNs: this.arrival(nowNs) });
  }

  private moveOpen(limitPrice: number | undefined, nowNs: SessionTimeNs): void {
    this.forEachOpen((child, orderId) => {
      if (child.limitPrice === limitPrice) return;
      child.limitPrice = limitPrice;
      this.messages.push({ kind: 'MOVE', orderId, limitPrice, arrivesNs: this.arrival(nowNs) });
    });
  }

  private cancelOpen(nowNs: SessionTimeNs): void {
    this.forEachOpen((_, orderId) => {
      this.messages.push({ kind: 'CANCEL', orderId, arrivesNs: this.arrival(nowNs) });
    });
  }

  private forEachOpen(visit: (child: Child, orderId: number) => void): void {
    this.children.forEach((child, orderId) => {
      if (child.knownDone < child.size) visit(child, orderId);
    });
  }

  private arrive(message: Message): void {
    const { venue } = this;
    if (message.kind === 'SUBMIT') venue.submit(message.order);
    else if (message.kind === 'CANCEL') venue.cancel(message.orderId);
    else venue.move(message.orderId, message.limitPrice);
  }

  private arrival(nowNs: SessionTimeNs): SessionTimeNs {
    return this.around.connection.arrivalNs(nowNs);
  }

  private report(orderId: number, size: number, timeNs: SessionTimeNs, isExpiry: boolean): void {
    this.reports.push({ orderId, size, isExpiry, knownNs: this.around.connection.knownNs(timeNs) });
  }

  private readReports(nowNs: SessionTimeNs): void {
    for (; this.nextReport < this.reports.length; this.nextReport += 1) {
      const { knownNs, orderId, size, isExpiry } = this.reports[this.nextReport]!;
      if (knownNs > nowNs) return;
      this.children[orderId]!.knownDone += size;
      if (isExpiry) this.committed -= size;
    }
  }
}

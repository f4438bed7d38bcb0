import { type Stateful, type StateReader, type StateWriter } from '#domain/core';
import { EventBatch } from '../event-batch.js';
import { EventKind, FROM_SNAPSHOT, MORE_FOLLOWS, TradeCondition } from '../event-codes.js';
import { type SessionTimeNs } from '../events.js';
import { type MarketSession } from '../market-session.js';
import { BookWatch } from './book-watch.js';
import { ClockOffset } from './clock-offset.js';
import { FaultCounters } from './fault-counters.js';
import { DEFAULT_GUARD_PARAMETERS, type GuardParameters } from './guard-parameters.js';
import { type BookFault, type MarketQuality } from './market-quality.js';
import { MessageStream, type Finding } from './message-stream.js';
import { Outliers } from './outliers.js';
import { VERDICTS, type Fault } from './verdict.js';

/** Where a `FeedGuard` sends what it has checked. A row is valid during the call only. */
export interface FeedSink {
  /** The next row to apply. Decision times never go back; of a row that was held back it is when it was let go. */
  apply(batch: EventBatch, row: number): void;
  /** The rows applied since the last complete message are one: its last row was set aside. */
  complete(): void;
  /** A row that is set aside, and why. */
  quarantine(batch: EventBatch, row: number, fault: Fault): void;
}

/** What is done with the rows of the message that is being taken. */
const Course = { APPLY: 0, APPLY_LATE: 1, HOLD: 2, IGNORE: 3 } as const;
type Course = (typeof Course)[keyof typeof Course];

const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;

/**
 * Stands between a feed and a book: lets through what is in order, holds back what came early, leaves out what came twice,
 * and says whether the book can be decided on. `VERDICTS` says what it does about each fault; `docs/quality.md` explains.
 *
 * A message is all rows up to one without `MORE_FOLLOWS`, of one decision time; what it is checked as follows from its first row: a change of the
 * book (levels, orders, clearing), a best price, a trade. Changes of the session's status are not checked. A message
 * that is in order costs a few comparisons and is not copied.
 *
 * The same rows give the same result however often `advance` is called between them.
 */
export class FeedGuard {
  private readonly changes: MessageStream;
  private readonly bests: MessageStream;
  private readonly trades: MessageStream;
  /** By `EventKind`: the stream that a message which begins with it belongs to. */
  private readonly streamOfKind: readonly (MessageStream | undefined)[];
  private readonly streams: readonly MessageStream[];
  private readonly outliers = new Outliers();
  private readonly clock = new ClockOffset();
  private readonly faults = new FaultCounters();
  private readonly book: BookWatch;
  /** One row of our own making. */
  private readonly own = new EventBatch(1);

  private stream: MessageStream | undefined;
  private course: Course = Course.APPLY;
  private isInMessage = false;
  /** Nothing falls due before. */
  private dueNs: SessionTimeNs = -Infinity;
  private taken = 0;
  private applied = 0;
  private ignored = 0;
  private quarantined = 0;
  private held = 0;

  constructor(
    hours: Pick<MarketSession, 'openNs' | 'closeNs'>,
    private readonly parameters: GuardParameters = DEFAULT_GUARD_PARAMETERS,
  ) {
    this.changes = new MessageStream('CHANGES', parameters);
    this.bests = new MessageStream('STATES', parameters);
    this.trades = new MessageStream('PRINTS', parameters);
    this.streams = [this.changes, this.bests, this.trades];
    this.book = new BookWatch(this.changes, this.bests, this.faults, hours, parameters);
    const streamOfKind: (MessageStream | undefined)[] = [];
    streamOfKind[EventKind.LEVEL] = this.changes;
    streamOfKind[EventKind.BEST] = this.bests;
    streamOfKind[EventKind.TRADE] = this.trades;
    streamOfKind[EventKind.STATUS] = undefined;
    streamOfKind[EventKind.ORDER] = this.changes;
    streamOfKind[EventKind.CLEAR] = this.changes;
    this.streamOfKind = streamOfKind;
  }

  /** Whether a fault forbids to decide on the book. A book of which nothing was told yet is not marked, but empty. */
  get isMarkedInvalid(): boolean {
    return this.book.validity === 'INVALID' && this.book.reason !== undefined;
  }

  /** Whether what rests behind the best prices can be relied on where these can. */
  get isDepthValid(): boolean {
    return this.book.validity !== 'DEPTH_INVALID';
  }

  /** What is wrong with the book; undefined when nothing is. */
  get bookFault(): BookFault | undefined {
    return this.book.bookFault;
  }

  /** Takes the next row of the feed; what it lets through goes to the sink before it returns. */
  take(batch: EventBatch, row: number, sink: FeedSink): void {
    this.taken += 1;
    if (!this.isInMessage) this.begin(batch, row, sink);
    this.isInMessage = (batch.flags[row]! & MORE_FOLLOWS) !== 0;
    if (this.course === Course.APPLY) this.deliver(batch, row, sink);
    else this.divert(batch, row, sink);
    if (this.held > 0 && !this.isInMessage && this.course === Course.APPLY) {
      this.releaseFollowers(batch.decisionNs[row]!, sink);
    }
  }

  /**
   * Lets session time come to `ns` without an event: what has waited long enough is given up, silence is noticed. To be
   * called before anything is read as of `ns`.
   */
  advance(ns: SessionTimeNs, sink: FeedSink): void {
    if (ns < this.dueNs || this.isInMessage) return;
    let waiting = this.nextDeadline();
    while (waiting.deadlineNs <= ns) {
      this.giveUp(waiting, waiting.deadlineNs, sink);
      waiting = this.nextDeadline();
    }
    const secondNs = Math.floor(ns / NS_PER_SECOND) * NS_PER_SECOND;
    this.review(secondNs);
    this.dueNs = Math.min(secondNs + NS_PER_SECOND, waiting.deadlineNs);
  }

  /** After a message: the best prices of the book as it is now, NaN for an empty side. */
  bookChanged(bid: number, ask: number, ns: SessionTimeNs): void {
    this.book.bookChanged(bid, ask, ns);
  }

  quality(): MarketQuality {
    const delayNs = this.clock.delayNsMin();
    const { taken, applied, ignored, quarantined, held } = this;
    const { validity, reason, sinceNs, staleNs } = this.book;
    return {
      validity,
      ...(reason !== undefined && { reason }),
      sinceNs,
      rows: { taken, applied, ignored, quarantined, held },
      faults: this.faults.byFault(),
      staleSeconds: staleNs / NS_PER_SECOND,
      ...(delayNs !== undefined && { delayMsMin: delayNs / NS_PER_MS }),
      skewMs: Math.max(0, -(delayNs ?? 0) / NS_PER_MS),
    };
  }

  save(into: StateWriter): void {
    into.number(this.stream === undefined ? -1 : this.streams.indexOf(this.stream));
    into.number(this.course);
    into.number(Number(this.isInMessage));
    into.number(this.dueNs);
    into.numbers([this.taken, this.applied, this.ignored, this.quarantined, this.held]);
    for (const part of this.parts()) part.save(into);
  }

  /** Of a guard with the same hours and parameters. RangeError when the state is another's. */
  restore(from: StateReader): void {
    this.stream = this.streams[from.number()];
    this.course = from.number() as Course;
    this.isInMessage = from.number() === 1;
    this.dueNs = from.number();
    const sums: [number, number, number, number, number] = [0, 0, 0, 0, 0];
    from.numbers(sums);
    [this.taken, this.applied, this.ignored, this.quarantined, this.held] = sums;
    for (const part of this.parts()) part.restore(from);
  }

  private parts(): readonly Stateful[] {
    return [...this.streams, this.outliers, this.clock, this.faults, this.book];
  }

  private begin(batch: EventBatch, row: number, sink: FeedSink): void {
    const ns = batch.decisionNs[row]!;
    if (ns >= this.dueNs) this.advance(ns, sink);
    const stream = this.streamOfKind[batch.kind[row]!];
    this.stream = stream;
    if (stream === undefined) {
      this.course = Course.APPLY;
      this.book.status(batch.detail[row]!, ns);
      return;
    }
    const exchangeNs = batch.exchangeNs[row]!;
    this.readClocks(batch.receiveNs[row]! - exchangeNs);
    stream.silence.heard(ns);
    const sequence = batch.sequence[row]!;
    const previous = batch.previousSequence[row]!;
    const follows =
      previous === stream.last ||
      (previous !== previous && (sequence > stream.last || (sequence === 0 && stream.last === 0)));
    const isPlain = (batch.flags[row]! & FROM_SNAPSHOT) === 0 && batch.kind[row] !== EventKind.CLEAR;
    if (follows && isPlain && !stream.isSuspect) {
      stream.accept(sequence, exchangeNs);
      this.course = Course.APPLY;
      return;
    }
    this.book.endSilence(stream, ns);
    this.course = this.courseFor(stream.find(batch, row), stream, batch, row, sink);
    stream.isSuspect = !stream.isSound;
    this.book.update(ns);
  }

  /** What to do with a message that is not simply the next one. */
  private courseFor(finding: Finding, stream: MessageStream, batch: EventBatch, row: number, sink: FeedSink): Course {
    switch (finding) {
      case 'NEXT':
        stream.lostBy = undefined;
        stream.accept(batch.sequence[row]!, batch.exchangeNs[row]!);
        return Course.APPLY;
      case 'SNAPSHOT':
        stream.lostBy = undefined;
        stream.startFrom(batch.sequence[row]!, batch.exchangeNs[row]!);
        return Course.APPLY;
      case 'WAITING':
        return this.startHolding(stream, batch, row, sink);
      default:
        return this.courseForFault(finding, stream, batch, row, sink);
    }
  }

  private courseForFault(fault: Fault, stream: MessageStream, batch: EventBatch, row: number, sink: FeedSink): Course {
    const ns = batch.decisionNs[row]!;
    switch (VERDICTS[fault]) {
      case 'REORDER':
        // Counted when it turns out to be so: when the message before it has come.
        if (stream.deadlineNs === Infinity) this.waitUntil(stream, ns + this.parameters.reorderNsMax);
        return this.startHolding(stream, batch, row, sink);
      case 'RESYNC':
        this.resync(stream, fault, ns, sink);
        if (fault === 'CLEARED') return Course.APPLY;
        return this.courseFor(stream.find(batch, row), stream, batch, row, sink);
      case 'IGNORE':
        this.faults.count(fault);
        return Course.IGNORE;
      default:
        this.faults.count(fault);
        return fault === 'LATE_TRADE' ? Course.APPLY_LATE : Course.APPLY;
    }
  }

  /** Rows of a message that is not applied as it is. */
  private divert(batch: EventBatch, row: number, sink: FeedSink): void {
    if (this.course === Course.APPLY_LATE) this.deliverLate(batch, row, sink);
    else if (this.course === Course.HOLD) this.hold(this.stream!, batch, row);
    else this.ignored += 1;
  }

  /** A print that came late counts in volume and is no last price. */
  private deliverLate(batch: EventBatch, row: number, sink: FeedSink): void {
    this.own.clear();
    this.own.copy(batch, row);
    if (this.own.kind[0] === EventKind.TRADE) this.own.detail[0] = TradeCondition.IRREGULAR;
    this.deliver(this.own, 0, sink);
  }

  private deliver(batch: EventBatch, row: number, sink: FeedSink): void {
    const fault = this.outliers.find(batch, row);
    if (fault === undefined) {
      this.applied += 1;
      sink.apply(batch, row);
      return;
    }
    this.faults.count(fault);
    this.quarantined += 1;
    sink.quarantine(batch, row, fault);
    if ((batch.flags[row]! & MORE_FOLLOWS) === 0) sink.complete();
  }

  private startHolding(stream: MessageStream, batch: EventBatch, row: number, sink: FeedSink): Course {
    while (!stream.held.begin(batch.sequence[row]!, batch.previousSequence[row]!)) {
      if (stream.deadlineNs !== Infinity) {
        this.giveUp(stream, batch.decisionNs[row]!, sink);
        return this.courseFor(stream.find(batch, row), stream, batch, row, sink);
      }
      this.evict(stream, stream.held.oldest());
    }
    return Course.HOLD;
  }

  private hold(stream: MessageStream, batch: EventBatch, row: number): void {
    while (!stream.held.add(batch, row)) {
      this.evict(stream, stream.held.oldest());
      if (stream.held.count > 0) continue;
      // The message is larger than all the room there is.
      this.course = Course.IGNORE;
      this.ignored += 1;
      return;
    }
    this.held += 1;
  }

  private evict(stream: MessageStream, message: number): void {
    this.faults.count('EVICTED');
    this.discard(stream, message);
  }

  private discard(stream: MessageStream, message: number): void {
    const rows = stream.held.rowCountOf(message);
    this.held -= rows;
    this.ignored += rows;
    stream.held.remove(message);
  }

  /** Applies what was waiting for the message that was just applied. */
  private releaseFollowers(ns: SessionTimeNs, sink: FeedSink): void {
    const { stream } = this;
    if (stream !== undefined && stream.held.count > 0) this.release(stream, ns, sink);
  }

  /** Applies what is held and now follows. */
  private release(stream: MessageStream, ns: SessionTimeNs, sink: FeedSink): void {
    const { held } = stream;
    const wasMissed = stream.deadlineNs !== Infinity;
    for (;;) {
      const covered = held.coveredBy(stream.last);
      const next = covered ?? held.follower(stream.last);
      if (next === undefined) break;
      if (covered !== undefined) {
        this.faults.count(wasMissed ? 'DUPLICATE' : 'COVERED');
        this.discard(stream, covered);
      } else {
        if (wasMissed) this.faults.count('OUT_OF_ORDER');
        this.releaseMessage(stream, next, ns, sink);
      }
    }
    stream.deadlineNs = Infinity;
    if (held.count === 0 || stream.isLost) return;
    const heldSinceNs = held.rows.decisionNs[held.rowOf(held.oldest(), 0)]!;
    this.waitUntil(stream, Math.max(ns, heldSinceNs + this.parameters.reorderNsMax));
  }

  private releaseMessage(stream: MessageStream, message: number, ns: SessionTimeNs, sink: FeedSink): void {
    const { held } = stream;
    const rows = held.rowCountOf(message);
    stream.accept(held.sequenceOf(message), held.rows.exchangeNs[held.rowOf(message, 0)]!);
    for (let i = 0; i < rows; i += 1) {
      const row = held.rowOf(message, i);
      held.rows.decisionNs[row] = ns;
      this.held -= 1;
      this.deliver(held.rows, row, sink);
    }
    held.remove(message);
  }

  private waitUntil(stream: MessageStream, deadlineNs: SessionTimeNs): void {
    stream.deadlineNs = deadlineNs;
    this.dueNs = Math.min(this.dueNs, deadlineNs);
  }

  /** The stream whose wait ends first. */
  private nextDeadline(): MessageStream {
    return this.streams.reduce((first, stream) => (stream.deadlineNs < first.deadlineNs ? stream : first));
  }

  /** The missing message does not come any more. */
  private giveUp(stream: MessageStream, ns: SessionTimeNs, sink: FeedSink): void {
    if (stream.role === 'CHANGES') {
      this.resync(stream, 'GAP', ns, sink);
      return;
    }
    this.faults.count('MISSED');
    stream.deadlineNs = Infinity;
    stream.last = stream.held.lowestPrevious();
    this.release(stream, ns, sink);
  }

  /** The stream lost its place, and with it the book what it was told. */
  private resync(stream: MessageStream, fault: Fault, ns: SessionTimeNs, sink: FeedSink): void {
    this.faults.count(fault);
    if (fault === 'RESET') this.dropHeld(stream, ns, sink);
    const hasBook = stream.role === 'CHANGES' && !stream.isLost;
    stream.lose(fault);
    this.book.update(ns);
    if (hasBook && fault !== 'CLEARED') this.forgetBook(stream, ns, sink);
  }

  /** What is held follows numbers that do not come any more: prints count all the same, changes do not. */
  private dropHeld(stream: MessageStream, ns: SessionTimeNs, sink: FeedSink): void {
    while (stream.held.count > 0) {
      if (stream.role === 'CHANGES') this.evict(stream, stream.held.oldest());
      else this.giveUp(stream, ns, sink);
    }
  }

  private forgetBook(stream: MessageStream, ns: SessionTimeNs, sink: FeedSink): void {
    this.own.clear();
    this.own.append(EventKind.CLEAR, ns, 0, 0, 0);
    this.own.exchangeNs[0] = stream.lastExchangeNs;
    sink.apply(this.own, 0);
  }

  /** Equal times are one time: the source has no other. */
  private readClocks(delayNs: number): void {
    if (delayNs === 0) return;
    this.clock.observe(delayNs);
    if (delayNs < -this.parameters.clockToleranceNs) this.faults.count('CLOCK_AHEAD');
  }

  private review(ns: SessionTimeNs): void {
    if (this.clock.advance(ns) > this.parameters.clockToleranceNs) this.faults.count('CLOCK_JUMP');
    this.book.review(ns);
  }
}

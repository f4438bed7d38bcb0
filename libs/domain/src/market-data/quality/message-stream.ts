import { type StateReader, type StateWriter } from '#domain/core';
import { type EventBatch } from '../event-batch.js';
import { EventKind, FROM_SNAPSHOT, MORE_FOLLOWS } from '../event-codes.js';
import { type SessionTimeNs } from '../events.js';
import { type GuardParameters } from './guard-parameters.js';
import { HeldMessages } from './held-messages.js';
import { RecentSequences } from './recent-sequences.js';
import { Silence } from './silence.js';
import { FAULTS, type Fault } from './verdict.js';

/**
 * What a stream's messages are to each other. CHANGES: each changes what the ones before it built up, so one that is
 * missing spoils all that follow (levels, orders). STATES: each says all that there is to say (best prices). PRINTS: each
 * is a fact of its own (trades).
 */
export type StreamRole = 'CHANGES' | 'STATES' | 'PRINTS';

/** What a message is by its number: the next to apply, a snapshot to start from, one that waits for a snapshot, or a fault. */
export type Finding = 'NEXT' | 'SNAPSHOT' | 'WAITING' | Fault;

/** One numbered stream of messages of a feed: what was applied of it, what is held back, and how it fares. */
export class MessageStream {
  /** Number of the message applied last; NaN when none was, or since the stream lost its place. */
  last = NaN;
  /** Why the stream is not to be relied on until it has been told anew. */
  lostBy: Fault | undefined;
  /** Since when the stream is stale; NaN when it is not. */
  staleSinceNs: SessionTimeNs = NaN;
  /** Until it is known to be sound: so that the way of every message asks one thing only. */
  isSuspect = true;
  /** Until when held messages wait for the one that is missing; Infinity when none is. */
  deadlineNs: SessionTimeNs = Infinity;
  lastExchangeNs: SessionTimeNs = -Infinity;
  readonly held: HeldMessages;
  readonly silence: Silence;
  private readonly recent = new RecentSequences();
  private startedFrom = NaN;

  constructor(
    readonly role: StreamRole,
    parameters: GuardParameters,
  ) {
    this.held = new HeldMessages(parameters.heldMessagesMax, parameters.heldRowsMax);
    this.silence = new Silence(parameters);
  }

  /** Nothing follows what was applied of it, or nothing was. */
  get isLost(): boolean {
    return Number.isNaN(this.last);
  }

  /** Whether what the stream says can be relied on. */
  get isSound(): boolean {
    return this.silence.isHeard && this.lostBy === undefined && Number.isNaN(this.staleSinceNs);
  }

  /** The message was applied. */
  accept(sequence: number, exchangeNs: SessionTimeNs): void {
    this.last = sequence;
    this.lastExchangeNs = exchangeNs;
    this.recent.add(sequence);
  }

  /** The stream begins anew with a snapshot of this number. */
  startFrom(sequence: number, exchangeNs: SessionTimeNs): void {
    this.recent.clear();
    this.startedFrom = sequence;
    this.accept(sequence, exchangeNs);
  }

  /** The stream lost its place: nothing follows what was applied so far. */
  lose(fault: Fault): void {
    this.last = NaN;
    this.lostBy = fault;
    this.deadlineNs = Infinity;
    this.recent.clear();
  }

  /** What the message that begins at this row is. */
  find(batch: EventBatch, row: number): Finding {
    const sequence = batch.sequence[row]!;
    const previous = batch.previousSequence[row]!;
    if (this.role === 'CHANGES') {
      const flags = batch.flags[row]!;
      if ((flags & FROM_SNAPSHOT) !== 0) return this.findSnapshot(sequence, batch.exchangeNs[row]!);
      // Where more follows, the message itself says what is there instead.
      if (batch.kind[row] === EventKind.CLEAR && (flags & MORE_FOLLOWS) === 0) return 'CLEARED';
    }
    if (this.isLost) return this.findFirst(sequence, previous);
    if (previous > this.last) return this.held.has(sequence) ? 'DUPLICATE' : 'OUT_OF_ORDER';
    if (sequence > this.last || (sequence === 0 && this.last === 0)) return 'NEXT';
    if (this.last === this.startedFrom) return 'COVERED';
    if (sequence < this.recent.oldest() && batch.exchangeNs[row]! > this.lastExchangeNs) return 'RESET';
    // Where every message names the one before it, none is missing up to the last.
    if (!Number.isNaN(previous) && this.role === 'CHANGES') return 'DUPLICATE';
    if (this.recent.has(sequence)) return 'DUPLICATE';
    return this.role === 'PRINTS' ? 'LATE_TRADE' : 'SUPERSEDED';
  }

  save(into: StateWriter): void {
    into.number(this.last);
    into.number(this.lostBy === undefined ? -1 : FAULTS.indexOf(this.lostBy));
    into.number(this.staleSinceNs);
    into.number(this.deadlineNs);
    into.number(this.lastExchangeNs);
    into.number(this.startedFrom);
    this.held.save(into);
    this.silence.save(into);
    this.recent.save(into);
  }

  restore(from: StateReader): void {
    this.last = from.number();
    this.lostBy = FAULTS[from.number()];
    this.staleSinceNs = from.number();
    this.deadlineNs = from.number();
    this.lastExchangeNs = from.number();
    this.startedFrom = from.number();
    this.held.restore(from);
    this.silence.restore(from);
    this.recent.restore(from);
    this.isSuspect = !this.isSound;
  }

  /** A snapshot from before what is applied says nothing new, unless numbers started again. */
  private findSnapshot(sequence: number, exchangeNs: SessionTimeNs): Finding {
    if (!(sequence < this.last)) return 'SNAPSHOT';
    return sequence < this.startedFrom && exchangeNs > this.lastExchangeNs ? 'RESET' : 'COVERED';
  }

  /** Changes that follow a message which is not there wait for a snapshot; everything else can begin anywhere. */
  private findFirst(sequence: number, previous: number): Finding {
    if (Number.isNaN(previous) || this.role !== 'CHANGES') return 'NEXT';
    if (this.held.has(sequence)) return 'DUPLICATE';
    return this.lostBy === undefined ? 'NO_SNAPSHOT' : 'WAITING';
  }
}

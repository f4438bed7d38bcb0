import { type StateReader, type StateWriter } from '#domain/core';
import { StatusCode } from '../event-codes.js';
import { type SessionTimeNs } from '../events.js';
import { type MarketSession } from '../market-session.js';
import { Crossing } from './crossing.js';
import { type FaultCounters } from './fault-counters.js';
import { type GuardParameters } from './guard-parameters.js';
import { type BookFault, type BookValidity } from './market-quality.js';
import { type MessageStream } from './message-stream.js';
import { FAULTS, type Fault } from './verdict.js';

const VALIDITIES: readonly BookValidity[] = ['VALID', 'DEPTH_INVALID', 'INVALID'];

/** Whether the book that two streams tell of can be decided on: by what they lost, their silence, and how long it stays crossed. */
export class BookWatch {
  private readonly crossing = new Crossing();
  private openSinceNs: SessionTimeNs;
  private isStatedOpen = true;
  private isTooLongCrossed = false;
  private statedValidity: BookValidity = 'INVALID';
  private statedReason: Fault | undefined;
  private statedSinceNs: SessionTimeNs = 0;
  private staleNsSoFar = 0;

  constructor(
    private readonly changes: MessageStream,
    private readonly bests: MessageStream,
    private readonly faults: FaultCounters,
    private readonly hours: Pick<MarketSession, 'openNs' | 'closeNs'>,
    private readonly parameters: Pick<GuardParameters, 'crossedNsMax'>,
  ) {
    this.openSinceNs = hours.openNs;
  }

  get validity(): BookValidity {
    return this.statedValidity;
  }

  get reason(): Fault | undefined {
    return this.statedReason;
  }

  /** Since when validity and reason are what they are. */
  get sinceNs(): SessionTimeNs {
    return this.statedSinceNs;
  }

  /** How long streams were stale, of the silences that have ended. */
  get staleNs(): number {
    return this.staleNsSoFar;
  }

  /** What is wrong with the book; undefined when nothing is. */
  get bookFault(): BookFault | undefined {
    const { statedValidity: validity, statedReason: reason } = this;
    return validity === 'VALID' || reason === undefined ? undefined : { validity, reason };
  }

  /** The session's status is now this. */
  status(status: number, ns: SessionTimeNs): void {
    const isOpen = status === StatusCode.OPEN;
    if (isOpen && !this.isStatedOpen) {
      this.openSinceNs = Math.max(ns, this.hours.openNs);
      this.crossing.restart();
    }
    this.isStatedOpen = isOpen;
  }

  /** The best prices of the book are now these, NaN for an empty side. */
  bookChanged(bid: number, ask: number, ns: SessionTimeNs): void {
    if (!(bid >= ask) && this.crossing.isNone) return;
    if (!this.isOpen(ns)) return;
    const overlap = this.crossing.update(bid, ask, ns);
    if (overlap !== 'NONE') this.faults.count(overlap);
    this.reviewCrossing(ns);
  }

  /** Notices, at a time to which nothing happened, who has been silent and what has been crossed for too long. */
  review(ns: SessionTimeNs): void {
    if (!this.isOpen(ns)) return;
    this.reviewSilence(this.changes, ns);
    this.reviewSilence(this.bests, ns);
    this.reviewCrossing(ns);
  }

  /** The stream is heard again. */
  endSilence(stream: MessageStream, ns: SessionTimeNs): void {
    if (Number.isNaN(stream.staleSinceNs)) return;
    this.staleNsSoFar += ns - stream.staleSinceNs;
    stream.staleSinceNs = NaN;
  }

  /** What is known of the streams has changed. */
  update(ns: SessionTimeNs): void {
    const { changes, bests } = this;
    const reason = this.isTooLongCrossed ? 'STAYS_CROSSED' : (unsoundness(changes) ?? unsoundness(bests));
    const isTopKnown = !this.isTooLongCrossed && (changes.isSound || bests.isSound);
    const validity = !isTopKnown ? 'INVALID' : unsoundness(changes) === undefined ? 'VALID' : 'DEPTH_INVALID';
    const stated = validity === 'VALID' ? undefined : reason;
    if (validity === this.statedValidity && stated === this.statedReason) return;
    this.statedValidity = validity;
    this.statedReason = stated;
    this.statedSinceNs = ns;
  }

  save(into: StateWriter): void {
    into.number(this.openSinceNs);
    into.number(Number(this.isStatedOpen));
    into.number(Number(this.isTooLongCrossed));
    into.number(VALIDITIES.indexOf(this.statedValidity));
    into.number(this.statedReason === undefined ? -1 : FAULTS.indexOf(this.statedReason));
    into.number(this.statedSinceNs);
    into.number(this.staleNsSoFar);
    this.crossing.save(into);
  }

  restore(from: StateReader): void {
    this.openSinceNs = from.number();
    this.isStatedOpen = from.number() === 1;
    this.isTooLongCrossed = from.number() === 1;
    this.statedValidity = VALIDITIES[from.number()]!;
    this.statedReason = FAULTS[from.number()];
    this.statedSinceNs = from.number();
    this.staleNsSoFar = from.number();
    this.crossing.restore(from);
  }

  private isOpen(ns: SessionTimeNs): boolean {
    return this.isStatedOpen && ns >= this.hours.openNs && ns < this.hours.closeNs;
  }

  private reviewSilence(stream: MessageStream, ns: SessionTimeNs): void {
    if (!stream.silence.isHeard || !Number.isNaN(stream.staleSinceNs)) return;
    stream.silence.adapt();
    const sinceNs = stream.silence.since(ns, this.openSinceNs);
    if (sinceNs === undefined) return;
    stream.staleSinceNs = sinceNs;
    stream.isSuspect = true;
    this.faults.count('STALE');
    this.update(sinceNs);
  }

  private reviewCrossing(ns: SessionTimeNs): void {
    const tooLongSinceNs = this.crossing.sinceNs + this.parameters.crossedNsMax;
    const isTooLong = ns > tooLongSinceNs;
    if (isTooLong === this.isTooLongCrossed) return;
    this.isTooLongCrossed = isTooLong;
    if (isTooLong) this.faults.count('STAYS_CROSSED');
    this.update(isTooLong ? tooLongSinceNs : ns);
  }
}

const unsoundness = (stream: MessageStream): Fault | undefined =>
  stream.lostBy ?? (Number.isNaN(stream.staleSinceNs) ? undefined : 'STALE');

import { type EventBatch, type MarketSession, type SessionTimeNs } from '#domain/market-data';
import { offsetNs, type SessionDay } from './session-days.js';

/**
 * How far `advance` came: REACHED the time asked for; PAUSED after its limit of events with more to come; ENDED, as no
 * session has an event left.
 */
export type Advance = 'REACHED' | 'PAUSED' | 'ENDED';

/** One row of a batch of the day's `session`-th session, at time of the day `timeNs`. */
export type ApplyEvent = (session: number, batch: EventBatch, row: number, timeNs: SessionTimeNs) => void;

/**
 * The events of a day's sessions in one order of time; at equal times in the order of the sessions. One batch per
 * session is held, and the next one is asked for only when it is used up.
 */
export class MergedEvents {
  /** Time of the day of the last event applied. */
  lastNs: SessionTimeNs = 0;
  applied = 0;
  private readonly cursors: readonly Cursor[];

  private constructor(day: SessionDay) {
    this.cursors = day.sessions.map((session, index) => new Cursor(session, index, offsetNs(day, session)));
  }

  static async open(day: SessionDay): Promise<MergedEvents> {
    const merged = new MergedEvents(day);
    for (const cursor of merged.cursors) await cursor.fill();
    return merged;
  }

  /** Time of the day of the next event; Infinity when there is none. */
  get nextNs(): SessionTimeNs {
    return Math.min(...this.cursors.map((cursor) => cursor.headNs));
  }

  /**
   * Hands out the events up to and including `untilNs`. It pauses after about `limit` events, but never between events
   * of one moment, so wherever it stops the books are as they were at that moment.
   */
  async advance(untilNs: SessionTimeNs, limit: number, apply: ApplyEvent): Promise<Advance> {
    const pauseAt = this.applied + limit;
    for (;;) {
      const cursor = this.earliest();
      if (cursor.headNs === Infinity) return 'ENDED';
      if (cursor.headNs > untilNs) return 'REACHED';
      if (this.applied >= pauseAt && cursor.headNs > this.lastNs) return 'PAUSED';
      this.lastNs = cursor.headNs;
      this.applied += 1;
      cursor.take(apply);
      if (cursor.isEmpty) await cursor.fill();
    }
  }

  /** Lets go of what the sessions hold open. */
  async close(): Promise<void> {
    for (const cursor of this.cursors) await cursor.close();
  }

  private earliest(): Cursor {
    let earliest = this.cursors[0]!;
    for (const cursor of this.cursors) if (cursor.headNs < earliest.headNs) earliest = cursor;
    return earliest;
  }
}

/** A place in one session's stream. */
class Cursor {
  /** Time of the day of the next event; Infinity at the end. */
  headNs: SessionTimeNs = Infinity;
  private readonly batches: AsyncIterator<EventBatch>;
  private batch: EventBatch | undefined;
  private row = 0;

  constructor(
    session: MarketSession,
    private readonly index: number,
    private readonly offsetNs: SessionTimeNs,
  ) {
    this.batches = session.events()[Symbol.asyncIterator]();
  }

  get isEmpty(): boolean {
    return this.batch === undefined || this.row === this.batch.length;
  }

  take(apply: ApplyEvent): void {
    apply(this.index, this.batch!, this.row, this.headNs);
    this.row += 1;
    this.readHead();
  }

  /** Asks for batches until one holds an event or the session ends. */
  async fill(): Promise<void> {
    this.row = 0;
    do {
      const next = await this.batches.next();
      this.batch = next.done === true ? undefined : next.value;
    } while (this.batch?.length === 0);
    this.readHead();
  }

  async close(): Promise<void> {
    this.batch = undefined;
    this.readHead();
    await this.batches.return?.();
  }

  private readHead(): void {
    const { batch, row } = this;
    this.headNs = batch === undefined || row === batch.length ? Infinity : batch.decisionNs[row]! + this.offsetNs;
  }
}

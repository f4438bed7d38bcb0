import { type MarketEvent, type MarketSession, type SessionTimeNs } from '#domain/market-data';
import { offsetNs, type SessionDay } from './session-days.js';

/**
 * How far `advance` came: REACHED the time asked for; PAUSED after its limit of events with more to come; ENDED, as no
 * session has an event left.
 */
export type Advance = 'REACHED' | 'PAUSED' | 'ENDED';

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
    this.cursors = day.sessions.map((session) => new Cursor(session, offsetNs(day, session)));
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
  async advance(untilNs: SessionTimeNs, limit: number, apply: (event: MarketEvent) => void): Promise<Advance> {
    const pauseAt = this.applied + limit;
    for (;;) {
      const cursor = this.earliest();
      if (cursor.headNs === Infinity) return 'ENDED';
      if (cursor.headNs > untilNs) return 'REACHED';
      if (this.applied >= pauseAt && cursor.headNs > this.lastNs) return 'PAUSED';
      this.lastNs = cursor.headNs;
      this.applied += 1;
      apply(cursor.take());
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
  private readonly batches: AsyncIterator<readonly MarketEvent[]>;
  private batch: readonly MarketEvent[] = [];
  private index = 0;

  constructor(
    session: MarketSession,
    private readonly offsetNs: SessionTimeNs,
  ) {
    this.batches = session.events()[Symbol.asyncIterator]();
  }

  get isEmpty(): boolean {
    return this.index === this.batch.length;
  }

  take(): MarketEvent {
    const event = this.batch[this.index]!;
    this.index += 1;
    this.readHead();
    return event;
  }

  /** Asks for batches until one holds an event or the session ends. */
  async fill(): Promise<void> {
    this.batch = [];
    this.index = 0;
    while (this.isEmpty) {
      const next = await this.batches.next();
      if (next.done === true) break;
      this.batch = next.value;
    }
    this.readHead();
  }

  async close(): Promise<void> {
    this.batch = [];
    this.index = 0;
    this.readHead();
    await this.batches.return?.();
  }

  private readHead(): void {
    const head = this.batch[this.index];
    this.headNs = head === undefined ? Infinity : head.timeNs + this.offsetNs;
  }
}

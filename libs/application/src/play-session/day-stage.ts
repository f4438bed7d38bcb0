import {
  MarketTracker,
  type EventBatch,
  type InstrumentTable,
  type MarketSnapshot,
  type SessionTimeNs,
} from '#domain/market-data';
import { MergedEvents, type Advance } from './merged-events.js';
import { offsetNs, type SessionDay } from './session-days.js';

const NS_PER_SECOND = 1e9;

/** One pass over one day: its merged events, and a fresh tracker per instrument. */
export class DayStage {
  /** Time of the day up to which every event has been applied. */
  timeNs: SessionTimeNs = 0;
  private readonly trackers: readonly MarketTracker[];
  private readonly offsetsNs: readonly SessionTimeNs[];
  private readonly changed = new Set<MarketTracker>();
  private nextSecondNs: SessionTimeNs;

  private constructor(
    readonly day: SessionDay,
    private readonly events: MergedEvents,
    overrides: InstrumentTable,
  ) {
    this.trackers = day.sessions.map((session) => new MarketTracker(session, overrides.get(session.instrumentId)));
    this.offsetsNs = day.sessions.map((session) => offsetNs(day, session));
    this.nextSecondNs = secondAfter(events.nextNs);
  }

  static async open(day: SessionDay, overrides: InstrumentTable): Promise<DayStage> {
    return new DayStage(day, await MergedEvents.open(day), overrides);
  }

  /** Time of the day of the next event; Infinity when there is none. */
  get nextNs(): SessionTimeNs {
    return this.events.nextNs;
  }

  get eventsApplied(): number {
    return this.events.applied;
  }

  async advance(untilNs: SessionTimeNs, limit: number): Promise<Advance> {
    const advance = await this.events.advance(untilNs, limit, this.apply);
    this.timeNs = advance === 'PAUSED' ? this.events.lastNs : untilNs;
    return advance;
  }

  snapshots(): readonly MarketSnapshot[] {
    this.changed.clear();
    return this.trackers.map((tracker) => tracker.snapshot());
  }

  /** Snapshots of the instruments that changed since the last look. */
  changedSnapshots(): readonly MarketSnapshot[] {
    const snapshots = [...this.changed].map((tracker) => tracker.snapshot());
    this.changed.clear();
    return snapshots;
  }

  async close(): Promise<void> {
    await this.events.close();
  }

  private readonly apply = (session: number, batch: EventBatch, row: number, timeNs: SessionTimeNs): void => {
    if (timeNs >= this.nextSecondNs) this.endSecondsBefore(timeNs);
    const tracker = this.trackers[session]!;
    tracker.apply(batch, row);
    this.changed.add(tracker);
  };

  /**
   * Every second ends for all instruments before any of them hears of what comes after it, so what one of them reads of
   * another at the end of a second is what was known then.
   */
  private endSecondsBefore(timeNs: SessionTimeNs): void {
    for (; this.nextSecondNs <= timeNs; this.nextSecondNs += NS_PER_SECOND) {
      for (const [i, tracker] of this.trackers.entries()) tracker.advanceTo(this.nextSecondNs - this.offsetsNs[i]!);
    }
  }
}

const secondAfter = (timeNs: SessionTimeNs): SessionTimeNs => (Math.floor(timeNs / NS_PER_SECOND) + 1) * NS_PER_SECOND;

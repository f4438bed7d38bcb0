import {
  MarketTracker,
  type InstrumentTable,
  type MarketEvent,
  type MarketSnapshot,
  type SessionTimeNs,
} from '#domain/market-data';
import { MergedEvents, type Advance } from './merged-events.js';
import { type SessionDay } from './session-days.js';

/** One pass over one day: its merged events, and a fresh tracker per instrument. */
export class DayStage {
  /** Time of the day up to which every event has been applied. */
  timeNs: SessionTimeNs = 0;
  private readonly trackers: ReadonlyMap<string, MarketTracker>;
  private readonly changed = new Set<string>();

  private constructor(
    readonly day: SessionDay,
    private readonly events: MergedEvents,
    overrides: InstrumentTable,
  ) {
    this.trackers = new Map(
      day.sessions.map((session) => [
        session.instrumentId,
        new MarketTracker(session, overrides.get(session.instrumentId)),
      ]),
    );
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
    return [...this.trackers.values()].map((tracker) => tracker.snapshot());
  }

  /** Snapshots of the instruments that changed since the last look. */
  changedSnapshots(): readonly MarketSnapshot[] {
    const snapshots = [...this.changed].map((instrumentId) => this.trackers.get(instrumentId)!.snapshot());
    this.changed.clear();
    return snapshots;
  }

  async close(): Promise<void> {
    await this.events.close();
  }

  private readonly apply = (event: MarketEvent): void => {
    this.trackers.get(event.instrumentId)!.apply(event);
    this.changed.add(event.instrumentId);
  };
}

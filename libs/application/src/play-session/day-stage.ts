import { type Instant } from '#domain/core';
import { type EventBatch, type SessionTimeNs } from '#domain/market-data';
import { type FeatureRecorder, type InstrumentState } from '#application/ports';
import { MergedEvents, type Advance } from './merged-events.js';
import { ObservedInstrument, type Surroundings } from './observed-instrument.js';
import { offsetNs, type SessionDay } from './session-days.js';

const NS_PER_SECOND = 1e9;

/** One pass over one day: its merged events, and each instrument as they leave it. */
export class DayStage {
  /** Time of the day up to which every event has been applied. */
  timeNs: SessionTimeNs = 0;
  readonly instruments: readonly ObservedInstrument[];
  private readonly offsetsNs: readonly SessionTimeNs[];
  private readonly changed = new Set<number>();
  private nextSecondNs: SessionTimeNs;

  private constructor(
    readonly day: SessionDay,
    private readonly events: MergedEvents,
    surroundings: Surroundings,
    private readonly recorder: FeatureRecorder | undefined,
  ) {
    this.instruments = ObservedInstrument.together(day.sessions, surroundings);
    this.offsetsNs = day.sessions.map((session) => offsetNs(day, session));
    this.nextSecondNs = secondAfter(events.nextNs);
  }

  /** `recorder` is given the features of every instrument at the end of each second. */
  static async open(day: SessionDay, surroundings: Surroundings, recorder?: FeatureRecorder): Promise<DayStage> {
    return new DayStage(day, await MergedEvents.open(day), surroundings, recorder);
  }

  /** Time of the day of the next event; Infinity when there is none. */
  get nextNs(): SessionTimeNs {
    return this.events.nextNs;
  }

  get eventsApplied(): number {
    return this.events.applied;
  }

  /** Applies the events up to and including `untilNs`, and pauses after about `limit` of them. */
  async advance(untilNs: SessionTimeNs, limit = Infinity): Promise<Advance> {
    const advance = await this.events.advance(untilNs, limit, this.apply);
    this.timeNs = advance === 'PAUSED' ? this.events.lastNs : untilNs;
    return advance;
  }

  /** Time has come to `timeNs` for every instrument; events of that very moment have not been heard. */
  passTo(timeNs: SessionTimeNs): void {
    this.endSecondsUpTo(timeNs);
    for (let i = 0; i < this.instruments.length; i += 1) this.instruments[i]!.advanceTo(timeNs - this.offsetsNs[i]!);
    this.timeNs = timeNs;
  }

  /** Every instrument as of now. */
  states(): readonly InstrumentState[] {
    this.changed.clear();
    return this.instruments.map((_, index) => this.state(index));
  }

  /** The instruments that changed since the last look, as of now. */
  changedStates(): readonly InstrumentState[] {
    const states = [...this.changed].map((index) => this.state(index));
    this.changed.clear();
    return states;
  }

  async close(): Promise<void> {
    await this.events.close();
  }

  private state(index: number): InstrumentState {
    const instrument = this.instruments[index]!;
    if (Number.isFinite(this.timeNs)) {
      this.endSecondsUpTo(this.timeNs);
      instrument.advanceTo(this.timeNs - this.offsetsNs[index]!);
    }
    return instrument.state();
  }

  private readonly apply = (session: number, batch: EventBatch, row: number, timeNs: SessionTimeNs): void => {
    if (timeNs >= this.nextSecondNs) this.endSecondsUpTo(timeNs);
    this.instruments[session]!.apply(batch, row);
    this.changed.add(session);
  };

  /**
   * Every second ends for all instruments before any of them hears of what comes after it, so what one of them reads of
   * another at the end of a second is what was known then.
   */
  private endSecondsUpTo(timeNs: SessionTimeNs): void {
    for (; this.nextSecondNs <= timeNs; this.nextSecondNs += NS_PER_SECOND) {
      for (let i = 0; i < this.instruments.length; i += 1) {
        this.instruments[i]!.advanceTo(this.nextSecondNs - this.offsetsNs[i]!);
      }
      if (this.recorder !== undefined) this.record(this.recorder, this.day.origin + BigInt(this.nextSecondNs));
    }
  }

  private record(recorder: FeatureRecorder, asOf: Instant): void {
    for (const instrument of this.instruments) {
      const { session, tracker } = instrument;
      if (tracker.eventsApplied === 0) continue;
      recorder.record(session.instrumentId, asOf, tracker.eventsApplied, instrument.readFeatures());
    }
  }
}

const secondAfter = (timeNs: SessionTimeNs): SessionTimeNs => (Math.floor(timeNs / NS_PER_SECOND) + 1) * NS_PER_SECOND;

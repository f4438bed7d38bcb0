import { StateReader, StateWriter } from '#domain/core';
import { EventBatch, MORE_FOLLOWS, type SessionTimeNs } from '#domain/market-data';
import { ObservedInstrument, offsetNs, type SessionDay, type Surroundings } from '#application/play-session';

const NS_PER_SECOND = 1e9;

/** One event of a day, of its `session`-th session. */
interface Step {
  readonly session: number;
  readonly batch: EventBatch;
  readonly row: number;
  /** Time of the day. */
  readonly timeNs: SessionTimeNs;
}

/** All events of a day in memory, in the order in which a player merges them. */
export const stepsOf = async (day: SessionDay): Promise<readonly Step[]> => {
  const steps: Step[] = [];
  for (const [session, recorded] of day.sessions.entries()) {
    const offset = offsetNs(day, recorded);
    for await (const batch of recorded.events()) {
      const kept = new EventBatch(batch.length);
      for (let row = 0; row < batch.length; row += 1) {
        kept.copy(batch, row);
        steps.push({ session, batch: kept, row, timeNs: batch.decisionNs[row]! + offset });
      }
    }
  }
  return steps.sort((a, b) => a.timeNs - b.timeNs || a.session - b.session);
};

/**
 * Whether every instrument is between two messages after each step, and the next step is of a later time: there a day may be
 * stopped.
 */
export const stops = (steps: readonly Step[]): readonly number[] => {
  const isWithin = new Set<number>();
  return steps.flatMap(({ session, batch, row, timeNs }, i) => {
    if ((batch.flags[row]! & MORE_FOLLOWS) === 0) isWithin.delete(session);
    else isWithin.add(session);
    const isLast = i + 1 === steps.length;
    return isWithin.size === 0 && !isLast && steps[i + 1]!.timeNs > timeNs ? [i + 1] : [];
  });
};

/** The instruments of a day as its steps leave them; every second ends for all of them before anything after it. */
export class ObservedDay {
  readonly instruments: readonly ObservedInstrument[];
  private readonly offsets: readonly SessionTimeNs[];
  private second = -1;

  constructor(
    private readonly day: SessionDay,
    surroundings: Surroundings,
  ) {
    this.instruments = ObservedInstrument.together(day.sessions, surroundings);
    this.offsets = day.sessions.map((session) => offsetNs(day, session));
  }

  play(steps: readonly Step[], from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      const { session, batch, row, timeNs } = steps[i]!;
      this.endSecondsUpTo(timeNs);
      this.instruments[session]!.apply(batch, row);
    }
  }

  save(): Float64Array {
    const writer = new StateWriter();
    writer.number(this.second);
    for (const instrument of this.instruments) instrument.save(writer);
    return writer.state();
  }

  /** Takes over all of a state; RangeError when something of it is left over. */
  restore(state: Float64Array): this {
    const reader = new StateReader(state);
    this.second = reader.number();
    for (const instrument of this.instruments) instrument.restore(reader);
    reader.end();
    return this;
  }

  private endSecondsUpTo(timeNs: SessionTimeNs): void {
    const last = Math.floor(timeNs / NS_PER_SECOND);
    if (this.second < 0) this.second = last;
    for (; this.second < last; this.second += 1) {
      const endNs = (this.second + 1) * NS_PER_SECOND;
      this.instruments.forEach((instrument, i) => {
        instrument.advanceTo(endNs - this.offsets[i]!);
      });
    }
  }
}

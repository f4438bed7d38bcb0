import { DayStage } from './day-stage.js';
import { type ObservedInstrument, type Surroundings } from './observed-instrument.js';
import { offsetNs, type SessionDay } from './session-days.js';

const NS_PER_MS = 1e6;

/** Orders of the day's `instrument`-th session that arrive at this moment, and the instrument as it was known just before. */
type VisitArrivals = (
  instrument: number,
  orders: readonly number[],
  observed: ObservedInstrument,
) => void | Promise<void>;

/**
 * Plays a day, all its instruments together, up to its last arrival, and visits every moment at which orders arrive, earliest
 * first: time has come to it, and of the events only those strictly before it have been heard. `startsMs`: for each session of
 * the day, in their order, when its orders arrive, in whole milliseconds of the session's time.
 */
export const visitArrivals = async (
  day: SessionDay,
  startsMs: readonly (readonly number[])[],
  surroundings: Surroundings,
  visit: VisitArrivals,
): Promise<void> => {
  const stage = await DayStage.open(day, surroundings);
  try {
    for (const { startNs, instrument, orders } of moments(day, startsMs)) {
      // An order's start is a whole millisecond, so that one nanosecond earlier no event lies between.
      await stage.advance(startNs - 1);
      stage.passTo(startNs);
      await visit(instrument, orders, stage.instruments[instrument]!);
    }
  } finally {
    await stage.close();
  }
};

interface Moment {
  /** Time of the day. */
  readonly startNs: number;
  readonly instrument: number;
  readonly orders: readonly number[];
}

/** All moments at which an order starts, in order of time. */
const moments = (day: SessionDay, startsMs: readonly (readonly number[])[]): readonly Moment[] =>
  startsMs
    .flatMap((starts, instrument): readonly Moment[] => {
      const byStart = new Map<number, number[]>();
      for (const [order, startMs] of starts.entries()) {
        const same = byStart.get(startMs);
        if (same === undefined) byStart.set(startMs, [order]);
        else same.push(order);
      }
      const offset = offsetNs(day, day.sessions[instrument]!);
      return [...byStart].map(([startMs, orders]) => ({ startNs: startMs * NS_PER_MS + offset, instrument, orders }));
    })
    .sort((a, b) => a.startNs - b.startNs);

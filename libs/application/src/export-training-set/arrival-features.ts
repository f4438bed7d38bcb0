import { FEATURE_SET_V1, requestFeatures, type OrderRequest } from '#domain/features';
import { type TrainingOrder } from '#domain/training';
import { DayStage, offsetNs, type SessionDay, type Surroundings } from '#application/play-session';
import { type DayRows } from './day-rows.js';

const NS_PER_MS = 1e6;

/** Values of a vector: the market's features, then the request's. */
export const VECTOR_LENGTH = FEATURE_SET_V1.definitions.length + FEATURE_SET_V1.requestDefinitions.length;

/**
 * Plays a day again, all its instruments together, and reads the features of every order at its arrival: time has come to
 * the start, and of the events only those strictly before it have been heard. For each of `instruments` (in the order of the
 * day's sessions) one vector after the other, in the order of its rows.
 */
export const arrivalFeatures = async (
  day: SessionDay,
  instruments: readonly DayRows[],
  surroundings: Surroundings,
): Promise<readonly Float64Array[]> => {
  const vectors = instruments.map(({ rows }) => new Float64Array(rows.length * VECTOR_LENGTH));
  const stage = await DayStage.open(day, surroundings);
  try {
    for (const { startNs, instrument, rows } of arrivals(day, instruments)) {
      // An order's start is a whole millisecond, so that one nanosecond earlier no event lies between.
      await stage.advance(startNs - 1);
      stage.passTo(startNs);
      const market = stage.instruments[instrument]!.readFeatures();
      for (const row of rows) writeVector(vectors[instrument]!, row, market, instruments[instrument]!);
    }
  } finally {
    await stage.close();
  }
  return vectors;
};

interface Arrivals {
  /** Time of the day. */
  readonly startNs: number;
  readonly instrument: number;
  /** Of the instrument, all that start then. */
  readonly rows: readonly number[];
}

/** All moments at which an order starts, in order of time. */
const arrivals = (day: SessionDay, instruments: readonly DayRows[]): readonly Arrivals[] =>
  instruments
    .flatMap(({ session, rows }, instrument): readonly Arrivals[] => {
      const byStart = new Map<number, number[]>();
      for (const [row, { startMs }] of rows.entries()) {
        const same = byStart.get(startMs);
        if (same === undefined) byStart.set(startMs, [row]);
        else same.push(row);
      }
      const offset = offsetNs(day, session);
      return [...byStart].map(([startMs, same]) => ({ startNs: startMs * NS_PER_MS + offset, instrument, rows: same }));
    })
    .sort((a, b) => a.startNs - b.startNs);

const writeVector = (vectors: Float64Array, row: number, market: Float64Array, day: DayRows): void => {
  const offset = row * VECTOR_LENGTH;
  vectors.set(market, offset);
  vectors.set(requestFeatures(requestOf(day.rows[row]!, day), day.terms), offset + market.length);
};

/** The order as it was asked for at its arrival. */
export const requestOf = (row: TrainingOrder, { session }: DayRows): OrderRequest => ({
  side: row.sign === 1 ? 'BUY' : 'SELL',
  quantityUnits: row.orderedSize / session.sizeUnitsPerUnit,
  horizonSeconds: row.durationSeconds,
});

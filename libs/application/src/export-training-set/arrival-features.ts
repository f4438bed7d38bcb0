import { FEATURE_SET_V1, requestFeatures, type OrderRequest } from '#domain/features';
import { type TrainingOrder } from '#domain/training';
import { visitArrivals, type SessionDay, type Surroundings } from '#application/play-session';
import { type DayRows } from './day-rows.js';

/** Values of a vector: the market's features, then the request's. */
export const VECTOR_LENGTH = FEATURE_SET_V1.definitions.length + FEATURE_SET_V1.requestDefinitions.length;

/**
 * Plays a day again and reads the features of every order at its arrival. For each of `instruments` (in the order of the
 * day's sessions) one vector after the other, in the order of its rows.
 */
export const arrivalFeatures = async (
  day: SessionDay,
  instruments: readonly DayRows[],
  surroundings: Surroundings,
): Promise<readonly Float64Array[]> => {
  const vectors = instruments.map(({ rows }) => new Float64Array(rows.length * VECTOR_LENGTH));
  const startsMs = instruments.map(({ rows }) => rows.map(({ startMs }) => startMs));
  await visitArrivals(day, startsMs, surroundings, (instrument, rows, observed) => {
    const market = observed.readFeatures();
    for (const row of rows) writeVector(vectors[instrument]!, row, market, instruments[instrument]!);
  });
  return vectors;
};

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

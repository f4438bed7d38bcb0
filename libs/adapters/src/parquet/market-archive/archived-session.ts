import { type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api';
import { EventBatch, type MarketSession } from '#domain/market-data';
import { CHUNK_ROWS, openDuckDb, sqlFiles } from '../duckdb.js';
import { ParquetError } from '../parquet-error.js';
import { EventChecksum } from './checksum.js';
import { ARCHIVED_COLUMNS } from './event-columns.js';
import { saidOf, type ArchivePart } from './part-metadata.js';
import { recordingError } from './recording-error.js';

/** A session whose events come from the files of an archive, one after the other. Its `events()` throw RecordingError. */
export const archivedSession = (first: ArchivePart, further: readonly ArchivePart[]): MarketSession => ({
  ...first.session,
  files: [first, ...further].map(({ path }) => path),
  events: () => play([first, ...further]),
});

async function* play(parts: readonly ArchivePart[]): AsyncGenerator<EventBatch> {
  const duckDb = await openDuckDb(1);
  try {
    for (const part of parts) yield* playPart(duckDb.connection, part);
  } finally {
    duckDb.close();
  }
}

async function* playPart(connection: DuckDBConnection, part: ArchivePart): AsyncGenerator<EventBatch> {
  const batch = new EventBatch(CHUNK_ROWS);
  const checksum = new EventChecksum(saidOf(part));
  try {
    for await (const chunk of await connection.stream(queryOf(part))) {
      fill(batch, chunk);
      checksum.add(batch);
      yield batch;
    }
  } catch (error) {
    throw recordingError(part.path, error);
  }
  const [changed] = checksum.differencesFrom(part.checksum);
  if (changed === undefined) return;
  const message = `damaged: column ${changed} has not the checksum that was written with it`;
  throw recordingError(part.path, new ParquetError('BROKEN_FILE', part.path, message));
}

const queryOf = ({ path, session }: ArchivePart): string => {
  const columns = ARCHIVED_COLUMNS.map(({ load }) => load(session.origin)).join(', ');
  return `SELECT ${columns} FROM read_parquet(${sqlFiles([path])}, hive_partitioning = false)`;
};

const fill = (batch: EventBatch, chunk: DuckDBDataChunk): void => {
  batch.length = chunk.rowCount;
  ARCHIVED_COLUMNS.forEach(({ name }, column) => {
    const [values, vector] = [batch[name], chunk.getColumnVector(column)];
    for (let row = 0; row < batch.length; row += 1) values[row] = vector.getItem(row) as number;
  });
};

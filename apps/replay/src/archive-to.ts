import { relative } from 'node:path';
import { archiveSession, ParquetError } from '#adapters/parquet';
import { RecordingError } from '#adapters/recordings';
import { type MarketSession } from '#domain/market-data';
import { CommandFailure } from './command-failure.js';
import { type Terminal } from './command.js';

/** Writes a session into the archive `root`, and says where; CommandFailure when it cannot be read or written. */
export const archiveTo = async (
  root: string,
  venue: string,
  session: MarketSession,
  terminal: Terminal,
  asJson = false,
): Promise<void> => {
  const { name } = session.source;
  terminal.progress(name);
  try {
    const { events, paths } = await archiveSession(root, venue, session);
    const files = paths.map((path) => relative(root, path));
    terminal.result(
      asJson
        ? JSON.stringify({ session: { name, events, files } })
        : `${name}: ${events} events in ${files.join(', ')}`,
    );
  } catch (error) {
    if (error instanceof ParquetError || error instanceof RecordingError) throw new CommandFailure(error.message);
    throw error;
  }
};

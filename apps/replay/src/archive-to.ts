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
): Promise<void> => {
  const { name } = session.source;
  terminal.progress(name);
  try {
    const { events, paths } = await archiveSession(root, venue, session);
    terminal.result(`${name}: ${events} events in ${paths.map((path) => relative(root, path)).join(', ')}`);
  } catch (error) {
    if (error instanceof ParquetError || error instanceof RecordingError) throw new CommandFailure(error.message);
    throw error;
  }
};

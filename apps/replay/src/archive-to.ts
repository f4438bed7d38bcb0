import { relative } from 'node:path';
import { archiveSession } from '#adapters/parquet';
import { type MarketSession } from '#domain/market-data';
import { type Terminal } from './command.js';

/** Writes a session into the archive `root`, and says where. Throws ParquetError or RecordingError when it cannot be written or read. */
export const archiveTo = async (
  root: string,
  venue: string,
  session: MarketSession,
  terminal: Terminal,
  asJson = false,
): Promise<void> => {
  const { name } = session.source;
  terminal.progress(name);
  const { events, paths } = await archiveSession(root, venue, session);
  const files = paths.map((path) => relative(root, path));
  terminal.result(
    asJson ? JSON.stringify({ session: { name, events, files } }) : `${name}: ${events} events in ${files.join(', ')}`,
  );
};

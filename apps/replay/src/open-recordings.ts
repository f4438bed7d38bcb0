import { type MarketSession } from '#domain/market-data';
import { MARKET_ARCHIVE } from '#adapters/parquet';
import { openSessions, type Quarantine } from '#adapters/recordings';
import { CommandFailure } from './command-failure.js';

/** The sessions in files, archives and folders, the project's own Parquet archive among them. Throws CommandFailure. */
export const openRecordings = async (
  paths: readonly string[],
  quarantine: Quarantine,
): Promise<readonly MarketSession[]> => {
  const sessions = await openSessions(paths, quarantine, [MARKET_ARCHIVE]);
  if (!sessions.ok) throw new CommandFailure(sessions.error.message);
  return sessions.value;
};

import { type MarketSession } from '#domain/market-data';
import { livingMarket } from '#application/play-session';
import { type FeedConfig } from '#adapters/config';
import { MARKET_ARCHIVE } from '#adapters/parquet';
import { openSessions, type Quarantine } from '#adapters/recordings';
import { UnusableInput } from './unusable-input.js';

/** The recordings that were asked for; the living market when there were none. Throws UnusableInput. */
export const openMarket = async (config: FeedConfig, quarantine: Quarantine): Promise<readonly MarketSession[]> => {
  if (config.sessions.length === 0) return livingMarket(config.seed);
  const sessions = await openSessions(config.sessions, quarantine, [MARKET_ARCHIVE]);
  if (!sessions.ok) throw new UnusableInput(sessions.error.message);
  return sessions.value;
};

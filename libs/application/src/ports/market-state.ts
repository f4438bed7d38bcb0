import { type Instant } from '#domain/core';
import { type MarketSnapshot } from '#domain/market-data';

/** The latest market of every instrument, held in memory, and the session's clock. */
export interface MarketState {
  /** The latest snapshot; undefined when the instrument is not in this session. */
  latest(instrumentId: string): MarketSnapshot | undefined;
  instruments(): readonly string[];
  /** Decision time: the session's own clock (recorded, simulated or live). */
  now(): Instant;
  /** Milliseconds of wall time since the feed last said that it is alive; Infinity before its first word. */
  feedSilenceMs(): number;
}

import { readEnvironment, type Environment } from './environment.js';
import { integer, logLevel, optional, paths, port, speed, text } from './variables.js';

class FeedEnvironment {
  @text() HOST = '127.0.0.1';
  @port() FEED_PORT = 3001;
  @paths() SESSIONS: readonly string[] = [];
  @speed() SESSION_SPEED = 1;
  @integer() SESSION_SEED = 7;
  @optional() @text() INSTRUMENTS_FILE?: string;
  @optional() @text() SIGNALS_FILE?: string;
  @optional() @text() FEATURE_ARCHIVE?: string;
  @logLevel() LOG_LEVEL = 'info';
}

export interface FeedConfig {
  readonly host: string;
  readonly port: number;
  /** Recordings to play; the living market when empty. */
  readonly sessions: readonly string[];
  /** Session seconds per wall second. */
  readonly speed: number;
  /** Of the living market. */
  readonly seed: number;
  /** JSON overrides of the instrument table. */
  readonly instrumentsFile: string | undefined;
  /** Series from outside the market: CSV or Parquet, docs/signals.md. */
  readonly signalsFile: string | undefined;
  /** Folder in which the features are recorded while the market plays; not at all without it. */
  readonly featureArchive: string | undefined;
  readonly logLevel: string;
}

/** Throws ConfigError. */
export const feedConfig = (environment: Environment = process.env): FeedConfig => {
  const read = readEnvironment(FeedEnvironment, environment);
  return {
    host: read.HOST,
    port: read.FEED_PORT,
    sessions: read.SESSIONS,
    speed: read.SESSION_SPEED,
    seed: read.SESSION_SEED,
    instrumentsFile: read.INSTRUMENTS_FILE,
    signalsFile: read.SIGNALS_FILE,
    featureArchive: read.FEATURE_ARCHIVE,
    logLevel: read.LOG_LEVEL,
  };
};

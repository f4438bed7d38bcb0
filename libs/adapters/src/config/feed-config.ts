import { readEnvironment, type Environment } from './environment.js';
import { integer, logLevel, optional, paths, port, speed, text } from './variables.js';

class FeedEnvironment {
  @text() HOST = '127.0.0.1';
  @port() FEED_PORT = 3001;
  @paths() SESSIONS: readonly string[] = [];
  @speed() SESSION_SPEED = 1;
  @integer() SESSION_SEED = 7;
  @optional() @text() INSTRUMENTS_FILE?: string;
  @logLevel() LOG_LEVEL = 'info';
}

export interface FeedConfig {
  readonly host: string;
  readonly port: number;
  /** Recordings to play; the synthetic session when empty. */
  readonly sessions: readonly string[];
  /** Session seconds per wall second. */
  readonly speed: number;
  /** Of the synthetic session. */
  readonly seed: number;
  /** JSON overrides of the instrument table. */
  readonly instrumentsFile: string | undefined;
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
    logLevel: read.LOG_LEVEL,
  };
};

import { readEnvironment, type Environment } from './environment.js';
import { databaseUrl, keyPerRole, logLevel, optional, port, text, webSocketUrl } from './variables.js';

class ApiEnvironment {
  @databaseUrl() DATABASE_URL!: string;
  @webSocketUrl() MARKET_FEED_URL = 'ws://127.0.0.1:3001';
  @text() HOST = '127.0.0.1';
  @port() PORT = 3000;
  @text() MODELS = 'models';
  @logLevel() LOG_LEVEL = 'info';
  @optional() @text() FEATURE_ARCHIVE?: string;
  @optional() @keyPerRole() PLAYGROUND_KEYS?: Readonly<Record<string, string>>;
}

export interface ApiConfig {
  /** Of the role footprint_api. */
  readonly databaseUrl: string;
  readonly marketFeedUrl: string;
  /** Folder in which the feed records features: what `features` answers about the past comes from it. */
  readonly featureArchive: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Folder of the trained models. */
  readonly modelsFolder: string;
  readonly logLevel: string;
  /** Keys that the playground offers, by role: demo only. */
  readonly playgroundKeys: Readonly<Record<string, string>>;
}

/** Throws ConfigError. */
export const apiConfig = (environment: Environment = process.env): ApiConfig => {
  const read = readEnvironment(ApiEnvironment, environment);
  return {
    databaseUrl: read.DATABASE_URL,
    marketFeedUrl: read.MARKET_FEED_URL,
    featureArchive: read.FEATURE_ARCHIVE,
    host: read.HOST,
    port: read.PORT,
    modelsFolder: read.MODELS,
    logLevel: read.LOG_LEVEL,
    playgroundKeys: read.PLAYGROUND_KEYS ?? {},
  };
};

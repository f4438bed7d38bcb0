import { readEnvironment, type Environment } from './environment.js';
import { type ExecutionProvider } from '#domain/impact';
import { databaseUrl, executionProviders, logLevel, optional, port, redisUrl, text } from './variables.js';

class WorkerEnvironment {
  @databaseUrl() DATABASE_URL!: string;
  @optional() @redisUrl() REDIS_URL?: string;
  @text() HOST = '127.0.0.1';
  @optional() @port() WORKER_PORT?: number;
  @text() MODELS = 'models';
  @executionProviders() EXECUTION_PROVIDERS: readonly ExecutionProvider[] = ['CUDA', 'WEBGPU', 'CPU'];
  @logLevel() LOG_LEVEL = 'info';
}

export interface WorkerConfig {
  /** Of the role footprint_worker. */
  readonly databaseUrl: string;
  /** The queue lives there; in PostgreSQL when absent. */
  readonly redisUrl: string | undefined;
  readonly host: string;
  /** Where /health and /metrics are served; nowhere when absent. */
  readonly port: number | undefined;
  /** Folder of the trained models. */
  readonly modelsFolder: string;
  /** What batches run on: the first that starts. */
  readonly executionProviders: readonly ExecutionProvider[];
  readonly logLevel: string;
}

/** Throws ConfigError. */
export const workerConfig = (environment: Environment = process.env): WorkerConfig => {
  const read = readEnvironment(WorkerEnvironment, environment);
  return {
    databaseUrl: read.DATABASE_URL,
    redisUrl: read.REDIS_URL,
    host: read.HOST,
    port: read.WORKER_PORT,
    modelsFolder: read.MODELS,
    executionProviders: read.EXECUTION_PROVIDERS,
    logLevel: read.LOG_LEVEL,
  };
};

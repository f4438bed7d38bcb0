import { readEnvironment, type Environment } from './environment.js';
import { databaseUrl } from './variables.js';

class ModelsEnvironment {
  @databaseUrl() DATABASE_URL!: string;
}

export interface ModelsConfig {
  /** Of the owner of the tables, or of the role footprint_api. */
  readonly databaseUrl: string;
}

/** Throws ConfigError. */
export const modelsConfig = (environment: Environment = process.env): ModelsConfig => ({
  databaseUrl: readEnvironment(ModelsEnvironment, environment).DATABASE_URL,
});

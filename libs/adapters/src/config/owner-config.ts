import { readEnvironment, type Environment } from './environment.js';
import { databaseUrl } from './variables.js';

class OwnerEnvironment {
  @databaseUrl() DATABASE_URL!: string;
}

export interface OwnerConfig {
  /** Of the owner of the tables, or of the role footprint_api. */
  readonly databaseUrl: string;
}

/** Throws ConfigError. */
export const ownerConfig = (environment: Environment = process.env): OwnerConfig => ({
  databaseUrl: readEnvironment(OwnerEnvironment, environment).DATABASE_URL,
});

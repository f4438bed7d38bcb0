import { readEnvironment, type Environment } from './environment.js';
import { databaseUrl, text } from './variables.js';

class DemoDesksEnvironment {
  @databaseUrl() DATABASE_URL!: string;
  @text() DEMO_KEYS_FILE = 'var/demo-keys.json';
}

export interface DemoDesksConfig {
  /** Of the owner of the tables. */
  readonly databaseUrl: string;
  /** Where the demo keys are kept between starts. */
  readonly keysFile: string;
}

/** Throws ConfigError. */
export const demoDesksConfig = (environment: Environment = process.env): DemoDesksConfig => {
  const read = readEnvironment(DemoDesksEnvironment, environment);
  return { databaseUrl: read.DATABASE_URL, keysFile: read.DEMO_KEYS_FILE };
};

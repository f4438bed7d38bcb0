import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

/** The environment is wrong: one line per wrong variable, by name and what is allowed; never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that `shape` declares; an empty variable counts as absent.
 * Throws ConfigError when any of them is missing or wrong.
 */
export const readEnvironment = <T extends object>(shape: new () => T, environment: Environment): T => {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const declared = plainToInstance(shape, present);
  const errors = validateSync(declared);
  if (errors.length === 0) return declared;
  const lines = errors.map((error) => `${error.property} ${Object.values(error.constraints ?? {})[0] ?? 'is wrong'}`);
  throw new ConfigError(lines.join('\n'));
};
